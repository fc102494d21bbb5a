import type { Page } from '@playwright/test';

/** A file as Playwright gives it to a page. */
export interface PictureFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

interface PictureOptions {
  width?: number;
  height?: number;
  /** Its colour, in degrees; what is drawn on it is the opposite. */
  hue?: number;
}

/** Draws a picture in the browser: a JPEG with an edge to find, and something to see in its middle. */
export async function picture(
  page: Page,
  name: string,
  { width = 1600, height = 1200, hue = 20 }: PictureOptions = {},
): Promise<PictureFile> {
  const base64 = await page.evaluate(draw, { width, height, hue });
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}

/** Runs in the page. */
function draw({ width, height, hue }: Required<PictureOptions>): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, `hsl(${hue} 70% 30%)`);
  sky.addColorStop(1, `hsl(${hue + 50} 80% 70%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `hsl(${hue + 180} 80% 60%)`;
  for (let ring = 0; ring < 7; ring++) {
    context.globalAlpha = 0.25 + ring * 0.1;
    context.beginPath();
    context.arc(width / 2, height / 2, (Math.min(width, height) / 2.4) * (1 - ring / 7), 0, 7);
    context.fill();
  }
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? '';
}

/** A file that is no picture, whatever it is called. */
export function notAPicture(name = 'cat.jpg'): PictureFile {
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from('<html>not a picture</html>') };
}

/** Begins like a JPEG and is none: what only the service finds out. */
export function brokenPicture(name = 'broken.jpg'): PictureFile {
  const begin = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0]);
  return { name, mimeType: 'image/jpeg', buffer: Buffer.concat([begin, Buffer.alloc(500, 7)]) };
}
