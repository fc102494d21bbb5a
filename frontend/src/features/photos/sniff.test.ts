import { expect, it } from 'vitest';
import { sniff } from './sniff';

it.each([
  { kind: 'image/jpeg', bytes: '\xff\xd8\xff\xe0' },
  { kind: 'image/png', bytes: '\x89PNG\r\n\x1a\n' },
  { kind: 'image/gif', bytes: 'GIF89a' },
  { kind: 'image/webp', bytes: 'RIFF\0\0\0\0WEBP' },
  { kind: 'heic', bytes: '\0\0\0\x18ftypheic' },
  { kind: 'heic', bytes: '\0\0\0\x18ftypavif' },
  { kind: 'unknown', bytes: '<svg xmlns' },
  { kind: 'unknown', bytes: '\0\0\0\x18ftypmp42' },
  { kind: 'unknown', bytes: '' },
])('finds $kind by the first bytes', async ({ kind, bytes }) => {
  const file = new Blob([Uint8Array.from(bytes, (character) => character.charCodeAt(0))]);
  expect(await sniff(file)).toBe(kind);
});
