import type { Page } from '@playwright/test'
import { OWNER, fillSignIn, setUpOwner, signIn, signOut } from './support/accounts.ts'
import { checkAccessibility } from './support/check-accessibility.ts'
import { expect, test } from './support/fixtures.ts'

test.use({
  productOptions: { spec: 'sign-in', demo: 'off' },
  // next-auth answers a refused sign-in with 401, which the browser reports.
  expectedErrors: /status of 401 .*\/api\/auth\/callback\/credentials/,
})
test.describe.configure({ mode: 'serial' })

const GRACE = { name: 'Grace Moreau', email: 'grace@harbour.test' }
let gracePassword = ''

/** A refusal; Next's own announcer of page titles is an alert too. */
const alertWith = (page: Page, text: RegExp | string) => page.getByRole('alert').filter({ hasText: text })

test('an empty product leads to its set-up, which makes the owner once', async ({ page, openBrowser }) => {
  await page.goto('/jobs')
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fjobs/)
  await checkAccessibility(page)
  await page.goto('/setup')
  await checkAccessibility(page)
  await page.getByLabel('Organisation').fill(OWNER.organization)
  await page.getByLabel('Your name').fill(OWNER.name)
  await page.getByLabel('E-mail').fill('not an address')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create organisation' }).click()
  await expect(alertWith(page, 'Enter an e-mail address')).toBeVisible()
  await expect(alertWith(page, 'Use at least 12 characters')).toBeVisible()
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password', { exact: true }).fill('Password-12345!')
  await page.getByRole('button', { name: 'Create organisation' }).click()
  await expect(alertWith(page, 'first that attackers try')).toBeVisible()

  await setUpOwner(page)
  await page.goto('/setup')
  await expect(page).toHaveURL(/\/$/)
  const other = await openBrowser()
  await other.goto('/setup')
  await expect(other).toHaveURL(/\/sign-in/)
  await expect(other.getByRole('link', { name: 'Set up yours' })).toHaveCount(0)
})

test('a wrong password is refused and leaves the address standing', async ({ page }) => {
  await page.goto('/sign-in')
  await fillSignIn(page, { email: OWNER.email, password: 'not the password' })
  await expect(alertWith(page, 'E-mail or password is not right.')).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue(OWNER.email)
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
})

test('signing in leads back to the page that was asked for, and never to another site', async ({ page }) => {
  await page.goto('/candidates?q=welder')
  await fillSignIn(page, OWNER)
  await expect(page).toHaveURL(/\/candidates\?q=welder$/)
  await page.context().clearCookies()
  await page.goto('/sign-in?next=//evil.test/x')
  await fillSignIn(page, OWNER)
  await expect(page.getByRole('heading', { level: 1, name: OWNER.organization })).toBeVisible()
})

test('the session cookie is out of reach of scripts and other sites', async ({ page }) => {
  await signIn(page, OWNER)
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'rankwell-session')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
  expect(await page.evaluate(() => document.cookie)).not.toContain('rankwell-session')
})

test('signing out ends the session on the server too', async ({ page, product }) => {
  await signIn(page, OWNER)
  const cookies = await page.context().cookies()
  await signOut(page)
  await page.context().addCookies(cookies)
  await page.goto(`${product.url}/jobs`)
  await expect(page).toHaveURL(/\/sign-in/)
})

test('requests that change something are refused from other sites and from nowhere', async ({ request, product }) => {
  const post = (headers: Record<string, string>) => request.post(`${product.url}/api/uploads`, { headers, multipart: { files: { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('text') } } })
  expect((await post({ origin: 'https://evil.test' })).status()).toBe(403)
  expect((await post({ 'sec-fetch-site': 'cross-site', origin: product.url })).status()).toBe(403)
  expect((await post({})).status()).toBe(403)
  expect((await post({ origin: product.url })).status()).toBe(401)
  const page = await request.get(`${product.url}/sign-in`)
  expect(page.headers()['content-security-policy']).toMatch(/object-src 'none'; base-uri 'none'.*frame-ancestors 'none'/)
  expect(page.headers()['x-content-type-options']).toBe('nosniff')
  expect(page.headers()['x-powered-by']).toBeUndefined()
})

