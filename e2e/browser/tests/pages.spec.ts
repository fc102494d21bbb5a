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
      expect(await seriousFaults(page), `${state.name}, ${colorScheme}`).toEqual([]);
    }
    await guard.checkWidth(page);
  });
}
