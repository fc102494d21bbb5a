// Draws the icons of public/icons from public/favicon.svg: `node scripts/icons.mjs <chromium>`.
// The results are committed, for they change as seldom as the mark does.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const chromium = process.argv[2] ?? 'chromium';
const publicFolder = new URL('../public/', import.meta.url);
const mark = readFileSync(new URL('favicon.svg', publicFolder), 'utf8');
const night = '#1a0b33';

/** `share` is how much of the side the mark takes: maskable icons may lose a fifth all around. */
const icons = [
  { name: 'icon-192.png', size: 192, share: 0.94, ground: 'transparent' },
  { name: 'icon-512.png', size: 512, share: 0.94, ground: 'transparent' },
  { name: 'maskable-512.png', size: 512, share: 0.56, ground: night },
  { name: 'apple-touch-icon.png', size: 180, share: 0.68, ground: night },
];

const folder = mkdtempSync(join(tmpdir(), 'cruddur-icons-'));
mkdirSync(new URL('icons/', publicFolder), { recursive: true });
for (const { name, size, share, ground } of icons) {
  const page = join(folder, 'icon.html');
  writeFileSync(
    page,
    `<!doctype html><style>
      html, body { margin: 0; height: 100%; background: ${ground}; }
      body { display: grid; place-items: center; overflow: hidden; }
      svg { width: ${share * 100}%; height: ${share * 100}%; }
    </style>${mark}`,
  );
  execFileSync(chromium, [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--default-background-color=00000000',
    `--window-size=${size},${size}`,
    `--screenshot=${fileURLToPath(new URL(`icons/${name}`, publicFolder))}`,
    `file://${page}`,
  ]);
}
rmSync(folder, { recursive: true });
