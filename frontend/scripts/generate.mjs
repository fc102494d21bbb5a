// Makes the types of every contract.
import { contracts, generate } from './contracts.mjs';

for (const contract of contracts) {
  generate(contract);
  console.log(`${contract.source} -> ${contract.types}`);
}
