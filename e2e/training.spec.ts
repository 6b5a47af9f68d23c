import { signIn } from './support/accounts.ts'
import { checkAccessibility } from './support/check-accessibility.ts'
import { expect, test } from './support/fixtures.ts'

test.use({ productOptions: { spec: 'training', demo: 'on' } })
test.describe.configure({ mode: 'serial' })

test.beforeEach(async ({ page, product }) => {
  await signIn(page, product.demo!)
  await page.goto('/training')
})

test('before the first run the page says what there is to learn from', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1, name: 'Training' })).toBeVisible()
  await expect(page.getByText('Answers to learn from')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Retrain' })).toBeEnabled()
  await expect(page.getByText('No run yet')).toBeVisible()
  await checkAccessibility(page)
})

test('two people who press Retrain at once start one run, and it can be cancelled', async ({ page, openBrowser, product }) => {
  const other = await openBrowser()
  await signIn(other, product.demo!)
  await other.goto('/training')
  await Promise.all([page.getByRole('button', { name: 'Retrain' }).click(), other.getByRole('button', { name: 'Retrain' }).click()])
  for (const screen of [page, other]) {
    await expect(screen.getByTestId('training-run')).toHaveAttribute('data-state', /queued|running/)
    await expect(screen.getByRole('button', { name: 'Retrain' })).toBeDisabled()
  }
  await expect(page.getByRole('table').last().getByRole('row')).toHaveCount(2)
  await checkAccessibility(page)
  await page.getByRole('button', { name: 'Cancel run' }).click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await expect(page.getByTestId('training-run')).toHaveAttribute('data-state', 'cancelled', { timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Retrain' })).toBeEnabled()
  await expect(other.getByTestId('training-run')).toHaveAttribute('data-state', 'cancelled')
})
