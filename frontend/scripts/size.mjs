// Fails when the JavaScript of a stranger's first visit is over its budget.
// Counts the scripts of index.html and everything they import statically.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 150 * 1024;
const dist = new URL('../dist/', import.meta.url);

const html = readFileSync(new URL('index.html', dist), 'utf8');
const queue = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]);
const sizes = new Map();
while (queue.length > 0) {
  const path = queue.pop();
  if (sizes.has(path)) continue;
  const source = readFileSync(new URL(path, dist), 'utf8');
  sizes.set(path, gzipSync(source).length);
  for (const match of source.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
    queue.push(`assets/${match[1]}`);
  }
}

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
let total = 0;
for (const [path, bytes] of [...sizes].sort((a, b) => b[1] - a[1])) {
  total += bytes;
  console.log(`${kilobytes(bytes).padStart(10)}  ${path}`);
}
console.log(`${kilobytes(total).padStart(10)}  first load, gzipped (budget ${kilobytes(BUDGET)})`);
if (total > BUDGET) process.exit(1);
