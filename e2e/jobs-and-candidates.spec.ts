import type { Page } from '@playwright/test'
import { OWNER, setUpOwner, signIn } from './support/accounts.ts'
import { checkAccessibility } from './support/check-accessibility.ts'
import { expect, test } from './support/fixtures.ts'

test.use({
  productOptions: { spec: 'jobs-and-candidates', demo: 'off' },
  // Addresses of nobody and of strangers are asked for on purpose, and a broken file is sent.
  expectedErrors: /status of 404|status of 400 .*\/api\/job-files/,
})
test.describe.configure({ mode: 'serial' })

const STRANGER = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'
const DESCRIPTION = `Boat builder
We build wooden boats on the west coast.

Requirements:
- At least three years of carpentry
- You can read technical drawings

Nice to have:
- A licence to drive a lorry
`
const textFile = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
const RESUME = (name: string, trade: string) => `${name}\n${name.toLowerCase().replace(' ', '.')}@example.test\n\n${trade} with eight years of practice in small yards. Plans the work, orders the timber, teaches apprentices and keeps the workshop safe.\n`

let jobAddress = ''

test('a job is posted from a pasted description, with the requirements read as it is written', async ({ page }) => {
  await setUpOwner(page)
  await page.getByRole('link', { name: 'Post a job' }).first().click()
  await page.getByLabel('Description').fill(DESCRIPTION)
  const requirement = (number: number) => page.getByLabel(`Requirement ${number}`, { exact: true })
  await expect(requirement(1)).toHaveValue('At least three years of carpentry')
  await expect(page.getByText('2 musts, 1 nice-to-have')).toBeVisible()
  await page.getByRole('radiogroup', { name: 'How important requirement 2 is' }).getByRole('radio', { name: 'Nice' }).click()
  await page.getByRole('button', { name: 'Remove requirement 3' }).click()
  await page.getByRole('button', { name: 'Add requirement' }).click()
  await expect(requirement(3)).toBeFocused()
  await requirement(3).fill('Speaks Norwegian')
  await expect(page.getByText('2 musts, 1 nice-to-have')).toBeVisible()
  await page.getByRole('button', { name: 'Post job' }).click()
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Boat builder' })).toBeVisible()
  jobAddress = new URL(page.url()).pathname
})

test('an edit makes a new version, and saving without a change makes none', async ({ page }) => {
  await signIn(page, OWNER)
  await page.goto(`${jobAddress}/edit`)
  await checkAccessibility(page)
  await expect(page.getByLabel('Requirement 3', { exact: true })).toHaveValue('Speaks Norwegian')
  await page.getByRole('button', { name: 'Save as version 2' }).click()
  await expect(page.getByText('Nothing was changed, so no new version was made.')).toBeVisible()
  await page.goto(`${jobAddress}/edit`)
  await page.getByLabel('Location').fill('Bergen')
  await page.getByRole('button', { name: 'Save as version 2' }).click()
  await expect(page.getByText('Saved as version 2.')).toBeVisible()
})

