import { expect, type Locator, type Page } from '@playwright/test';
import type { Account } from './people';

/** The heading of the page one is on. */
export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name, exact: typeof name === 'string' });
}

/** A crud in whatever list is on the page. */
export function crud(page: Page, text: string): Locator {
  return page.getByRole('article').filter({ hasText: text });
}

/** The link to a crud's own page. */
export function crudLink(page: Page, text: string): Locator {
  return crud(page, text).getByRole('link', { name: /posted / });
}

/** Fills in the sign-in form of the page one is on. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in, and arrives on the front page. */
export async function signIn(page: Page, account: Account): Promise<void> {
  await page.goto('/signin');
  await fillSignIn(page, account.email, account.password);
  await expect(heading(page, 'Home')).toBeVisible();
  await expect(composer(page)).toBeVisible();
}

/** Signs out by the account's menu; the page must have one. */
export async function signOut(page: Page, account: Account): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^Account of .*@${account.handle}$`) }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Join now' })).toBeVisible();
}

/** Where one writes. */
export function composer(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Your crud' });
}

/** The button that posts. */
export function postButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Crud', exact: true });
}

/** Chooses how long the next crud lives. */
export async function chooseLife(page: Page, life: string): Promise<void> {
  await page.getByRole('button', { name: /^Burns after / }).click();
  await page.getByRole('menuitemradio', { name: life, exact: true }).click();
}

/** Posts a crud from the front page and sees it there. */
export async function post(page: Page, text: string, life?: string): Promise<void> {
  if (life) await chooseLife(page, life);
  await composer(page).fill(text);
  await postButton(page).click();
  await expect(crud(page, text)).toBeVisible();
  await expect(composer(page)).toHaveValue('');
}

/** Where photos are picked from the device. */
export function photoInput(page: Page): Locator {
  return page.getByLabel('Photos', { exact: true });
}

/** Waits until everything of the draft is uploaded: resizing takes a while on a busy machine. */
export async function uploaded(page: Page): Promise<void> {
  await expect(postButton(page)).toBeEnabled({ timeout: 45_000 });
}

/** The photos of a crud, as images; those that nobody described have no role. */
export function photosOf(card: Locator): Locator {
  return card.getByRole('group', { name: /photos?$/i }).locator('img');
}

/** Sees that a picture has come, and is no mere placeholder. */
export async function expectSharp(image: Locator): Promise<void> {
  const width = (one: HTMLImageElement) => (one.complete ? one.naturalWidth : 0);
  // What is out of sight isn't asked for. A bubble is another element once it has been sent.
  await expect(async () => {
    await image.scrollIntoViewIfNeeded({ timeout: 2_000 });
    expect(await image.evaluate(width, undefined, { timeout: 2_000 })).toBeGreaterThan(0);
  }).toPass({ timeout: 30_000 });
}
