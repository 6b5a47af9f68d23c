/** The whole way of a recruiting team through the product, from an empty data directory to a ranking that has learned. */
import type { Page } from '@playwright/test'
import { OWNER, setUpOwner, signOut } from './accounts.ts'
import { checkAccessibility } from './check-accessibility.ts'
import { expect, test } from './fixtures.ts'

export interface JourneyMaterial {
  job: { title: string; text: string }
  files: { name: string; mimeType: string; buffer: Buffer }[]
}

const ANSWERS = 10
const REASON = 'It agrees with what we answered about this job'

export async function walkTheWholeWay(page: Page, { job, files }: JourneyMaterial): Promise<void> {
  await test.step('create the owner', () => setUpOwner(page))

  await test.step('post the job', async () => {
    await page.goto('/jobs/new')
    await page.getByLabel('Title').fill(job.title)
    await page.getByLabel('Description', { exact: true }).fill(job.text)
    await page.getByRole('button', { name: 'Post job' }).click()
    await expect(page.getByRole('heading', { level: 1, name: job.title })).toBeVisible()
    await expect(page.getByText('Nobody to rank yet')).toBeVisible()
  })
  const jobUrl = page.url()

  await test.step('upload the files and see each accounted for', async () => {
    await page.goto('/candidates')
    await page.locator('input[type=file]').first().setInputFiles(files)
    await expect(page.getByText('All files are accounted for')).toBeVisible({ timeout: 180_000 })
    await expect(page.getByText(`${files.length} added`)).toBeVisible()
  })

  const before = await test.step('see everybody ranked', async () => {
    await page.goto(jobUrl)
    await expect(page.getByTestId('provenance')).toContainText(`${files.length} people`, { timeout: 180_000 })
    await expect(page.getByTestId('provenance')).toContainText('Exact')
    await expect(page.getByTestId('provenance')).toContainText('model 1 (as shipped)')
    await checkAccessibility(page)
    return readScores(page)
  })
  expect(before.length).toBeGreaterThan(5)
  expect([...before].sort((a, b) => b - a)).toEqual(before)

  await test.step('shortlist two by key', async () => {
    await page.getByTestId('ranked-list').getByRole('link').first().focus()
    await page.keyboard.press('s')
    await expect(page.getByRole('button', { name: /off the shortlist/, pressed: true })).not.toHaveCount(0)
    await page.keyboard.press('j')
    await page.keyboard.press('s')
    await page.goto(`${jobUrl}/shortlist`)
    await expect(page.getByText('2 people, in your order')).toBeVisible()
  })

  await test.step(`answer ${ANSWERS} comparisons by key`, async () => {
    await page.goto(`${jobUrl}/compare`)
    await checkAccessibility(page)
    for (let answered = 1; answered <= ANSWERS; answered++) {
      await page.keyboard.press(answered % 3 === 0 ? 'ArrowRight' : 'ArrowLeft')
      await expect(page.getByTestId('answer-count')).toContainText(`${answered} answer`)
    }
    await page.keyboard.press('u')
    await expect(page.getByTestId('answer-count')).toContainText(`${ANSWERS - 1} answers`)
    await page.keyboard.press('ArrowRight')
    await expect(page.getByTestId('answer-count')).toContainText(`${ANSWERS} answers`)
  })

  await test.step('retrain, and watch the loss', async () => {
    await page.goto('/training')
    await page.getByRole('button', { name: 'Retrain' }).click()
    await expect(page.getByRole('button', { name: 'Cancel run' })).toBeVisible()
    await expect(promote(page)).toBeVisible({ timeout: 300_000 })
    await expect(page.getByRole('heading', { name: 'Before and after' })).toBeVisible()
    await checkAccessibility(page)
  })

  await test.step('promote, with a reason', async () => {
    await promote(page).click()
    await page.getByLabel('Reason').fill(REASON)
    await page.getByRole('dialog').getByRole('button', { name: 'Promote' }).click()
    await expect(page.getByText('Model 2 is live')).toBeVisible({ timeout: 180_000 })
  })

  await test.step('see the list change and why', async () => {
    await page.goto(jobUrl)
    await expect(page.getByTestId('provenance')).toContainText('model 2 (RankPO')
    await expect(page.getByText(`Reason: ${REASON}`)).toBeVisible()
    expect(await readScores(page)).not.toEqual(before)
    await page.goto(`${jobUrl}/shortlist`)
    await expect(page.getByText('2 people, in your order')).toBeVisible()
  })

  await test.step('sign out', async () => {
    await signOut(page)
    await page.goto(jobUrl)
    await expect(page).toHaveURL(/\/sign-in/)
    await expect(page.getByText(OWNER.organization)).toHaveCount(0)
  })
}

const promote = (page: Page) => page.getByTestId('training-run').getByRole('button', { name: 'Promote model 2' })

/** The shown scores from the top of the list down. */
async function readScores(page: Page): Promise<number[]> {
  const scores = page.getByTestId('ranked-list').getByRole('img', { name: /^Score/ })
  await expect(scores).not.toHaveCount(0)
  return (await scores.allTextContents()).map(Number)
}
