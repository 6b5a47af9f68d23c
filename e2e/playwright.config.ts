import { defineConfig } from '@playwright/test'
import { BROWSER_ARGUMENTS, browserPath } from './support/browser-path.ts'

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  /** Each worker starts a product of its own; two cores carry one. */
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  /** A shared machine may stall for seconds: what passes only at the second try is printed as flaky. */
  retries: process.env.CI ? 1 : 0,
  use: {
    viewport: { width: 1360, height: 860 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: await browserPath(), args: BROWSER_ARGUMENTS },
  },
})
