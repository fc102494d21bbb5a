import { register, words } from '../support/people';
import { crud, heading, post, signIn } from '../support/site';
import { expect, test } from '../support/test';

test('a newcomer finds people, follows them, and reads them at home', async ({
  page,
  strangersPage,
}) => {
  const author = await register();
  await signIn(strangersPage, author);
  const text = words('first light');
  await post(strangersPage, text, '1 day');

  await signIn(page, await register());
  await expect(page.getByText('It’s quiet at home')).toBeVisible();
  await page.goto(`/@${author.handle}`);
  await page.getByRole('button', { name: `Follow @${author.handle}` }).click();
  await expect(page.getByRole('button', { name: `Following @${author.handle}` })).toBeVisible();
  await expect(page.getByRole('link', { name: '1 follower', exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: `Following @${author.handle}` })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('feed', { name: 'Cruds of those you follow' })).toBeVisible();
  await expect(crud(page, text)).toBeVisible();

  await page.goto(`/@${author.handle}`);
  await page.getByRole('button', { name: `Following @${author.handle}` }).click();
  await expect(page.getByRole('button', { name: `Follow @${author.handle}` })).toBeVisible();
  await page.goto('/');
  await expect(page.getByText('It’s quiet at home')).toBeVisible();
  await expect(crud(page, text)).toHaveCount(0);
});

test('two people who follow each other see it', async ({ page, strangersPage }) => {
  const [kim, robin] = [await register(), await register()];
  await signIn(page, kim);
  await signIn(strangersPage, robin);
  await page.goto(`/@${robin.handle}`);
  await page.getByRole('button', { name: `Follow @${robin.handle}` }).click();
  await expect(page.getByRole('button', { name: `Following @${robin.handle}` })).toBeVisible();

  await strangersPage.goto(`/@${robin.handle}/followers`);
  const list = strangersPage.getByRole('list', { name: 'Followers' });
  await expect(list.getByText('Follows you')).toBeVisible();
  await list.getByRole('button', { name: `Follow back @${kim.handle}` }).click();
  await expect(list.getByRole('button', { name: `Following @${kim.handle}` })).toBeVisible();

  await page.reload();
  await expect(page.getByText('Follows you')).toBeVisible();
});

test('a stranger who wants to follow signs in first', async ({ page }) => {
  await page.goto('/@nova');
  await page.getByRole('link', { name: 'Follow @nova' }).click();
  await expect(heading(page, 'Welcome back')).toBeVisible();
});

test('new cruds of the followed wait behind a button', async ({ page, strangersPage }) => {
  const author = await register();
  await signIn(strangersPage, author);
  const before = words('before');
  await post(strangersPage, before, '1 day');
  await page.clock.install();
  await signIn(page, await register());
  await page.goto(`/@${author.handle}`);
  await page.getByRole('button', { name: `Follow @${author.handle}` }).click();
  await expect(page.getByRole('button', { name: `Following @${author.handle}` })).toBeVisible();
  await page.goto('/');
  await expect(crud(page, before)).toBeVisible();
  const text = words('breaking news');
  await post(strangersPage, text);
  await page.clock.fastForward('00:30');
  await page.getByRole('button', { name: '1 new crud' }).click();
  await expect(crud(page, text)).toBeVisible();
});

test('hovering a name shows the person', async ({ page }, { project }) => {
  await page.goto('/');
  const name = page.getByRole('article').first().getByRole('link').first();
  const handle = (await name.getAttribute('href'))?.slice(2) ?? '';
  if (project.name === 'phone') {
    // A finger doesn't hover: a tap goes to the person.
    await name.tap();
    await expect(page).toHaveURL(`/@${handle}`);
    return;
  }
  await name.hover();
  const card = page.getByRole('region', { name: `About @${handle}` });
  await expect(card.getByRole('link', { name: /followers?$/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
});
