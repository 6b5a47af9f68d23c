/**
 * How long a warm start takes, from `npm start` (installed, built, demo seeded before) to a ranked list that a signed-in recruiter is served.
 * `node bench/warm-start.ts [rounds]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { BROWSER_ARGUMENTS, browserPath } from '../e2e/support/browser-path.ts'
import { startProduct } from '../e2e/support/product.ts'

const rounds = Number(process.argv[2] ?? 5)
const data = mkdtempSync(join(tmpdir(), 'rankwell-warm-'))
const start = () => startProduct({ demo: 'on', environment: { RANKWELL_DATA: data, PORT: '34219' } })

const { cookie, job } = await signInOnce()
const seconds: number[] = []
for (let round = 0; round < rounds; round++) {
  const begin = performance.now()
  const product = await start()
  const list = await fetch(`${product.url}${job}`, { headers: { cookie } })
  const page = await list.text()
  seconds.push((performance.now() - begin) / 1000)
  if (list.status !== 200 || !page.includes('data-testid="ranked-list"')) throw new Error(`The list was not served: ${list.status}`)
  await product.stop()
}
seconds.sort((a, b) => a - b)
process.stdout.write(`warm start to a served list: ${seconds.map((value) => value.toFixed(1)).join(', ')} s; median ${seconds[Math.floor(rounds / 2)]!.toFixed(1)} s\n`)
rmSync(data, { recursive: true, force: true })

async function signInOnce(): Promise<{ cookie: string; job: string }> {
  const product = await start()
  const browser = await chromium.launch({ executablePath: await browserPath(), args: BROWSER_ARGUMENTS })
  const page = await browser.newPage({ baseURL: product.url })
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(product.demo!.email)
  await page.getByLabel('Password', { exact: true }).fill(product.demo!.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  const path = (await page.locator('tbody a').first().getAttribute('href'))!
  await page.goto(path)
  await page.getByTestId('ranked-list').waitFor({ timeout: 120_000 })
  const cookies = await page.context().cookies()
  await browser.close()
  await product.stop()
  return { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '), job: path }
}
