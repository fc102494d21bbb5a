import { register, words } from '../support/people';
import { baseUrl } from '../support/product';
import { heading, post, signIn } from '../support/site';
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

// `go test -run TestTraces` has a product of its own for these, with a collector and a Rollbar,
// and looks at what they were told.

test('what a person does is traced @telemetry', async ({ page, strangersPage }) => {
  // The site tells every few seconds.
  test.slow();
  const author = await register();
  await signIn(strangersPage, author);
  await post(strangersPage, words('seen from afar'));

  const loaded = exported(page, 'documentLoad');
  await signIn(page, await register());
  await loaded;
  const posted = exported(page, 'click post crud');
  await post(page, words('seen from outside'));
  await posted;

  await page.goto(`/@${author.handle}`);
  await exported(page, 'documentLoad');
  const followed = exported(page, 'click follow');
  await page.getByRole('button', { name: `Follow @${author.handle}` }).click();
  await expect(page.getByRole('button', { name: `Following @${author.handle}` })).toBeVisible();
  await followed;
});

// Not watched: a page that breaks says so on the console.
test('a page that breaks is reported @telemetry', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: baseUrl() });
  const page = await context.newPage();
  const nonsense = { items: [{ message: words('broken') }] };
  await page.route('**/api/feeds/public*', (route) => route.fulfill({ json: nonsense }));
  const told = page.waitForResponse('**/api/telemetry/errors');
  await page.goto('/');
  expect((await told).status()).toBe(202);
  await expect(page.getByText('Something in the page itself broke.')).toBeVisible();
  await context.close();
});

test('without a collector nothing is traced', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const told = page.waitForResponse('**/config.json');
  // What comes ahead of time comes as late.
  const ahead = page.waitForResponse(/about-route/);
  await page.goto('/');
  await expect(heading(page, 'Home')).toBeVisible();
  await Promise.all([told, ahead]);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  expect(asked.filter((path) => /tracer|telemetry/.test(path))).toEqual([]);
});

/** Passes when the page has told of a span, and was answered. */
async function exported(page: Page, name: string): Promise<void> {
  const answer = await page.waitForResponse(
    (response) =>
      response.url().endsWith('/api/telemetry/traces') &&
      (response.request().postData() ?? '').includes(`"${name}"`),
    { timeout: 30_000 },
  );
  expect(answer.status()).toBe(202);
}
