import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { newAccount, register } from '../support/people';
import { states } from '../support/states';
import { expect, test } from '../support/test';

/** What axe calls serious or critical, in the theme that the page has now. */
async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Colours change by transitions, and half-way through them the contrast is another. */
async function colorsAreSettled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.all(changing.map((one) => one.finished.catch(() => undefined)));
  });
}

for (const state of states) {
  test(`${state.name}: accessible in both themes, and as wide as the screen`, async ({
    page,
    guard,
  }) => {
    for (const { status, path } of state.provokes ?? []) guard.allow(status, path);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await state.open(page, await register(newAccount('Robin Ash')));
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await colorsAreSettled(page);
      expect(await seriousFaults(page), `${state.name}, ${colorScheme}`).toEqual([]);
    }
    await guard.checkWidth(page);
  });
}

test('who only looks at the front page asks for one page of cruds', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/feeds/')) asked.push(request.url());
  });
  await page.goto('/');
  // As many as a page has: the list is whole.
  await expect(page.getByRole('article').nth(19)).toBeAttached();
  await page.waitForLoadState('networkidle');
  expect(asked).toHaveLength(1);
});
