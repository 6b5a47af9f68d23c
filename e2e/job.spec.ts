import type { Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { signIn } from './support/accounts.ts'
import { checkAccessibility } from './support/check-accessibility.ts'
import { expect, test } from './support/fixtures.ts'

test.use({
  productOptions: { spec: 'job', demo: 'on' },
  expectedErrors: /ERR_INTERNET_DISCONNECTED|status of 404/,
})
test.describe.configure({ mode: 'serial' })

/** The demo's people are read while the first page is open already; a busy machine takes its time. */
const READ_WITHIN_MS = 240_000
const JOB = 'Backend Engineer, Payments'
let jobUrl = ''

const list = (page: Page) => page.getByTestId('ranked-list')
const selected = (page: Page) => list(page).locator('a[aria-current="true"]')
const nameAt = (page: Page, index: number) => list(page).locator(`[data-index="${index}"] a`).innerText()
const panel = (page: Page) => page.getByRole('article')
const shortlist = (page: Page) => page.getByRole('list', { name: 'Shortlist' })
const shortlisted = (page: Page) => shortlist(page).getByRole('link').allInnerTexts()

async function openShortlist(page: Page): Promise<string[]> {
  await page.goto(`${jobUrl}/shortlist`)
  await expect(shortlist(page).getByRole('listitem')).not.toHaveCount(0)
  return shortlisted(page)
}

/** Keys count once the page listens: the first is tried until something answers it. */
async function openRanking(page: Page): Promise<void> {
  await page.goto(jobUrl)
  await expect(selected(page)).toHaveCount(1)
  await expect(async () => {
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

test.beforeEach(async ({ page, product }) => {
  await signIn(page, product.demo!)
})

test('everybody is ranked, best first, and the list says what made it', async ({ page }) => {
  test.setTimeout(READ_WITHIN_MS + 60_000)
  await page.goto('/jobs')
  await page.getByRole('link', { name: JOB }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: JOB })).toBeVisible()
  jobUrl = new URL(page.url()).pathname
  await expect(page.getByTestId('provenance')).toContainText(/^Exact · 2\d\d people · model 1 \(as shipped\) · job v1 · \d+ ms$/, { timeout: READ_WITHIN_MS })
  await expect(page.getByText('still being read')).toHaveCount(0, { timeout: READ_WITHIN_MS })
  const scores = (await list(page).getByRole('img', { name: /^Score/ }).allInnerTexts()).map(Number)
  expect(scores.length).toBeGreaterThan(5)
  expect(scores).toEqual([...scores].sort((a, b) => b - a))
  await checkAccessibility(page)
})

test('the list is worked by keyboard alone', async ({ page }) => {
  await openRanking(page)
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('j')
  await expect(selected(page)).toHaveText(await nameAt(page, 3))
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText(await nameAt(page, 3))
  await expect(page).toHaveURL(/candidate=/)
  await page.keyboard.press('Enter')
  await expect(panel(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(selected(page)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(selected(page)).toHaveText(await nameAt(page, 2))
  await page.keyboard.press('/')
  await page.keyboard.type('typescript')
  await expect(page).toHaveURL(/q=typescript/)
  await expect(page.getByTestId('provenance')).not.toContainText(/2\d\d people/)
  await page.keyboard.press('Escape')
  await expect(list(page).locator('[data-index="0"] a')).toBeFocused()
  await page.keyboard.press('c')
  await expect(page.getByRole('heading', { name: 'Which fits better?' })).toBeVisible()
})

test('rows far down the list are there when one scrolls to them', async ({ page }) => {
  await openRanking(page)
  await list(page).evaluate((element) => element.scrollTo(0, element.scrollHeight))
  const row = list(page).locator('[data-index="180"] a')
  await list(page).evaluate((element) => element.scrollTo(0, 178 * 96))
  await row.click()
  await expect(panel(page)).toContainText('Rank 181')
})

test('a filter without matches says so and is cleared with one press', async ({ page }) => {
  await page.goto(`${jobUrl}?q=zzzzzz`)
  await expect(page.getByText('Nobody matches this filter')).toBeVisible()
  await checkAccessibility(page)
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(page.getByTestId('provenance')).toContainText(/2\d\d people/)
})

test('a shortlisted person and the note about them are kept', async ({ page }) => {
  await openRanking(page)
  await page.keyboard.press('j')
  const row = list(page).locator('[data-index="1"]')
  if ((await row.getByRole('button', { pressed: true }).count()) === 0) await page.keyboard.press('s')
  await expect(row.getByRole('button', { pressed: true })).toBeVisible()
  await page.getByLabel('Note', { exact: true }).fill('Can start in February')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Note', { exact: true })).toHaveValue('Can start in February')
})

test('the shortlist is reordered by key and by pointer, and stays so', async ({ page }) => {
  await openRanking(page)
  for (let wanted = 0; wanted < 5; wanted++) {
    const row = list(page).locator(`[data-index="${wanted}"]`)
    const button = row.getByRole('button', { name: /^Shortlist / })
    if ((await button.count()) > 0) await button.click()
    await expect(row.getByRole('button', { pressed: true })).toBeVisible()
  }
  await page.waitForLoadState('networkidle')
  const before = await openShortlist(page)
  await checkAccessibility(page)
  expect(before.length).toBeGreaterThanOrEqual(5)
  const moved = [before[1]!, before[2]!, before[0]!, ...before.slice(3)]
  const handle = page.getByRole('button', { name: `Move ${before[0]}`, exact: true })
  await handle.focus()
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => shortlisted(page)).toEqual(moved)
  await expect(handle).toBeFocused()
  await expect(page.getByText(`${before[0]} is now at position 3`)).toBeAttached()
  await page.waitForLoadState('networkidle')
  await page.reload()
  await expect.poll(() => shortlisted(page)).toEqual(moved)

  const from = (await handle.boundingBox())!
  const top = (await shortlist(page).getByRole('listitem').first().boundingBox())!
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(from.x, top.y + 4, { steps: 8 })
  await page.mouse.up()
  await expect.poll(() => shortlisted(page)).toEqual(before)
  await page.waitForLoadState('networkidle')
  await page.reload()
  await expect.poll(() => shortlisted(page)).toEqual(before)
})

test('a person taken off the shortlist comes back to their place with undo', async ({ page }) => {
  const before = await openShortlist(page)
  await page.getByRole('button', { name: `Take ${before[1]} off the shortlist` }).click()
  await expect.poll(() => shortlisted(page)).toEqual(before.toSpliced(1, 1))
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => shortlisted(page)).toEqual(before)
  await page.waitForLoadState('networkidle')
  await page.reload()
  await expect.poll(() => shortlisted(page)).toEqual(before)
})

test('a move that the server never got is taken back and said', async ({ page }) => {
  const before = await openShortlist(page)
  await page.waitForLoadState('networkidle')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: `Move ${before[0]}`, exact: true }).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.getByText('was moved back').first()).toBeVisible()
  await expect.poll(() => shortlisted(page)).toEqual(before)
  await page.context().setOffline(false)
})

test('the job, its people and its parts do not exist for others or under other ids', async ({ page, product }) => {
  for (const path of ['', '/shortlist', '/versions', '/compare', '/ranking', `/people/${randomUUID()}`]) {
    expect((await page.request.get(`${product.url}/jobs/${randomUUID()}${path}`)).status(), path).toBe(404)
  }
  expect((await page.request.get(`${product.url}/jobs/not-an-id`)).status()).toBe(404)
})

test('on a phone the list and the person are views of their own', async ({ openBrowser, product }) => {
  const page = await openBrowser({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await signIn(page, product.demo!)
  await page.goto(jobUrl)
  await expect(panel(page)).toBeHidden()
  await checkAccessibility(page)
  const name = await nameAt(page, 1)
  await list(page).locator('[data-index="1"] a').click()
  await expect(panel(page).getByRole('heading', { level: 2, name })).toBeVisible()
  await checkAccessibility(page)
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await expect(panel(page)).toBeHidden()
  await expect(list(page).locator('[data-index="1"] a')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
