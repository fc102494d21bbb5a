import type { Page } from '@playwright/test';
import { register, words } from '../support/people';
import { brokenPicture, notAPicture, picture, type PictureFile } from '../support/pictures';
import {
  composer,
  crud,
  crudLink,
  expectSharp,
  photoInput,
  photosOf,
  post,
  postButton,
  signIn,
  uploaded,
} from '../support/site';
import { expect, test } from '../support/test';

const shapes = [
  { hue: 20 },
  { hue: 110, width: 900, height: 1400 },
  { hue: 200, width: 2400, height: 800 },
  { hue: 300, width: 640, height: 640 },
];

function fourPictures(page: Page): Promise<PictureFile[]> {
  return Promise.all(shapes.map((shape, index) => picture(page, `${index + 1}.jpg`, shape)));
}

async function describe(page: Page, place: number, text: string): Promise<void> {
  await page.getByRole('button', { name: `ALT: describe photo ${place}` }).click();
  const dialog = page.getByRole('dialog', { name: `Describe photo ${place}` });
  await dialog.getByRole('textbox', { name: 'Description' }).fill(text);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
}

test('four photos: described, posted, sharp for everybody, and gone with their crud', async ({
  page,
  strangersPage,
}) => {
  await signIn(page, await register());
  const text = words('look what I saw');
  await photoInput(page).setInputFiles(await fourPictures(page));
  await expect(page.getByText(/photos? (is|are) still on the way/)).toBeVisible();
  await describe(page, 1, 'Rings over the hills');
  await describe(page, 2, 'حلقات خضراء');
  await composer(page).fill(text);
  await uploaded(page);
  await postButton(page).click();
  await expect(crud(page, text)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Photos of this draft' })).toHaveCount(0);

  // A stranger sees their places first, with placeholders; nothing moves when they come.
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await strangersPage.route('**/media/photos/**', async (route) => {
    await held;
    await route.continue();
  });
  await strangersPage.goto('/');
  const grid = crud(strangersPage, text).getByRole('group', { name: '4 photos' });
  await grid.scrollIntoViewIfNeeded();
  await expect(grid.getByRole('button').first().locator('span').first()).toHaveCSS(
    'background-image',
    /^url\("data:image\/png/,
  );
  const before = await grid.boundingBox();
  release();
  await expect(photosOf(crud(strangersPage, text))).toHaveCount(4);
  for (const image of await photosOf(crud(strangersPage, text)).all()) await expectSharp(image);
  expect(await grid.boundingBox()).toEqual(before);
  await expect(
    grid.getByRole('button', { name: 'Rings over the hills, Photo 1 of 4. View' }),
  ).toBeVisible();

  const menu = crud(page, text).getByRole('button', { name: 'More about this crud' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete crud' }).click();
  await expect(crud(page, text)).toHaveCount(0);
  await expect(crud(strangersPage, text)).toHaveCount(0, { timeout: 30_000 });
});

test('photos are looked at by keyboard, and closed by going back', async ({ page }) => {
  await signIn(page, await register());
  const text = words('closer');
  const [first, second] = await fourPictures(page);
  if (!first || !second) throw new Error('no pictures');
  await photoInput(page).setInputFiles([first, second]);
  await describe(page, 2, 'A tall green thing');
  await composer(page).fill(text);
  await uploaded(page);
  await postButton(page).click();

  const opener = crud(page, text).getByRole('button', { name: /Photo 1 of 2/ });
  await opener.focus();
  await page.keyboard.press('Enter');
  const viewer = page.getByRole('dialog', { name: /^Photos by/ });
  await expectSharp(viewer.locator('img').first());
  await page.keyboard.press('ArrowRight');
  await expect(viewer.getByText('2 of 2', { exact: true })).toBeVisible();
  await expect(viewer.getByRole('region', { name: 'Description' })).toHaveText(
    'A tall green thing',
  );
  await page.keyboard.press('+');
  await expect(viewer.getByRole('button', { name: 'Zoom out' })).toBeEnabled();
  await page.keyboard.press('0');
  await expect(viewer.getByRole('button', { name: 'Zoom out' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);
  await expect(opener).toBeFocused();

  await crudLink(page, text).click();
  await page.getByRole('button', { name: /Photo 2 of 2/ }).click();
  await expect(viewer).toBeVisible();
  await page.goBack();
  await expect(viewer).toHaveCount(0);
  await expect(page.getByLabel('Your reply')).toBeVisible();
});

test('what is no picture is told so, and nothing else is lost', async ({ page }) => {
  await signIn(page, await register());
  const text = words('only the good one');
  await composer(page).fill(text);
  await photoInput(page).setInputFiles([
    notAPicture('page.jpg'),
    brokenPicture('torn.jpg'),
    await picture(page, 'good.jpg'),
  ]);
  const alerts = page.getByRole('alert');
  await expect(alerts.filter({ hasText: 'page.jpg: It isn’t a picture' })).toBeVisible();
  await expect(alerts.filter({ hasText: 'torn.jpg: The picture is damaged' })).toBeVisible({
    timeout: 45_000,
  });
  await expect(page.getByText(/2 photos didn’t make it/)).toBeVisible();
  await expect(postButton(page)).toBeDisabled();
  for (const name of ['page.jpg', 'torn.jpg']) {
    await page.getByRole('button', { name: `Take it out: ${name}` }).click();
  }
  await uploaded(page);
  await postButton(page).click();
  await expect(photosOf(crud(page, text))).toHaveCount(1);
  await expectSharp(photosOf(crud(page, text)).first());
});

test('photos can be dropped, put in another order, and need no words', async ({ page }) => {
  const account = await register();
  await signIn(page, account);
  const [first, second] = await fourPictures(page);
  if (!first || !second) throw new Error('no pictures');
  const dropped = await page.evaluateHandle(
    (files) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: 'image/jpeg' }));
      }
      return transfer;
    },
    [first, second].map(({ name, buffer }) => ({ name, base64: buffer.toString('base64') })),
  );
  const form = page.getByRole('form', { name: 'Write a crud' });
  await form.dispatchEvent('dragenter', { dataTransfer: dropped });
  await expect(page.getByText('Drop photos here')).toBeVisible();
  await form.dispatchEvent('drop', { dataTransfer: dropped });
  await expect(page.getByText('Drop photos here')).toHaveCount(0);
  await describe(page, 1, 'The first one');
  await page.getByRole('button', { name: 'Move photo 1 back' }).press('Enter');
  await uploaded(page);
  await postButton(page).click();
  const own = page.getByRole('article').filter({ hasText: account.handle }).first();
  await expect(
    own.getByRole('button', { name: 'The first one, Photo 2 of 2. View' }),
  ).toBeVisible();
});

test('a draft keeps its photos when its dialog is closed, and after a reload', async ({ page }) => {
  await signIn(page, await register());
  await page.getByRole('button', { name: 'New crud' }).click();
  const dialog = page.getByRole('dialog', { name: 'New crud' });
  await dialog.getByLabel('Photos', { exact: true }).setInputFiles(await picture(page, 'kept.jpg'));
  const tray = page.getByRole('list', { name: 'Photos of this draft' });
  await expect(dialog.getByRole('button', { name: 'Crud', exact: true })).toBeEnabled({
    timeout: 45_000,
  });
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(tray.getByRole('listitem')).toHaveCount(1);
  await page.reload();
  await expect(tray.getByRole('listitem')).toHaveCount(1);
  await post(page, words('kept'));
  await expect(tray).toHaveCount(0);
});

test('a picture of a profile is cropped, and shown everywhere at once', async ({ page }) => {
  const account = await register();
  await signIn(page, account);
  const text = words('my new face');
  await post(page, text);
  await page.goto(`/@${account.handle}`);
  await page.getByRole('button', { name: 'Edit profile' }).click();
  const profile = page.getByRole('dialog', { name: 'Edit profile' });
  await profile
    .getByLabel('File of your picture')
    .setInputFiles(await picture(page, 'face.jpg', { hue: 150, width: 1800, height: 1200 }));
  const crop = page.getByRole('dialog', { name: 'Crop your picture' });
  const frame = crop.getByRole('button', { name: /^Part of the picture/ });
  await frame.focus();
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowLeft');
  await expect(frame).toHaveAccessibleName(/at 110%/);
  await crop.getByRole('slider', { name: 'Zoom' }).fill('2');
  await expect(frame).toHaveAccessibleName(/at 200%/);
  await crop.getByRole('button', { name: 'Use it' }).click();
  await expect(profile.getByRole('button', { name: 'Change picture' })).toBeVisible({
    timeout: 45_000,
  });
  await profile.getByRole('button', { name: 'Cancel' }).click();
  const face = crud(page, text).locator('[data-initials] img');
  await expectSharp(face);
  await page.reload();
  await expectSharp(face);
});
