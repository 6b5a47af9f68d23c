/** People of the tests and what they do at the door. */
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'

export const OWNER = { organization: 'Harbour & Field', name: 'Ada Lindqvist', email: 'ada@harbour.test', password: 'nine swans over the harbour' }

export async function setUpOwner(page: Page, owner: typeof OWNER = OWNER): Promise<void> {
  await page.goto('/')
  await page.getByRole('link', { name: 'Set up yours' }).click()
  await page.getByLabel('Organisation').fill(owner.organization)
  await page.getByLabel('Your name').fill(owner.name)
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Create organisation' }).click()
  await expect(page.getByRole('heading', { level: 1, name: owner.organization })).toBeVisible()
}

export async function fillSignIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

export async function signIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in')
  await fillSignIn(page, person)
  await expect(page).not.toHaveURL(/sign-in/)
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /account menu/ }).filter({ visible: true }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
}
