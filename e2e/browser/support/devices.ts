import type { PlaywrightTestConfig, PlaywrightTestOptions } from '@playwright/test';
import { baseUrl } from './product';

type Device = Partial<PlaywrightTestOptions>;

export const desktop: Device = { viewport: { width: 1280, height: 800 } };

export const phone: Device = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

/** What all runs have in common. */
export const shared = {
  outputDir: `./test-results/${process.env.E2E_RESULTS ?? 'by-hand'}`,
  reporter: [['list']],
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: baseUrl(),
    actionTimeout: 10_000,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // Without pictures of every step, which cost more than all else.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
} satisfies PlaywrightTestConfig;
