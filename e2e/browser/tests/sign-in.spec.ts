import { newPassword, nova, register, words } from '../support/people';
import { composer, fillSignIn, heading, post, signIn, signOut } from '../support/site';
import { expect, test } from '../support/test';

test('the account of the seeds signs in, and out again', async ({ page }) => {
  await signIn(page, nova);
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await signOut(page, nova);
  await expect(composer(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Join now' })).toBeVisible();
  expect(
    await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })),
  ).not.toContain('eyJ');
});

test('a wrong password is refused without telling whether the account exists', async ({
  page,
  guard,
}) => {
  guard.allowRefusal();
  const account = await register();
  await page.goto('/signin');
  for (const email of [account.email, `nobody.${account.email}`]) {
    await fillSignIn(page, email, newPassword());
    await expect(page.getByRole('alert')).toHaveText('E-mail address or password is wrong.');
  }
  await fillSignIn(page, account.email, account.password);
  await expect(heading(page, 'Home')).toBeVisible();
});

test('signing in leads back to where one was, and never to another site', async ({ page }) => {
  const account = await register();
  await page.goto(`/signin?return_to=${encodeURIComponent('/about')}`);
  await fillSignIn(page, account.email, account.password);
  await expect(heading(page, 'About')).toBeVisible();
  await expect(page).toHaveURL('/about');

  await page.goto('/');
  await signOut(page, account);
  await page.goto(`/signin?return_to=${encodeURIComponent('https://evil.example/')}`);
  await fillSignIn(page, account.email, account.password);
  await expect(heading(page, 'Home')).toBeVisible();
  await expect(page).toHaveURL('/');
});

test('a page that needs an account asks to sign in first', async ({ page }) => {
  await page.goto('/handle');
  await expect(heading(page, 'Welcome back')).toBeVisible();
});

test('signing out in one tab signs out the other', async ({ page, context }) => {
  const account = await register();
  await signIn(page, account);
  const other = await context.newPage();
  await other.goto('/');
  await expect(composer(other)).toBeVisible();
  await signOut(other, account);
  await expect(composer(page)).toHaveCount(0);
});

test('a lost session keeps what was being written', async ({ page, guard }) => {
  guard.allow(401, /^\/api\//);
  guard.allowRefusal();
  const account = await register();
  await signIn(page, account);
  await composer(page).fill('psst, half a thought');
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.endsWith('accessToken') || key.endsWith('refreshToken'))
        localStorage.setItem(key, 'x.y.z');
    }
  });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Your session ended' })).toBeVisible();
  await page
    .getByRole('main')
    .or(page.getByRole('complementary'))
    .getByRole('link', { name: 'Sign in' })
    .click();
  await fillSignIn(page, account.email, account.password);
  await expect(composer(page)).toHaveValue('psst, half a thought');
});

test('a session outlives its access token', async ({ page }) => {
  await page.clock.install();
  const account = await register();
  await signIn(page, account);
  const token = () =>
    page.evaluate(() => {
      const key = Object.keys(localStorage).find((name) => name.endsWith('.accessToken'));
      return key ? localStorage.getItem(key) : null;
    });
  const first = await token();
  expect(first).not.toBeNull();
  await page.clock.fastForward('20:00');
  await page.reload();
  await expect(composer(page)).toBeVisible();
  const text = words('still here');
  await post(page, text);
  expect(await token()).not.toBe(first);
});