test('a description is read from a file, and asks before it replaces what was written', async ({ page }) => {
  await signIn(page, OWNER)
  await page.goto('/jobs/new')
  await page.getByLabel('Description').fill('something I began')
  await page.getByLabel('Read from a file').setInputFiles(textFile('advert.txt', DESCRIPTION))
  await page.getByRole('button', { name: 'Replace' }).click()
  await expect(page.getByLabel('Description')).toHaveValue(/We build wooden boats/)
  await expect(page.getByLabel('Title')).toHaveValue('Boat builder')
  await page.getByLabel('Read from a file').setInputFiles({ name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 broken') })
  await page.getByRole('button', { name: 'Replace' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'broken.pdf' })).toBeVisible()
  await expect(page.getByLabel('Description')).toHaveValue(/We build wooden boats/)
})

test('a job that says too little or far too much is refused with the reason, and nothing is lost', async ({ page }) => {
  await signIn(page, OWNER)
  await page.goto('/jobs/new')
  await page.getByLabel('Description').fill('Welder')
  await page.getByRole('button', { name: 'Post job' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'at least 3 words' })).toBeVisible()
  await page.getByLabel('Description').fill('word '.repeat(40_000))
  await page.getByRole('button', { name: 'Post job' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The description has 200,000 characters' })).toBeVisible()
  await expect(page.getByLabel('Description')).toHaveValue(/^word word/)
})

test('every file of an upload is accounted for', async ({ page }) => {
  await signIn(page, OWNER)
  await page.goto('/candidates')
  const people = ['Ana Silva', 'Bo Larsen', 'Chidi Eze', 'Dora Weiss', 'Emil Novak', 'Farah Khan', 'Gil Moreno', 'Hana Sato', 'Ivo Petrov', 'Jana Kral']
  const files = people.map((name, position) => textFile(`${name.replace(' ', '-')}.txt`, RESUME(name, position % 2 === 0 ? 'Boat builder' : 'Cabinet maker')))
  await page.locator('input[type=file]').setInputFiles([...files, { ...files[0]!, name: 'again.txt' }, textFile('empty.txt', ''), { name: 'huge.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(20 * 1024 * 1024 + 1, 7) }])
  const progress = page.locator('[data-testid=upload-progress][data-finished=true]')
  await expect(progress).toBeVisible({ timeout: 60_000 })
  await expect(progress).toContainText('13 of 13')
  await expect(progress).toContainText('10 added')
  await expect(progress).toContainText('2 need review')
  await expect(progress).toContainText('1 duplicate')
  await expect(page.getByRole('link', { name: 'Hana Sato' })).toBeVisible()
  await page.reload()
  await expect(progress).toContainText('13 of 13')
  await checkAccessibility(page)
})

test('what could not be read waits with its reason, and takes a typed text', async ({ page }) => {
  await signIn(page, OWNER)
  await page.goto('/candidates/review')
  await expect(page.getByRole('listitem').filter({ hasText: 'huge.pdf' })).toContainText('up to 20 MB are read')
  await checkAccessibility(page)
  const empty = page.getByRole('listitem').filter({ hasText: 'empty.txt' })
  await empty.getByRole('button', { name: 'Type the text' }).click()
  await page.getByLabel('Text of the résumé').fill('?')
  await page.getByRole('button', { name: 'Add candidate' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Write what is known' })).toBeVisible()
  await page.getByLabel('Text of the résumé').fill(RESUME('Klara Bruun', 'Sail maker'))
  await page.getByRole('button', { name: 'Add candidate' }).click()
  await expect(empty).toHaveCount(0)
  await page.getByRole('button', { name: 'Remove huge.pdf' }).click()
  await page.getByRole('button', { name: 'Remove file' }).click()
  await expect(page.getByText('Nothing needs review')).toBeVisible()
})

test('people are found by words, looked at with the place of each fact, renamed and deleted', async ({ page }) => {
  await signIn(page, OWNER)
  await page.goto('/candidates')
  await page.getByLabel('Search name, text, place').fill('sail maker')
  await expect(page.getByText('1 person', { exact: true })).toBeVisible()
  await expect(page).toHaveURL(/q=sail/)
  await page.getByRole('link', { name: 'Klara Bruun' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Klara Bruun' })).toBeVisible()
  await page.getByRole('link', { name: 'Show “klara.bruun@example.test” in the text' }).click()
  await expect(page.locator('mark:target')).toHaveText('klara.bruun@example.test')
  await checkAccessibility(page)
  await page.getByRole('button', { name: 'Edit details' }).click()
  await page.getByLabel('E-mail').fill('nonsense')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'not an e-mail address' })).toBeVisible()
  await page.getByLabel('E-mail').fill('')
  await page.getByLabel('Name', { exact: true }).fill('Klara B.')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Klara B.' })).toBeVisible()
  const address = page.url()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete person' }).click()
  await expect(page.getByText('Klara B. was deleted with everything about them.')).toBeVisible()
  expect((await page.goto(address))!.status()).toBe(404)
})

test('addresses of strangers and of nobody are not found', async ({ page, request, product }) => {
  await signIn(page, OWNER)
  for (const path of [`/jobs/${STRANGER}`, `/jobs/${STRANGER}/edit`, '/jobs/nonsense/edit', `/candidates/${STRANGER}`, '/candidates/nonsense', `/candidates/uploads/${STRANGER}`, '/nowhere']) {
    expect((await page.goto(path))!.status(), path).toBe(404)
    await expect(page.getByText('There is nothing at this address')).toBeVisible()
  }
  for (const path of [`/api/uploads/${STRANGER}`, `/documents/${STRANGER}/file`]) {
    expect((await page.request.get(path)).status(), path).toBe(404)
    expect((await request.get(`${product.url}${path}`)).status(), path).toBe(401)
  }
})

test('every page fits a phone and says in light and dark what axe wants to hear', async ({ openBrowser }) => {
  const page = await openBrowser({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await signIn(page, OWNER)
  for (const path of ['/', '/jobs', '/jobs/new', `${jobAddress}/edit`, '/candidates', '/candidates/review', '/candidates/uploads', '/settings/account', '/settings/people', '/settings/organisation']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await widthBeyondScreen(page), `${path} is wider than the screen`).toBe(0)
    await checkAccessibility(page)
  }
})

function widthBeyondScreen(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector('main')?.scrollWidth ?? 0) - window.innerWidth)
}
