import { test as base, expect, type Page } from '@playwright/test';
import { Guard } from './guard';
import { moveClock } from './product';

interface Fixtures {
  /** Watches every page of the test; what it saw fails the test at the end. */
  guard: Guard;
  /** Another person's browser, which shares nothing with this one. */
  strangersPage: Page;
  /** Moves the product's clock; it is set right after the test. */
  clock: (offset: string) => Promise<void>;
}

export const test = base.extend<Fixtures>({
  guard: async ({}, use) => {
    const guard = await Guard.open();
    await use(guard);
    expect(guard.troubles, 'what no page may do').toEqual([]);
  },
  context: async ({ context, guard }, use) => {
    await guard.watch(context);
    await use(context);
  },
  page: async ({ page, guard }, use) => {
    await use(page);
    await guard.checkWidth(page);
  },
  strangersPage: async ({ browser, guard }, use) => {
    const context = await browser.newContext();
    await guard.watch(context);
    const page = await context.newPage();
    await use(page);
    await guard.checkWidth(page);
    await context.close();
  },
  clock: async ({}, use) => {
    await use(moveClock);
    await moveClock('0s');
  },
});

export { expect };
