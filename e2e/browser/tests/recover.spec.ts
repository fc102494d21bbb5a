import { newPassword, register } from '../support/people';
import { fillSignIn, heading, signOut } from '../support/site';
import { expect, test } from '../support/test';

test('who forgot the password gets in with a code and a new one', async ({ page, guard }) => {
  guard.allowRefusal();
  const account = await register();
  await page.goto('/signin');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(account.email);
  await page.getByRole('button', { name: 'Send code' }).click();

  await expect(heading(page, 'Choose a new password')).toBeVisible();
  const hint = page.getByRole('status').filter({ hasText: 'your code is' });
  const code = /\d{6}/.exec(await hint.innerText())?.[0] ?? '';
  const password = newPassword();
  await page.getByRole('textbox', { name: 'Code' }).fill('000000');
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText(/That isn’t the code we sent/);
  await page.getByRole('textbox', { name: 'Code' }).fill(code);
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(heading(page, 'Home')).toBeVisible();

  await signOut(page, account);
  await page.goto('/signin');
  await fillSignIn(page, account.email, account.password);
  await expect(page.getByRole('alert')).toHaveText('E-mail address or password is wrong.');
  await fillSignIn(page, account.email, password);
  await expect(heading(page, 'Home')).toBeVisible();
});

test('recovering never tells whether an address has an account', async ({ page, guard }) => {
  guard.allowRefusal();
  await page.goto('/recover');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('nobody.at.all@e2e.cruddur.test');
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(heading(page, 'Choose a new password')).toBeVisible();
});
