import { register, words } from '../support/people';
import { composer, crud, crudLink, heading, post, postButton, signIn } from '../support/site';
import { expect, test } from '../support/test';

test('an author takes a crud back, after a question', async ({ page, strangersPage, guard }) => {
  guard.allow(404, /^\/api\/activities\//);
  await signIn(page, await register());
  const text = words('said too much');
  await post(page, text);
  await crudLink(page, text).click();
  await expect(heading(page, 'Crud')).toBeVisible();
  const address = page.url();
  await page.getByRole('button', { name: 'Back' }).click();

  const ask = async () => {
    await crud(page, text).getByRole('button', { name: 'More about this crud' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
  };
  const question = page.getByRole('alertdialog', { name: 'Delete this crud?' });
  await ask();
  await question.getByRole('button', { name: 'Keep it' }).click();
  await expect(question).toHaveCount(0);
  await expect(crud(page, text)).toBeVisible();
  await ask();
  await question.getByRole('button', { name: 'Delete crud' }).click();
  await expect(question).toHaveCount(0);
  await expect(crud(page, text)).toHaveCount(0);

  await strangersPage.goto(address);
  await expect(strangersPage.getByText('This crud has burned')).toBeVisible();
});

test('a text that is too long is marked and not posted', async ({ page }) => {
  await signIn(page, await register());
  const family = '👨‍👩‍👧‍👦';
  const begin = words('');
  const fits = `${begin}${family.repeat(20)}${'x'.repeat(260 - begin.length)}`;
  await composer(page).fill(fits);
  await expect(composer(page)).toHaveAccessibleDescription('0 characters left');
  await expect(postButton(page)).toBeEnabled();
  await composer(page).fill(`${fits}yz`);
  await expect(composer(page)).toHaveAccessibleDescription('2 characters too many');
  await expect(composer(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Too long: what is marked doesn’t fit.')).toBeVisible();
  await expect(postButton(page)).toBeDisabled();
  await composer(page).press('Control+Enter');
  await expect(composer(page)).toHaveValue(`${fits}yz`);
  await composer(page).fill(fits);
  await postButton(page).click();
  await expect(crud(page, begin)).toBeVisible();
});

test('blank texts are not posted', async ({ page }) => {
  await signIn(page, await register());
  await expect(postButton(page)).toBeDisabled();
  await composer(page).fill(' \n ');
  await expect(postButton(page)).toBeDisabled();
});

test('who is off the net can read and write, and posts later', async ({ page, context, guard }) => {
  await signIn(page, await register());
  const before = words('before the storm');
  await post(page, before);
  await guard.setOffline(context, true);
  await expect(page.getByText('You’re offline. This is what was loaded before.')).toBeVisible();
  await expect(crud(page, before)).toBeVisible();
  const text = words('from the tunnel');
  await composer(page).fill(text);
  await expect(
    page.getByText('You’re offline, so it can’t be posted yet. Your draft is kept.'),
  ).toBeVisible();
  await expect(postButton(page)).toBeDisabled();

  await guard.setOffline(context, false);
  await expect(page.getByText('You’re offline', { exact: false })).toHaveCount(0);
  await expect(composer(page)).toHaveValue(text);
  await postButton(page).click();
  await expect(crud(page, text)).toBeVisible();
});

test('an answer that is lost on the way does not post twice', async ({ page, guard }) => {
  guard.allow(503, /^\/api\/activities$/);
  await signIn(page, await register());
  let lost = 0;
  await page.route('**/api/activities', async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch(); // it is posted,
    // and somebody in between answers instead.
    await route.fulfill({ status: 503, headers: { 'retry-after': '1' }, body: '' });
  });
  const text = words('is this thing on');
  await composer(page).fill(text);
  await postButton(page).click();
  await expect(page.getByRole('alert')).toContainText('Your words are safe here.');
  await expect(composer(page)).toHaveValue(text);
  await postButton(page).click();
  await expect(composer(page)).toHaveValue('');
  await page.reload();
  await expect(crud(page, text)).toHaveCount(1);
});

test('a draft outlives a reload', async ({ page }) => {
  await signIn(page, await register());
  await composer(page).fill('psst, not yet');
  await page.reload();
  await expect(composer(page)).toHaveValue('psst, not yet');
});

test('new cruds of others wait behind a button', async ({ page, strangersPage }) => {
  await page.clock.install();
  await page.goto('/');
  await expect(page.getByRole('feed')).toBeVisible();
  await signIn(strangersPage, await register());
  const text = words('breaking news');
  await post(strangersPage, text);
  await expect(crud(page, text)).toHaveCount(0);
  await page.clock.fastForward('00:30');
  await page.getByRole('button', { name: /^\d+\+? new cruds?$/ }).click();
  await expect(crud(page, text)).toBeVisible();
});
