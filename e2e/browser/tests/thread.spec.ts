import { register, words } from '../support/people';
import { crud, crudLink, heading, post, signIn } from '../support/site';
import { expect, test } from '../support/test';

test('people talk in a thread, and it counts', async ({ page, strangersPage }) => {
  await signIn(page, await register());
  const question = words('anybody awake?');
  await post(page, question, '1 day');
  await crudLink(page, question).click();
  await expect(heading(page, 'Crud')).toBeVisible();
  const address = page.url();

  await signIn(strangersPage, await register());
  await strangersPage.goto(address);
  const answer = words('always');
  await strangersPage.getByLabel('Your reply').fill(answer);
  await strangersPage.getByRole('button', { name: 'Reply', exact: true }).last().click();
  await expect(strangersPage.getByRole('feed', { name: 'Replies' })).toContainText(answer);
  await expect(strangersPage.getByRole('heading', { name: '1 reply' })).toBeVisible();

  await page.reload();
  await expect(page.getByRole('feed', { name: 'Replies' })).toContainText(answer);
  await page.goto('/');
  await expect(crud(page, question).getByRole('button', { name: 'Reply, 1 reply' })).toBeVisible();
});

test('a reply from a feed keeps its draft until it is posted', async ({ page }) => {
  await signIn(page, await register());
  const text = words('talk to me');
  await post(page, text, '1 day');
  await crud(page, text).getByRole('button', { name: 'Reply' }).click();
  const dialog = page.getByRole('dialog');
  const answer = words('to myself');
  await dialog.getByLabel('Your reply').fill(answer);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.reload();
  await crud(page, text).getByRole('button', { name: 'Reply' }).click();
  await expect(dialog.getByLabel('Your reply')).toHaveValue(answer);
  await dialog.getByLabel('Your reply').press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(crud(page, text).getByRole('button', { name: 'Reply, 1 reply' })).toBeVisible();
});

test('a reply that was deleted leaves a stone, which still leads on', async ({ page }) => {
  await signIn(page, await register());
  const [root, middle, leaf] = [words('root'), words('middle'), words('leaf')];
  await post(page, root, '1 day');
  await crudLink(page, root).click();
  const reply = async (text: string) => {
    await page.getByLabel('Your reply').fill(text);
    await page.getByLabel('Your reply').press('Control+Enter');
    await expect(page.getByRole('feed', { name: 'Replies' })).toContainText(text);
  };
  await reply(middle);
  const address = page.url();
  await crudLink(page, middle).click();
  await expect(page.getByRole('region', { name: 'What this replies to' })).toContainText(root);
  await reply(leaf);

  await page.goto(address);
  await crud(page, middle).getByRole('button', { name: 'More about this crud' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete reply' }).click();
  await expect(page.getByText('This reply was deleted')).toBeVisible();
  await expect(page.getByText(middle)).toHaveCount(0);
  await page.getByRole('button', { name: 'Show 1 reply' }).click();
  await expect(page.getByText(leaf)).toBeVisible();
});
