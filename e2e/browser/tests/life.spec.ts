import type { Page } from '@playwright/test';
import { register, words } from '../support/people';
import { crud, crudLink, post, signIn } from '../support/site';
import { expect, test } from '../support/test';

async function choose(page: Page, text: string, item: string): Promise<void> {
  await crud(page, text).getByRole('button', { name: 'More about this crud' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('an author chooses a life anew, and everybody’s ring follows', async ({
  page,
  strangersPage,
}) => {
  await signIn(page, await register());
  const text = words('not so fast');
  await post(page, text, '1 hour');
  await strangersPage.goto('/');
  await expect(
    crud(strangersPage, text).getByRole('button', { name: /burns in (1 hour|59 minutes)/ }),
  ).toBeVisible();

  await choose(page, text, 'Change life…');
  const dialog = page.getByRole('dialog', { name: 'Change its life' });
  await dialog.getByRole('radio', { name: /^3 hours/ }).check();
  await dialog.getByRole('button', { name: 'Burn in 3 hours' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(crud(page, text).getByRole('button', { name: /burns in [23] hours/ })).toBeVisible();
  // Nobody reloads: the stranger's page asks by itself.
  await expect(
    crud(strangersPage, text).getByRole('button', { name: /burns in [23] hours/ }),
  ).toBeVisible({
    timeout: 20_000,
  });
});

test('what is burned is gone after ten seconds, for everybody', async ({ page, strangersPage }) => {
  await signIn(page, await register());
  const text = words('oh no');
  await post(page, text, '1 day');
  await strangersPage.goto('/');
  await expect(crud(strangersPage, text)).toBeVisible();
  await choose(page, text, 'Burn now');
  await expect(page.getByRole('region', { name: 'Burning' })).toContainText(
    /Burns in \d+ seconds?/,
  );
  await expect(crud(page, text)).toHaveCount(0, { timeout: 15_000 });
  await expect(crud(strangersPage, text)).toHaveCount(0, { timeout: 15_000 });
});

test('a burning crud is spared by keyboard', async ({ page }) => {
  await signIn(page, await register());
  const text = words('on second thoughts');
  await post(page, text, '1 day');
  await choose(page, text, 'Burn now');
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await undo.press('Enter');
  await expect(undo).toHaveCount(0);
  await expect(
    crud(page, text).getByRole('button', { name: /burns in (24|23) hours/ }),
  ).toBeVisible();
  await page.reload();
  await expect(crud(page, text)).toBeVisible();
});

test('deleting a crud tells that its thread goes with it', async ({ page, guard }) => {
  guard.allow(404, /^\/api\/activities\//);
  await signIn(page, await register());
  const text = words('a short discussion');
  await post(page, text, '1 day');
  await crudLink(page, text).click();
  await page.getByLabel('Your reply').fill(words('too short'));
  await page.getByLabel('Your reply').press('Control+Enter');
  await expect(page.getByRole('heading', { name: '1 reply' })).toBeVisible();
  await page.getByRole('button', { name: 'More about this crud' }).first().click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText(/repl(y|ies)/);
  await question.getByRole('button', { name: 'Delete crud' }).click();
  await expect(page.getByText(text)).toHaveCount(0);
});

test('everybody may know how well the product forgets', async ({ page }) => {
  await page.goto('/expiry');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/24 hours/).first()).toBeVisible();
});
