// What the benchmark compares with: sharp, the way image Lambdas use it.
//
//	node sharp.cjs FILE MODE TIMES
//
// MODE is jpeg or webp (a call for each rendition), chain (JPEG, each rendition
// from the one before), keep (writes all renditions to the folder TIMES), or
// progressive (rewrites FILE). At the end the process tells its peak memory.
const fs = require('fs');
const sharp = require(process.env.CRUDDUR_BENCH + '/node_modules/sharp');

sharp.concurrency(1);
sharp.cache(false);

const widths = [2048, 1280, 640, 320];
const quality = 80;

function rendition(data, format, width) {
  const resized = sharp(data).rotate().resize({ width });
  return (format === 'webp' ? resized.webp({ quality }) : resized.jpeg({ quality })).toBuffer();
}

async function separately(data, format) {
  for (const width of widths) await rendition(data, format, width);
}

async function keep(data, folder) {
  for (const format of ['jpeg', 'webp']) {
    for (const width of widths) {
      fs.writeFileSync(`${folder}/${width}.${format}`, await rendition(data, format, width));
    }
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
  if (mode === 'keep') {
    await keep(data, times);
    return;
  }
  for (let i = 0; i < Number(times); i++) {
    await (mode === 'chain' ? chained(data) : separately(data, mode));
  }
  console.log(fs.readFileSync('/proc/self/status', 'utf8').match(/VmHWM:.*/)[0]);
}

main();
