import type { components } from '@/api/schema';

type SiteFrame = components['schemas']['SiteFrame'];

const MOST = 30;
const FILE = /^\/([\w-]+\/)*[\w.-]+$/;
const FUNCTION = /^[A-Za-z0-9_$.<> #[\]-]{1,100}$/;

// "    at name (https://…:1:2)" and "    at https://…:1:2", as Chromium writes it;
// "name@https://…:1:2" as Firefox and Safari do.
const CHROMIUM = /^\s*at (?:(?:async )?(.+?) \()?(?:async )?(\S+?):(\d+):(\d+)\)?$/;
const OTHERS = /^(.*?)@(\S+?):(\d+):(\d+)$/;

/** The places of a stack in the site's own files, the innermost first. */
export function framesOf(stack: string, origin: string): SiteFrame[] {
  const frames: SiteFrame[] = [];
  for (const line of stack.split('\n')) {
    const [, name, address, row, column] = CHROMIUM.exec(line) ?? OTHERS.exec(line) ?? [];
    if (!address?.startsWith(`${origin}/`)) continue;
    const file = address.slice(origin.length).replace(/[?#].*$/, '');
    if (!FILE.test(file) || file.length > 100) continue;
    frames.push({
      file,
      line: Number(row),
      column: Number(column),
      ...(name && FUNCTION.test(name) ? { function: name } : {}),
    });
    if (frames.length === MOST) break;
  }
  return frames;
}
