import { OWNER, setUpOwner, signIn } from './support/accounts.ts'
import { expect, test } from './support/fixtures.ts'

test.use({ productOptions: { spec: 'demo', demo: 'on' } })
test.describe.configure({ mode: 'serial' })

test('the demo is alive at the first start, and its sign-in was printed', async ({ page, product }) => {
  expect(product.demo, product.output()).not.toBeNull()
  await signIn(page, product.demo!)
  await expect(page.getByText(/\d+ open jobs, \d+ people to rank/)).toBeVisible()
  await page.goto('/candidates')
  await expect(page.getByText(/^\d{3,} people$/)).toBeVisible()
  await page.getByRole('link', { name: 'Next' }).click()
  await expect(page.getByText(/^51–100 of/)).toBeVisible()
})

test('the demo is apart from the organisation that is set up beside it', async ({ page }) => {
  await setUpOwner(page)
  await page.goto('/candidates')
  await expect(page.getByText('Drop résumés here')).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(0)
})

test('an owner deletes the demo by typing its name, and its people are signed out', async ({ page, openBrowser, product }) => {
  const visitor = await openBrowser()
  await signIn(visitor, product.demo!)
  await signIn(page, OWNER)
  await page.goto('/settings/organisation')
  await page.getByRole('button', { name: 'Delete demo organisation' }).click()
  const dialog = page.getByRole('dialog')
  const confirm = dialog.getByRole('button', { name: 'Delete demo organisation' })
  await expect(confirm).toBeDisabled()
  const name = /Type “(.+)” to confirm/.exec((await dialog.getByText(/^Type/).textContent())!)![1]!
  await dialog.getByRole('textbox').fill(name)
  await confirm.click()
  await expect(page.getByText('The demo organisation was deleted.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Delete demo organisation' })).toHaveCount(0)
  await visitor.goto('/jobs')
  await expect(visitor).toHaveURL(/\/sign-in/)
})