test('an owner adds a person, who must choose a password of their own', async ({ page, openBrowser }) => {
  await signIn(page, OWNER)
  await page.goto('/settings/people')
  await checkAccessibility(page)
  await page.getByRole('button', { name: 'Add person' }).click()
  await page.getByLabel('Name', { exact: true }).fill(GRACE.name)
  await page.getByLabel('E-mail').fill(GRACE.email)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const temporaryPassword = await page.getByLabel('Temporary password', { exact: true }).inputValue()
  expect(temporaryPassword).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('cell', { name: GRACE.email })).toBeVisible()

  const grace = await openBrowser()
  await signIn(grace, { email: GRACE.email, password: temporaryPassword })
  await grace.goto('/jobs')
  await expect(grace).toHaveURL(/\/new-password/)
  expect((await grace.request.get('/api/uploads/6f9619ff-8b86-4d01-b42d-00cf4fc964ff')).status(), 'a temporary password opens nothing else').toBe(403)
  await checkAccessibility(grace)
  gracePassword = 'rain falls upwards in june'
  await grace.getByLabel('Password you were given').fill(temporaryPassword)
  await grace.getByLabel('New password').fill(gracePassword)
  await grace.getByRole('button', { name: 'Save and go on' }).click()
  await expect(grace.getByRole('heading', { level: 1, name: OWNER.organization })).toBeVisible()
})

test('a changed role and a disabled account take effect with the next click', async ({ page, openBrowser }) => {
  const grace = await openBrowser()
  await signIn(grace, { email: GRACE.email, password: gracePassword })
  await grace.goto('/jobs')
  await expect(grace.getByRole('link', { name: 'Post a job' })).toBeVisible()

  await signIn(page, OWNER)
  await page.goto('/settings/people')
  await page.getByLabel(`Role of ${GRACE.name}`).selectOption('viewer')
  await expect(page.getByText(`${GRACE.name} is now Viewer.`)).toBeVisible()
  await grace.reload()
  await expect(grace.getByText('No jobs yet')).toBeVisible()
  await expect(grace.getByRole('link', { name: 'Post a job' })).toHaveCount(0)

  await page.getByRole('button', { name: `Actions for ${GRACE.name}` }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await page.getByRole('button', { name: 'Disable', exact: true }).click()
  await expect(page.getByText(`${GRACE.name} can no longer sign in.`)).toBeVisible()
  await grace.getByRole('link', { name: 'Candidates' }).first().click()
  await expect(grace).toHaveURL(/\/sign-in/)
  await fillSignIn(grace, { email: GRACE.email, password: gracePassword })
  await expect(alertWith(grace, 'E-mail or password is not right.')).toBeVisible()

  await page.getByLabel(`Role of ${OWNER.name}`).selectOption('admin')
  await expect(page.getByText('This is the last owner who can sign in.')).toBeVisible()
  await expect(page.getByLabel(`Role of ${OWNER.name}`)).toHaveValue('owner')
})

test('guessing a password is stopped, and the right one does not help until the wait is over', async ({ page }) => {
  await page.goto('/sign-in')
  const stopped = alertWith(page, /Too many attempts\. Wait \d+ minutes/)
  for (let attempt = 1; attempt <= 12 && (await stopped.count()) === 0; attempt++) {
    await fillSignIn(page, { email: GRACE.email, password: `guess number ${attempt}` })
    await expect(alertWith(page, /not right|Too many/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled()
  }
  await expect(stopped).toBeVisible()
  await fillSignIn(page, { email: GRACE.email, password: gracePassword })
  await expect(stopped).toBeVisible()
  await signIn(page, OWNER)
})

test('a person sees where they are signed in and ends a session elsewhere', async ({ page, openBrowser }) => {
  const elsewhere = await openBrowser()
  await signIn(elsewhere, OWNER)
  await signIn(page, OWNER)
  await page.goto('/settings/account')
  await checkAccessibility(page)
  const others = page.getByRole('button', { name: 'Sign out' })
  while ((await others.count()) > 0) {
    const before = await others.count()
    await others.first().click()
    await expect(others).toHaveCount(before - 1)
  }
  await elsewhere.goto('/jobs')
  await expect(elsewhere).toHaveURL(/\/sign-in/)
})

test('places are reached by keyboard, and colours are kept', async ({ page }) => {
  await signIn(page, OWNER)
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page).toHaveURL(/\/candidates$/)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /account menu/ }).filter({ visible: true }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})
