// Lighthouse over the pages that strangers land on, through the edge of a running
// product: node audit.mjs [address]. Each page is measured several times, as a
// phone and as a desktop, and the medians are printed. It fails below the goal.
import { writeFile } from 'node:fs/promises';
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

const GOAL = 95;
const RUNS = Number(process.env.RUNS ?? 3);
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const base = process.argv[2] ?? process.env.E2E_BASE_URL ?? 'http://localhost:8080';

process.exitCode = (await audit()) ? 0 : 1;

async function audit() {
  let reached = true;
  for (const [name, path] of Object.entries(await pages())) {
    for (const [device, config] of Object.entries({ phone: undefined, desktop: desktopConfig })) {
      const results = [];
      for (let run = 0; run < RUNS; run++) results.push(await measure(path, config));
      const scores = CATEGORIES.map((category) =>
        median(results.map(({ lhr }) => lhr.categories[category].score * 100)),
      );
      console.log(
        `${name.padEnd(10)} ${device.padEnd(8)} ${CATEGORIES.map((category, i) => `${category} ${Math.round(scores[i])}`).join('  ')}`,
      );
      const worst = results[0];
      for (const audit of failures(worst.lhr)) console.log(`    ${audit}`);
      if (process.env.REPORTS)
        await writeFile(`${process.env.REPORTS}/${name}-${device}.json`, JSON.stringify(worst.lhr));
      reached &&= scores.every((score) => score >= GOAL);
    }
  }
  console.log(reached ? `All are at ${GOAL} or above.` : `Something is below ${GOAL}.`);
  return reached;
}

/** The front page, a crud and a profile that are there now. */
async function pages() {
  const answer = await fetch(`${base}/api/feeds/public`);
  if (!answer.ok) throw new Error(`${base} answers ${answer.status}: is the product running?`);
  const { items } = await answer.json();
  // One that lives long enough to be measured.
  const crud = items.toSorted((a, b) => b.expires_at.localeCompare(a.expires_at))[0];
  if (!crud) throw new Error('There is no crud to look at: run make up, which seeds some.');
  const profile = `/@${crud.author.handle}`;
  return { front: '/', crud: `${profile}/cruds/${crud.id}`, profile };
}

/** Measures again when the browser's trace was lost, as happens now and then. */
async function measure(path, config, tries = 3) {
  const result = await inNewBrowser((port) =>
    lighthouse(
      base + path,
      { port, output: 'json', logLevel: 'error', onlyCategories: CATEGORIES },
      config,
    ),
  );
  if (result && !result.lhr.runtimeError) return result;
  if (tries > 1) return measure(path, config, tries - 1);
  throw new Error(`${path}: ${result?.lhr.runtimeError?.message ?? 'no result'}`);
}

/** A browser that has opened many pages is slower, and one that lost a trace loses more. */
async function inNewBrowser(use) {
  const chrome = await launch({
    chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromeFlags: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    return await use(chrome.port);
  } finally {
    chrome.kill();
  }
}

/** What cost points, besides the speed of this machine. */
function failures(lhr) {
  return ['accessibility', 'best-practices', 'seo']
    .flatMap((category) => lhr.categories[category].auditRefs)
    .filter(
      ({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1,
    )
    .map(({ id }) => `${id}: ${lhr.audits[id].title}`);
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
