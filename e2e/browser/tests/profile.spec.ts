import { newAccount, register, words } from '../support/people';
import { crud, heading, post, signIn } from '../support/site';
import { expect, test } from '../support/test';

test('a person edits their profile, and the server has the last word', async ({ page, guard }) => {
  guard.allow(422, /^\/api\/me$/);
  const account = await register();
  await signIn(page, account);
  const text = words('signed by me');
  await post(page, text);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Profile' })
    .click();
  await expect(heading(page, account.displayName)).toBeVisible();
  await page.getByRole('button', { name: 'Edit profile' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit profile' });
  const name = dialog.getByRole('textbox', { name: 'Display name' });
  const bio = dialog.getByRole('textbox', { name: 'Bio' });

  // The site sees something in a zero-width space; the server knows that nobody else does.
  await name.fill('\u200b');
  await bio.fill('Here today.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription(/blank/);
  await expect(bio).toHaveValue('Here today.');

  await name.fill('Robin the Second');
  await dialog.getByRole('textbox', { name: 'Location' }).fill('Under the stairs');
  await dialog.getByRole('textbox', { name: 'Website' }).fill('example.org/robin');
  await dialog
    .getByRole('combobox', { name: 'New cruds burn after' })
    .selectOption({ label: '3 hours' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(heading(page, 'Robin the Second')).toBeVisible();
  await expect(crud(page, text)).toContainText('Robin the Second');

  await page.reload();
  await expect(page.getByText('Here today.')).toBeVisible();
  await expect(page.getByText('Under the stairs')).toBeVisible();
  const website = page.getByRole('link', { name: 'example.org/robin' });
  await expect(website).toHaveAttribute('href', 'https://example.org/robin');
  await expect(website).toHaveAttribute('rel', /noopener/);
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Burns after 3 hours. Change' })).toBeVisible();
});

test('faults are told at their fields before anything is sent', async ({ page }) => {
  const account = await register();
  await signIn(page, account);
  await page.goto(`/@${account.handle}`);
  await page.getByRole('button', { name: 'Edit profile' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit profile' });
  await dialog.getByRole('textbox', { name: 'Display name' }).fill(' ');
  await dialog.getByRole('textbox', { name: 'Bio' }).fill('x'.repeat(161));
  await dialog.getByRole('textbox', { name: 'Website' }).fill('javascript:alert(1)');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('You need a name.')).toBeVisible();
  await expect(dialog.getByText('At most 160 characters.')).toBeVisible();
  await expect(dialog.getByText('Not a web address.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(heading(page, account.displayName)).toBeVisible();
});

test('what people write is text, never markup', async ({ page, strangersPage }) => {
  const account = await register(newAccount('<b>Robin</b>'));
  await signIn(page, account);
  const text = words('<img src=x onerror=alert(1)> <script>alert(2)</script>');
  await post(page, text);
  await strangersPage.goto(`/@${account.handle}`);
  await expect(heading(strangersPage, '<b>Robin</b>')).toBeVisible();
  await expect(crud(strangersPage, text)).toBeVisible();
});

test('somebody else’s profile can’t be edited', async ({ page, strangersPage }) => {
  const account = await register();
  await signIn(page, account);
  const other = await register(newAccount('Someone Else'));
  await signIn(strangersPage, other);
  await strangersPage.goto(`/@${account.handle.toUpperCase()}`);
  await expect(heading(strangersPage, account.displayName)).toBeVisible();
  await expect(strangersPage).toHaveURL(`/@${account.handle}`);
  await expect(strangersPage.getByRole('button', { name: 'Edit profile' })).toHaveCount(0);
});
