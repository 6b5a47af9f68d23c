import type { Page } from '@playwright/test'
import { signIn } from './support/accounts.ts'
import { checkAccessibility } from './support/check-accessibility.ts'
import { expect, test } from './support/fixtures.ts'

test.use({
  productOptions: { spec: 'compare', demo: 'on' },
  expectedErrors: /ERR_INTERNET_DISCONNECTED|status of 409/,
})
test.describe.configure({ mode: 'serial' })

const JOB = 'Backend Engineer, Payments'
let compareUrl = ''

const answers = async (page: Page) => Number(/(\d+) answers? for this job/.exec(await page.getByTestId('answer-count').innerText())?.[1] ?? 0)
const shown = (page: Page) => page.getByRole('region', { name: 'Candidate A' }).innerText()

async function open(page: Page): Promise<void> {
  await page.goto(compareUrl)
  await page.waitForLoadState('networkidle')
}

test.beforeEach(async ({ page, product }) => {
  await signIn(page, product.demo!)
})

test('two people are shown without their names', async ({ page }) => {
  await page.goto('/jobs')
  await page.getByRole('link', { name: JOB }).first().click()
  await expect(page.getByTestId('provenance')).toContainText(/\d{2,} people/, { timeout: 60_000 })
  const names = (await page.getByTestId('ranked-list').getByRole('link').allInnerTexts()).slice(0, 8)
  await page.getByRole('link', { name: 'Compare' }).click()
  await expect(page.getByRole('heading', { name: 'Which fits better?' })).toBeVisible()
  compareUrl = new URL(page.url()).pathname
  for (const name of names) await expect(page.getByRole('main')).not.toContainText(name)
  await expect(page.getByRole('main')).not.toContainText('@')
  await checkAccessibility(page)
})

test('answers by key are counted, kept, and taken back', async ({ page }) => {
  await open(page)
  const [count, first] = [await answers(page), await shown(page)]
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => answers(page)).toBe(count + 1)
  const second = await shown(page)
  expect(second).not.toBe(first)
  await page.keyboard.press('u')
  await expect.poll(() => shown(page)).toBe(first)
  expect(await answers(page)).toBe(count)
  await page.keyboard.press('=')
  await expect.poll(() => shown(page)).toBe(second)
  await page.keyboard.press('Space')
  await expect.poll(() => answers(page)).toBe(count + 2)
  await page.reload()
  expect(await answers(page)).toBe(count + 2)
})

test('after a click the space bar skips the next pair and does not answer it', async ({ page }) => {
  await open(page)
  const count = await answers(page)
  await page.getByRole('button', { name: 'B fits better' }).click()
  await expect.poll(() => answers(page)).toBe(count + 1)
  await expect(page.getByRole('button', { name: 'B fits better' })).not.toBeFocused()
  await page.keyboard.press('Space')
  await expect.poll(() => answers(page)).toBe(count + 2)
})

test('an answer that did not reach the server is kept on screen and saved again', async ({ page }) => {
  await open(page)
  const [count, pair] = [await answers(page), await shown(page)]
  await page.context().setOffline(true)
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('alert').filter({ hasText: 'is not saved yet' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'B fits better' })).toHaveAttribute('aria-pressed', 'true')
  expect(await shown(page)).toBe(pair)
  expect(await answers(page)).toBe(count)
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Save again' }).click()
  await expect.poll(() => answers(page)).toBe(count + 1)
})

test('a pair answered in another tab leads on to the next one', async ({ page }) => {
  await open(page)
  const other = await page.context().newPage()
  await other.goto(compareUrl)
  await other.waitForLoadState('networkidle')
  const count = await answers(page)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => answers(page)).toBe(count + 1)
  await other.keyboard.press('ArrowRight')
  await other.getByRole('button', { name: 'Load the next pair' }).click()
  await expect(other.getByRole('button', { name: 'Load the next pair' })).toHaveCount(0)
  await other.close()
})

test('on a phone one of the two is shown at a time', async ({ openBrowser, product }) => {
  const page = await openBrowser({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await signIn(page, product.demo!)
  await open(page)
  await expect(page.getByRole('region', { name: 'Candidate B' })).toBeHidden()
  await page.getByRole('radio', { name: 'Candidate B' }).click()
  await expect(page.getByRole('region', { name: 'Candidate A' })).toBeHidden()
  await expect(page.getByRole('region', { name: 'Candidate B' })).toBeVisible()
  await checkAccessibility(page)
})
