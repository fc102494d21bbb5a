import type { Page } from '@playwright/test';
import { register, words, type Account } from '../support/people';
import { picture } from '../support/pictures';
import { expectSharp, photoInput, photosOf, signIn } from '../support/site';
import { expect, test } from '../support/test';

/** Two people with a conversation open, begun from a profile. */
async function talk(page: Page, other: Page): Promise<{ kim: Account; robin: Account }> {
  const [kim, robin] = [await register(), await register()];
  await signIn(page, kim);
  await signIn(other, robin);
  await page.goto(`/@${robin.handle}`);
  await page.getByRole('link', { name: `Message @${robin.handle}` }).click();
  return { kim, robin };
}

function bubble(page: Page, text: string) {
  return page.locator('li[data-message]').filter({ hasText: text });
}

async function inMenuOf(page: Page, text: string, item: string): Promise<void> {
  const row = bubble(page, text);
  await row.hover();
  await row.getByRole('button', { name: 'More about this message' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Message to/ }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

test('two people talk, live', async ({ page, strangersPage }) => {
  const { kim } = await talk(page, strangersPage);
  const first = words('you there?');
  await say(page, first);
  await expect(bubble(page, first)).toHaveCount(1);

  // Robin is elsewhere on the site: the number comes by itself.
  await expect(strangersPage).toHaveTitle(/^\(1\)/);
  await strangersPage.goto('/messages');
  await strangersPage
    .getByRole('link', { name: new RegExp(kim.displayName) })
    .first()
    .click();
  await expect(bubble(strangersPage, first)).toBeVisible();
  await expect(strangersPage).not.toHaveTitle(/^\(1\)/);

  const answer = words('here I am');
  await say(strangersPage, answer);
  await expect(bubble(page, answer)).toBeVisible();
  await page.reload();
  await expect(bubble(page, answer)).toBeVisible();
  await expect(bubble(page, first)).toHaveCount(1);
});

/** Opens the conversation with somebody from the list. */
async function openTalkWith(page: Page, { displayName }: Account): Promise<void> {
  await page.goto('/messages');
  await page
    .getByRole('link', { name: new RegExp(displayName) })
    .first()
    .click();
}

test('photos sent in one browser are seen in the other, and go with their message', async ({
  page,
  strangersPage,
}) => {
  const { kim } = await talk(page, strangersPage);
  const first = words('wait till you see it');
  await say(page, first);
  await expect(bubble(page, first)).toHaveCount(1);
  await openTalkWith(strangersPage, kim);
  await expect(bubble(strangersPage, first)).toBeVisible();

  const text = words('look');
  await photoInput(page).setInputFiles([
    await picture(page, 'one.jpg'),
    await picture(page, 'two.jpg', { hue: 200, width: 900, height: 1400 }),
  ]);
  await page.getByRole('button', { name: 'ALT: describe photo 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Describe photo 1' });
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Rings over the hills');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('textbox', { name: /^Message to/ }).fill(text);
  const send = page.getByRole('button', { name: 'Send', exact: true });
  // Resizing takes a while on a busy machine.
  await expect(send).toBeEnabled({ timeout: 45_000 });
  await send.click();
  await expect(page.getByRole('list', { name: 'Photos of this draft' })).toHaveCount(0);

  for (const one of [page, strangersPage]) {
    const photos = photosOf(bubble(one, text));
    await expect(photos).toHaveCount(2, { timeout: 30_000 });
    for (const photo of await photos.all()) await expectSharp(photo);
  }
  const seen = bubble(strangersPage, text);
  await seen.getByRole('button', { name: 'Rings over the hills, Photo 1 of 2. View' }).click();
  const viewer = strangersPage.getByRole('dialog', { name: `Photos by ${kim.displayName}` });
  await expect(viewer.getByText('1 of 2', { exact: true })).toBeVisible();
  await expectSharp(viewer.locator('img'));

  await inMenuOf(page, text, 'Delete for everybody');
  await page.getByRole('button', { name: 'Delete message' }).click();
  await expect(bubble(page, text)).toHaveCount(0);
  await expect(viewer.getByText('This message is gone, and its photos with it.')).toBeVisible();
  await viewer.getByRole('button', { name: 'Close' }).click();
  await expect(seen).toHaveCount(0);
});

test('what is edited and deleted is so for both', async ({ page, strangersPage }) => {
  const { kim } = await talk(page, strangersPage);
  const [first, second] = [words('a typo'), words('a slip')];
  await say(page, first);
  await expect(bubble(page, first)).toHaveCount(1);
  await say(page, second);
  await expect(bubble(page, second)).toHaveCount(1);
  await strangersPage.goto('/messages');
  await strangersPage
    .getByRole('link', { name: new RegExp(kim.displayName) })
    .first()
    .click();
  await expect(bubble(strangersPage, second)).toBeVisible();

  const mended = words('no typo');
  await inMenuOf(page, first, 'Edit');
  const field = page.getByRole('textbox', { name: 'Edit message' });
  await field.fill(mended);
  await field.press('Control+Enter');
  await expect(bubble(strangersPage, mended)).toContainText('edited');
  await expect(bubble(strangersPage, first)).toHaveCount(0);

  await inMenuOf(page, second, 'Delete for everybody');
  await page.getByRole('button', { name: 'Delete message' }).click();
  await expect(bubble(page, second)).toHaveCount(0);
  await expect(bubble(strangersPage, second)).toHaveCount(0);
});

test('who was off the net catches up, and what they wrote goes out once', async ({
  page,
  strangersPage,
  context,
  guard,
}) => {
  const { kim } = await talk(page, strangersPage);
  const first = words('before the tunnel');
  await say(page, first);
  await strangersPage.goto('/messages');
  await strangersPage
    .getByRole('link', { name: new RegExp(kim.displayName) })
    .first()
    .click();
  await expect(bubble(strangersPage, first)).toBeVisible();
  await expect(bubble(page, first)).toHaveCount(1);

  await guard.setOffline(context, true);
  const [mine, theirs] = [words('from the tunnel'), words('while you were away')];
  await say(page, mine);
  await expect(page.getByRole('log').getByText(mine)).toBeVisible();
  await say(strangersPage, theirs);
  await expect(bubble(strangersPage, theirs)).toHaveCount(1);
  await expect(bubble(strangersPage, mine)).toHaveCount(0);

  await guard.setOffline(context, false);
  await expect(bubble(page, theirs)).toHaveCount(1);
  await expect(bubble(strangersPage, mine)).toHaveCount(1);
  await expect(page.getByRole('log').getByText(mine)).toHaveCount(1);
});
