import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The local stack's edge; `npm run dev` serves the sources and asks it for the rest.
const edge = 'http://localhost:8080';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { tsconfigPaths: true },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': edge, '/config.json': edge },
  },
  build: {
    target: 'baseline-widely-available',
    assetsDir: 'assets',
    // The content security policy has no `data:`, so nothing may be inlined.
    assetsInlineLimit: 0,
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:8080/' } },
    setupFiles: ['src/testing/setup.ts'],
    // Whole pages are driven key by key, also on machines that are busy with other things.
    testTimeout: 20_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
