import type { Locator } from '@playwright/test';
import { newAccount, register, words } from '../support/people';
import { crud, crudLink, heading, post, signIn } from '../support/site';
import { expect, test } from '../support/test';

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error('not on the page');
  return box;
}

test('a name is whole as long as any of the handle is left', async ({ page }) => {
  await signIn(page, await register(newAccount('Robin Ash')));
  const text = words('what’s in a name');
  await post(page, text);
  for (const width of [390, 360, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const name = crud(page, text).getByText('Robin Ash', { exact: true });
    const cut = await name.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(cut, `at ${width} px`).toBeLessThanOrEqual(0);
  }
});

test('the ring tells its end at a tap, and the page of a crud prints it', async ({
  page,
  isMobile,
}) => {
  await signIn(page, await register());
  const text = words('how long');
  await post(page, text, '1 hour');
  const ring = crud(page, text).getByRole('button', { name: /burns in/ });
  const press = () => (isMobile ? ring.tap() : ring.click());
  await press();
  await expect(page.getByRole('tooltip')).toHaveText(/^Burns \w+day, .*\d\d:\d\d:\d\d/);
  await press();
  await expect(page.getByRole('tooltip')).toHaveCount(0);

  await crudLink(page, text).click();
  await expect(heading(page, 'Crud')).toBeVisible();
  const end = page.getByRole('definition').last();
  await expect(end).toHaveText(/^\w+day, .*\d\d:\d\d:\d\d/);
  // Beside it, not below.
  const left = await boxOf(
    page
      .getByRole('main')
      .getByRole('button', { name: /burns in/ })
      .first(),
  );
  expect(left.y).toBeLessThan((await boxOf(end)).y + (await boxOf(end)).height);
});

test('nothing of a form is out of reach on a low screen', async ({ page, isMobile }) => {
  await page.setViewportSize({ width: isMobile ? 390 : 1280, height: isMobile ? 560 : 640 });
  await signIn(page, await register());
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Edit profile' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit profile' });
  await dialog.getByLabel('Display name').fill('');
  await dialog.getByLabel('Website').fill('not a web address');
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeInViewport({ ratio: 1 });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('You need a name.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeInViewport({ ratio: 1 });
});

test('the offline banner takes room from what stands below it', async ({
  page,
  context,
  guard,
}) => {
  await signIn(page, await register());
  await guard.setOffline(context, true);
  const banner = page.getByText('You’re offline. This is what was loaded before.');
  await expect(banner).toBeVisible();
  await expect(page.getByRole('button', { name: /^Account of / })).toBeInViewport({ ratio: 1 });
  expect((await boxOf(banner)).width).toBe(page.viewportSize()?.width);
});

test('the place one is at is bold', async ({ page }) => {
  await page.goto('/about');
  await expect(page.locator('[aria-current="page"]:visible').first()).toHaveCSS(
    'font-weight',
    '700',
  );
});

test('the rules of a password keep to their lines', async ({ page }) => {
  await page.goto('/signup');
  const rule = await boxOf(page.getByRole('listitem').filter({ hasText: '8 characters or more' }));
  expect(rule.height).toBeLessThan(30);
});
