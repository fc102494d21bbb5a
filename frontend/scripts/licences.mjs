// Fails when a package that is built into the site has a licence that is not on
// the list. The lock file names the licence of every package.
import { readFileSync } from 'node:fs';

const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  // Of a font, which may be served but not sold by itself.
  'OFL-1.1',
  'Unlicense',
]);

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const refused = Object.entries(lock.packages)
  .filter(
    ([path, entry]) => path !== '' && !entry.dev && !entry.link && !allowed.has(entry.license),
  )
  .map(
    ([path, entry]) => `${path.replace(/^.*node_modules\//, '')}: ${entry.license ?? 'no licence'}`,
  );

if (refused.length > 0) {
  console.error(
    `licences that are not on the list of frontend/scripts/licences.mjs:\n  ${refused.join('\n  ')}`,
  );
  process.exit(1);
}
console.log('licences of the site: all are on the list');
