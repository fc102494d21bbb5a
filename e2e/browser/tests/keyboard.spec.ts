import type { Page } from '@playwright/test';
import { register, words } from '../support/people';
import { composer, crud, crudLink, heading, signIn } from '../support/site';
import { expect, test } from '../support/test';

/** Presses Tab until something has the focus; everything on the way must show that it has it. */
async function tabTo(page: Page, wanted: ReturnType<Page['locator']>): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    await expectVisibleFocus(page);
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('60 times Tab did not lead there');
}

async function expectVisibleFocus(page: Page): Promise<void> {
  const focus = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return 'nothing';
    // A caret shows where one writes.
    if (element instanceof HTMLTextAreaElement) return 'seen';
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
    const box = element.getBoundingClientRect();
    const onScreen = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight;
    const seen = (outlined || boxShadow !== 'none') && onScreen;
    return seen ? 'seen' : `not seen on ${element.outerHTML.slice(0, 120)}`;
  });
  expect(focus).toBe('seen');
}

test('everything can be done with the keyboard', async ({ page }) => {
  await signIn(page, await register());
  await page.reload();
  await expect(composer(page)).toBeVisible();

  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await tabTo(page, composer(page));
  const text = words('without a mouse');
  await page.keyboard.type(text);
  await page.keyboard.press('Control+Enter');
  await expect(crud(page, text)).toBeVisible();
  await expect(composer(page)).toHaveValue('');

  await tabTo(page, crudLink(page, text));
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Crud')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Back' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Home')).toBeVisible();
  await expect(crud(page, text)).toBeVisible();
});

test('menus and questions give the focus back', async ({ page }) => {
  await signIn(page, await register());
  const life = page.getByRole('button', { name: /^Burns after / });
  await life.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { name: '1 hour', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(life).toBeFocused();

  const write = page.getByRole('button', { name: 'New crud' });
  await write.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New crud' });
  await expect(dialog.getByRole('textbox', { name: 'Your crud' })).toBeFocused();
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press('Tab');
    await expect(dialog.locator(':focus')).toHaveCount(1);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(write).toBeFocused();
});

test('Page Up and Page Down go from crud to crud', async ({ page }) => {
  await signIn(page, await register());
  const [first, second] = [words('older'), words('newer')];
  for (const text of [first, second]) {
    await composer(page).fill(text);
    await composer(page).press('Control+Enter');
    await expect(crud(page, text)).toBeVisible();
  }
  await crudLink(page, second).focus();
  await page.keyboard.press('PageDown');
  await expect(crud(page, first)).toBeFocused();
  await page.keyboard.press('PageUp');
  await expect(crud(page, second)).toBeFocused();
});
