import { defineConfig } from '@playwright/test';
import { desktop, phone, shared } from './support/devices';

/** The journeys of people, on a desktop and on a phone. `go test` in the folder above runs them. */
export default defineConfig({
  ...shared,
  testDir: './tests',
  projects: [
    { name: 'desktop', use: desktop },
    { name: 'phone', use: phone },
  ],
});
