// Fails when the types of a contract are not what it generates today.
import { readFileSync, writeFileSync } from 'node:fs';
import { contracts, generate } from './contracts.mjs';

let stale = false;
for (const contract of contracts) {
  const types = new URL(`../${contract.types}`, import.meta.url);
  const committed = readFileSync(types, 'utf8');
  generate(contract);
  if (readFileSync(types, 'utf8') === committed) {
    console.log(`${contract.types} matches ${contract.source}.`);
    continue;
  }
  // The check must not repair what it reports.
  writeFileSync(types, committed);
  console.error(`${contract.types} differs from ${contract.source}: run \`npm run generate\`.`);
  stale = true;
}
if (stale) process.exit(1);
