import type { Page } from '@playwright/test';
import { register, words } from '../support/people';
import { crud, crudLink, heading, post, signIn } from '../support/site';
import { expect, test } from '../support/test';

/** Waits until code is there that the page gets ahead while it idles; the last of it has this name. */
async function gotAhead(page: Page, name: string): Promise<void> {
  const all = () => performance.getEntriesByType('resource').map((entry) => entry.name);
  await expect
    .poll(async () => (await page.evaluate(all)).some((address) => address.includes(name)))
    .toBe(true);
}

test('a stranger who goes off the net still goes about', async ({
  page,
  strangersPage,
  context,
  guard,
}) => {
  // A crud of its own: others' may be gone before the net is back.
  await signIn(strangersPage, await register());
  const text = words('before the net went');
  await post(strangersPage, text);
  await page.goto('/');
  await expect(crud(page, text)).toBeVisible();
  await gotAhead(page, '/about-route');
  await guard.setOffline(context, true);

  await page.getByRole('link', { name: 'About' }).first().click();
  await expect(heading(page, 'About')).toBeFocused();
  await page.getByRole('button', { name: 'Back' }).click();
  await crudLink(page, text).click();
  await expect(heading(page, 'Crud')).toBeVisible();

  // What only signing in takes was not got ahead: the page says so, and comes with the net.
  await page.goBack();
  await page.getByRole('link', { name: 'Sign in' }).first().click();
  await expect(heading(page, 'Offline')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('No connection');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(heading(page, 'Offline')).toBeVisible();
  await guard.setOffline(context, false);
  await expect(heading(page, 'Welcome back')).toBeVisible();
});

test('a person who goes off the net can open what they write with', async ({
  page,
  context,
  guard,
}) => {
  await signIn(page, await register());
  const text = words('last train');
  await post(page, text);
  await gotAhead(page, '/person-card');
  await guard.setOffline(context, true);

  await page.getByRole('button', { name: 'New crud' }).click();
  await expect(page.getByRole('dialog', { name: 'New crud' })).toBeVisible();
  await page.keyboard.press('Escape');
  await crud(page, text).getByRole('button', { name: 'Reply' }).click();
  await expect(page.getByRole('dialog', { name: 'Reply' })).toBeVisible();
  await page.keyboard.press('Escape');
  await crud(page, text).getByRole('button', { name: 'More about this crud' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await crudLink(page, text).click();
  await expect(heading(page, 'Crud')).toBeVisible();
});

test('a page from before a deploy says what is missing, and heals', async ({ page, guard }) => {
  guard.allow(404, /^\/assets\//);
  let gone = true;
  await page.route(/\/assets\/(about-route|compose-dialog|edit-profile)/, (route) =>
    gone ? route.fulfill({ status: 404, body: '' }) : route.continue(),
  );
  await signIn(page, await register());
  await page.getByRole('button', { name: 'New crud' }).click();
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('The editor didn’t load.');
  await expect(heading(page, 'Home')).toBeVisible();
  await notice.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'About' }).first().click();
  await expect(page.getByRole('alert')).toContainText('This page didn’t load');
  await expect(page).toHaveURL('/about');

  // Its code will never come: another try begins the page anew, once.
  const anew = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Try again' }).click();
  await anew;
  await expect(page.getByRole('alert')).toContainText('This page didn’t load');
  gone = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('We can’t stop a screenshot.')).toBeVisible();
});
