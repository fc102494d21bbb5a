import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';

type ChunkingContext = Rolldown.ChunkingContext;

// The local stack's edge; `npm run dev` serves the sources and asks it for the rest.
const edge = 'http://localhost:8080';

/**
 * Puts what the first page imports into one file. Left alone, what it shares with later pages
 * falls apart into dozens of them, which compress badly and are a request each.
 */
function firstLoad() {
  let first: Set<string> | undefined;
  return (id: string, context: ChunkingContext): string | null => {
    first ??= importedBy(fileURLToPath(new URL('src/main.tsx', import.meta.url)), context);
    return first.has(id) ? 'first' : null;
  };
}

function importedBy(entry: string, context: ChunkingContext): Set<string> {
  const found = new Set([entry]);
  for (const id of found) {
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  }
  return found;
}

/**
 * Lets the styles go before the code on a slow line. Browsers fetch modules as urgently as
 * styles, but the frame in index.html can be painted with the styles alone.
 */
function stylesFirst(): Plugin {
  return {
    name: 'styles-first',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replaceAll(
          /<(script type="module"|link rel="modulepreload") /g,
          '<$1 fetchpriority="low" ',
        ),
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwindcss(), stylesFirst()],
  resolve: { tsconfigPaths: true },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': edge, '/config.json': edge, '/media': edge, '/uploads': edge },
  },
  build: {
    target: 'baseline-widely-available',
    assetsDir: 'assets',
    // The content security policy has no `data:`, so nothing may be inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ debugName: 'first', name: firstLoad() }] } },
    },
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:8080/' } },
    setupFiles: ['src/testing/setup.ts'],
    // Whole pages are driven key by key, also on machines that are busy with other things.
    testTimeout: 60_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
