import { defineConfig } from '@playwright/test';
import { desktop, phone, shared } from './support/devices';

/** Pictures of every page and main state, for people to look at; no test. */
export default defineConfig({
  ...shared,
  testDir: './screenshots',
  projects: [
    { name: 'desktop-dark', use: { ...desktop, colorScheme: 'dark' } },
    { name: 'desktop-light', use: { ...desktop, colorScheme: 'light' } },
    { name: 'phone-dark', use: { ...phone, colorScheme: 'dark' } },
    { name: 'phone-light', use: { ...phone, colorScheme: 'light' } },
  ],
});
