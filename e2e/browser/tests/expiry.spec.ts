import { register, words } from '../support/people';
import { crud, crudLink, heading, post, signIn } from '../support/site';
import { expect, test } from '../support/test';

// These run apart from all others: the product's clock is everybody's.
test.describe('expiry', { tag: '@clock' }, () => {
  test('after an hour a crud is gone for a stranger', async ({
    page,
    strangersPage,
    clock,
    guard,
  }) => {
    guard.allow(404, /^\/api\/activities\//);
    const author = await register();
    await signIn(page, author);
    const [short, long] = [words('for an hour'), words('for a day')];
    await post(page, short, '1 hour');
    await post(page, long, '1 day');

    await strangersPage.goto('/');
    await expect(crud(strangersPage, long)).toBeVisible();
    await crudLink(strangersPage, short).click();
    await expect(heading(strangersPage, 'Crud')).toBeVisible();
    await expect(strangersPage.getByText(short)).toBeVisible();

    await clock('1h1m');
    await strangersPage.reload();
    await expect(strangersPage.getByText('This crud has burned')).toBeVisible();
    await expect(strangersPage.getByText(short)).toHaveCount(0);
    await strangersPage.getByRole('link', { name: 'See what still burns' }).click();
    await expect(crud(strangersPage, long)).toBeVisible();
    await expect(crud(strangersPage, short)).toHaveCount(0);
    await strangersPage.goto(`/@${author.handle}`);
    await expect(crud(strangersPage, long)).toBeVisible();
    await expect(crud(strangersPage, short)).toHaveCount(0);
    await expect(strangersPage.getByText('1 living crud')).toBeVisible();
  });

  test('a crud that ends while one looks goes by itself', async ({ page, clock }) => {
    await page.clock.install();
    await signIn(page, await register());
    const [short, long] = [words('for an hour'), words('for a day')];
    await post(page, long, '1 day');
    await post(page, short, '1 hour');

    await clock('1h1m');
    // The page's clock passes the end in one go: later answers would tell it that it is wrong.
    await page.clock.fastForward('01:01:00');
    await expect(crud(page, short)).toHaveCount(0);
    await expect(crud(page, long)).toBeVisible();
  });

  test('the page of a crud tells when it burns down', async ({ page, clock }) => {
    await page.clock.install();
    await signIn(page, await register());
    const text = words('watch me burn');
    await post(page, text, '1 hour');
    await crudLink(page, text).click();
    await expect(heading(page, 'Crud')).toBeVisible();
    await clock('1h1m');
    await page.clock.fastForward('01:01:00');
    await expect(page.getByText('This crud has burned')).toBeVisible();
    await expect(page.getByText(text)).toHaveCount(0);
  });

  test('a device whose clock is wrong burns nothing early', async ({ page, strangersPage }) => {
    await signIn(strangersPage, await register());
    const text = words('still burning');
    await post(strangersPage, text, '1 hour');
    await page.clock.install({ time: Date.now() + 5 * 60 * 60 * 1000 });
    await page.goto('/');
    await expect(
      crud(page, text).getByRole('button', { name: /burns in (1 hour|59 minutes)/ }),
    ).toBeVisible();
  });
});
