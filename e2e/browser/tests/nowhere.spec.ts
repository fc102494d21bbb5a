import { heading } from '../support/site';
import { expect, test } from '../support/test';

test('an address that leads nowhere says so', async ({ page }) => {
  await page.goto('/no/such/page');
  await expect(heading(page, 'Not found')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'To the front page' }).click();
  await expect(heading(page, 'Home')).toBeVisible();
});

test('a crud that never was looks like one that burned', async ({ page, guard }) => {
  guard.allow(404, /^\/api\/activities\//);
  guard.allow(422, /^\/api\/activities\//);
  for (const id of ['0190c1de-0000-7000-8000-000000000000', 'not-an-id']) {
    await page.goto(`/@nova/cruds/${id}`);
    await expect(page.getByText('This crud has burned')).toBeVisible();
  }
});

test('a handle that nobody has says so', async ({ page, guard }) => {
  guard.allow(404, /^\/api\/users\//);
  guard.allow(422, /^\/api\/users\//);
  for (const handle of ['nobody_at_all', 'not-a-handle']) {
    await page.goto(`/@${handle}`);
    await expect(page.getByText(`Nobody goes by @${handle}`)).toBeVisible();
  }
});

test('when the API is down, pages say so and recover', async ({ page, guard }) => {
  guard.allow(503, /^\/api\//);
  let down = true;
  await page.route('**/api/**', (route) =>
    down
      ? route.fulfill({ status: 503, headers: { 'retry-after': '0' }, body: '' })
      : route.continue(),
  );
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('Cruddur is catching its breath.');
  down = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('feed', { name: 'Everybody’s cruds' })).toBeVisible();
});
