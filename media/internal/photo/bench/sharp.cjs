// What the benchmark compares with: sharp, the way image Lambdas use it.
//
//	node sharp.cjs FILE MODE TIMES
//
// MODE is jpeg or webp (a call for each rendition), chain (JPEG, each rendition
// from the one before), or progressive (rewrites FILE).
const fs = require('fs');
const sharp = require(process.env.CRUDDUR_BENCH + '/node_modules/sharp');

sharp.concurrency(1);
sharp.cache(false);

const widths = [2048, 1280, 640, 320];
const quality = 80;

async function separately(data, mode) {
  for (const width of widths) {
    const resized = sharp(data).rotate().resize({ width });
    await (mode === 'webp' ? resized.webp({ quality }) : resized.jpeg({ quality })).toBuffer();
  }
}

async function chained(data) {
  let pixels = sharp(data).rotate();
  for (const width of widths) {
    const { data: raw, info } = await pixels.resize({ width }).raw().toBuffer({ resolveWithObject: true });
    pixels = sharp(raw, { raw: info });
    await pixels.clone().jpeg({ quality }).toBuffer();
  }
}

async function main() {
  const [file, mode, times] = process.argv.slice(2);
  const data = fs.readFileSync(file);
  if (mode === 'progressive') {
    fs.writeFileSync(file, await sharp(data).jpeg({ quality: 90, progressive: true }).toBuffer());
    return;
  }
  for (let i = 0; i < Number(times); i++) {
    await (mode === 'chain' ? chained(data) : separately(data, mode));
  }
}

main();
