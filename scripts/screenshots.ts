/** Makes the pictures of the README from the product itself, started on its demo: `node scripts/screenshots.ts [folder]`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import { BROWSER_ARGUMENTS, browserPath } from '../e2e/support/browser-path.ts'
import { startProduct } from '../e2e/support/product.ts'

const FOLDER = process.argv[2] ?? fileURLToPath(new URL('../docs/screenshots', import.meta.url))
const DESKTOP = { width: 1360, height: 860 }
const PHONE = { width: 390, height: 844 }
const WAIT_AT_MOST_MS = 300_000

interface Picture {
  name: string
  open: (page: Page, job: string) => Promise<unknown>
  colorScheme?: 'dark'
  viewport?: typeof PHONE
}

const PICTURES: Picture[] = [
  { name: 'home', open: (page) => page.goto('/') },
  { name: 'ranking', open: (page, job) => page.goto(job) },
  { name: 'ranking-dark', open: (page, job) => page.goto(job), colorScheme: 'dark' },
  { name: 'ranking-phone', open: (page, job) => page.goto(job), viewport: PHONE },
  { name: 'compare', open: (page, job) => page.goto(`${job}/compare`) },
  { name: 'post-job', open: (page, job) => page.goto(`${job}/edit`) },
  { name: 'candidates', open: (page) => page.goto('/candidates') },
  { name: 'training', open: retrain },
]

mkdirSync(FOLDER, { recursive: true })
const product = await startProduct({ demo: 'on' })
const browser = await chromium.launch({ executablePath: await browserPath(), args: BROWSER_ARGUMENTS })
try {
  if (!product.demo) throw new Error(`The product printed no demo sign-in:\n${product.output()}`)
  const context = await browser.newContext({ baseURL: product.url, locale: 'en-GB', viewport: DESKTOP, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(product.demo.email)
  await page.getByLabel('Password', { exact: true }).fill(product.demo.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  const job = (await page.locator('tbody a').first().getAttribute('href'))!
  await waitUntilRanked(page, job)
  for (const { name, open, colorScheme = 'light', viewport = DESKTOP } of PICTURES) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme })
    await open(page, job)
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: join(FOLDER, `${name}.png`) })
    process.stdout.write(`${join(FOLDER, `${name}.png`)}\n`)
  }
} finally {
  await browser.close()
  await product.stop()
}

/** Training is shown with a run that has ended: its curves, and the measures before and after. */
async function retrain(page: Page): Promise<void> {
  await page.goto('/training')
  await page.getByRole('button', { name: 'Retrain' }).click()
  await page.getByTestId('training-run').getByRole('button', { name: 'Promote model 2' }).waitFor({ timeout: WAIT_AT_MOST_MS })
  await page.getByTestId('training-run').evaluate((run) => run.scrollIntoView())
}

/** The pictures show a list that is complete: nobody still waits for a vector. */
async function waitUntilRanked(page: Page, job: string): Promise<void> {
  const deadline = Date.now() + WAIT_AT_MOST_MS
  while (Date.now() < deadline) {
    await page.goto(job)
    await page.waitForLoadState('networkidle')
    if ((await page.getByText(/still being read|Reading the job/).count()) === 0) return
    await page.waitForTimeout(2000)
  }
  throw new Error(`Not everybody was ranked after ${WAIT_AT_MOST_MS / 60_000} minutes.`)
}
