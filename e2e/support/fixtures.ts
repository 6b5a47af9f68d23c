/** What every browser test stands on: a product of its own per spec file, and a page on which an error in the console fails the test. */
import { test as base, expect } from '@playwright/test'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { startProduct } from './product.ts'
import type { Product, ProductOptions } from './product.ts'

interface TestFixtures {
  /** Console errors that a test provokes on purpose. */
  expectedErrors: RegExp | null
  /** A page in a browser of its own, as another person has it; watched like `page`. */
  openBrowser: (options?: Parameters<Browser['newContext']>[0]) => Promise<Page>
}

interface WorkerFixtures {
  productOptions: ProductOptions & { spec: string }
  product: Product
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  /** A spec sets its own with `test.use`: other options mean another product. */
  productOptions: [{ spec: 'default', demo: 'off' }, { option: true, scope: 'worker' }],
  product: [
    async ({ productOptions }, provide) => {
      const product = await startProduct(productOptions)
      await provide(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  baseURL: async ({ product }, provide) => provide(product.url),
  expectedErrors: [null, { option: true }],
  page: async ({ page, expectedErrors }, provide) => {
    const errors = watchErrors(page, expectedErrors)
    await provide(page)
    expect(errors, 'errors in the console of the browser').toEqual([])
  },
  openBrowser: async ({ browser, baseURL, expectedErrors }, provide) => {
    const contexts: BrowserContext[] = []
    const errors: string[][] = []
    await provide(async (options) => {
      const context = await browser.newContext({ baseURL, locale: 'en-GB', viewport: { width: 1360, height: 860 }, ...options })
      contexts.push(context)
      const page = await context.newPage()
      errors.push(watchErrors(page, expectedErrors))
      return page
    })
    await Promise.all(contexts.map((context) => context.close()))
    expect(errors.flat(), 'errors in the console of the browser').toEqual([])
  },
})

function watchErrors(page: Page, expected: RegExp | null): string[] {
  const errors: string[] = []
  const keep = (text: string) => {
    if (!expected?.test(text)) errors.push(text)
  }
  page.on('console', (message) => message.type() === 'error' && keep(`${message.text()} (${message.location().url})`))
  page.on('pageerror', (error) => keep(String(error.stack)))
  return errors
}

export { expect }
