import { join } from 'node:path';
import { newAccount, register } from '../support/people';
import { states } from '../support/states';
import { test } from '../support/test';

// A picture of every state, in SCREENSHOTS_DIR/<size and theme>/<state>.png.
for (const [index, state] of states.entries()) {
  test(state.name, async ({ page, guard }, testInfo) => {
    const folder = process.env.SCREENSHOTS_DIR;
    if (!folder) throw new Error('Set SCREENSHOTS_DIR to the folder for the pictures.');
    for (const { status, path } of state.provokes ?? []) guard.allow(status, path);
    await state.open(page, await register(newAccount('Robin Ash')));
    await page.waitForTimeout(600); // Until animations have ended.
    const name = `${String(index + 1).padStart(2, '0')} ${state.name}`.replaceAll(/\W+/g, '-');
    await page.screenshot({ path: join(folder, testInfo.project.name, `${name}.png`) });
  });
}
