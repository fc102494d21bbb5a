// Fails when src/api/schema.d.ts is not what the contract generates today.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const schema = new URL('../src/api/schema.d.ts', import.meta.url);
const committed = readFileSync(schema, 'utf8');
execFileSync('npm', ['run', '--silent', 'generate'], { stdio: ['ignore', 'ignore', 'inherit'] });
const generated = readFileSync(schema, 'utf8');
if (generated !== committed) {
  // The check must not repair what it reports.
  writeFileSync(schema, committed);
  console.error(
    'src/api/schema.d.ts differs from backend/api/openapi.yaml: run `npm run generate`.',
  );
  process.exit(1);
}
console.log('src/api/schema.d.ts matches the contract.');
