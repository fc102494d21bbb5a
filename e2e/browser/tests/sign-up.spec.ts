import { newAccount, register, words } from '../support/people';
import { chooseLife, crud, crudLink, heading, composer, postButton, signIn } from '../support/site';
import { expect, test } from '../support/test';

test('a newcomer signs up, confirms, posts for an hour, and a stranger reads it', async ({
  page,
  strangersPage,
}) => {
  const account = newAccount();
  await page.goto('/');
  await page.getByRole('link', { name: 'Join now' }).click();
  await expect(heading(page, 'Join the party')).toBeVisible();
  await page.getByRole('textbox', { name: 'Display name' }).fill(account.displayName);
  await page.getByRole('textbox', { name: 'Handle' }).fill(account.handle);
  await expect(page.getByText(`@${account.handle} is yours if you’re quick.`)).toBeVisible();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();

  await expect(heading(page, 'Check your mail')).toBeVisible();
  const hint = page.getByRole('status').filter({ hasText: 'your code is' });
  const code = /\d{6}/.exec(await hint.innerText())?.[0] ?? '';
  await page.getByRole('textbox', { name: 'Code' }).fill(code);
  await page.getByRole('button', { name: 'Confirm' }).click();

  await expect(heading(page, 'Home')).toBeVisible();
  const text = words('hello, party');
  await chooseLife(page, '1 hour');
  await composer(page).fill(text);
  await postButton(page).click();
  await expect(crud(page, text)).toBeVisible();
  await expect(composer(page)).toHaveValue('');
  await expect(
    crud(page, text).getByRole('button', { name: /burns in (1 hour|59 minutes)/ }),
  ).toBeVisible();

  await strangersPage.goto('/');
  await expect(crud(strangersPage, text)).toContainText(`@${account.handle}`);
  await crudLink(strangersPage, text).click();
  await expect(heading(strangersPage, 'Crud')).toBeVisible();
  await expect(strangersPage).toHaveURL(new RegExp(`/@${account.handle}/cruds/[0-9a-f-]{36}$`));
  await expect(strangersPage.getByText(text)).toBeVisible();
  await expect(strangersPage.getByRole('button', { name: 'More about this crud' })).toHaveCount(0);
});

test('a sign-up with faults says so at each field', async ({ page, guard }) => {
  guard.allowRefusal();
  const taken = await register();
  await signIn(page, taken); // makes the profile, and by that takes the handle
  await page.evaluate(() => localStorage.clear());

  await page.goto('/signup');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('What should people call you?')).toBeVisible();
  await expect(page.getByText('Enter your e-mail address.')).toBeVisible();
  await expect(page.getByText('Not strong enough yet.')).toBeVisible();

  const handle = page.getByRole('textbox', { name: 'Handle' });
  await handle.fill(taken.handle.toUpperCase());
  await expect(page.getByText(`@${taken.handle.toUpperCase()} is taken.`)).toBeVisible();
  await expect(handle).toHaveAttribute('aria-invalid', 'true');
  await handle.fill('a b');
  await expect(page.getByText(/has characters that handles can’t have/)).toBeVisible();

  await handle.fill(newAccount().handle);
  await page.getByRole('textbox', { name: 'Display name' }).fill('Robin');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(taken.email);
  await page.getByLabel('Password', { exact: true }).fill(taken.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('alert')).toHaveText(/already an account with this e-mail address/);
});

test('a wrong code is refused, and a new one can be had', async ({ page, guard }) => {
  guard.allowRefusal();
  const account = newAccount();
  await page.goto('/signup');
  await page.getByRole('textbox', { name: 'Display name' }).fill(account.displayName);
  await page.getByRole('textbox', { name: 'Handle' }).fill(account.handle);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('textbox', { name: 'Code' }).fill('000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'That isn’t the code we sent. Check it and try again.',
  );
  await page.getByRole('button', { name: 'Send a new code' }).click();
  await expect(page.getByText('A new code is on its way.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^New code in \d+ s$/ })).toBeDisabled();
});

test('who was too slow for a handle chooses another', async ({ page, strangersPage, guard }) => {
  guard.allow(409, /^\/api\/me$/);
  const quick = await register();
  const slow = await register({ ...newAccount('Robin Slow'), handle: quick.handle });
  await signIn(strangersPage, quick);

  await page.goto('/signin');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(slow.email);
  await page.getByLabel('Password', { exact: true }).fill(slow.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(heading(page, 'Choose another handle')).toBeVisible();
  const handle = page.getByRole('textbox', { name: 'Handle' });
  await handle.fill(quick.handle);
  await expect(page.getByText(`@${quick.handle} is taken.`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Take this one' })).toBeDisabled();
  const other = newAccount().handle;
  await handle.fill(other);
  await page.getByRole('button', { name: 'Take this one' }).click();
  await expect(heading(page, 'Home')).toBeVisible();
  await expect(
    page.getByRole('button', { name: new RegExp(`^Account of .*@${other}$`) }),
  ).toBeVisible();
});
