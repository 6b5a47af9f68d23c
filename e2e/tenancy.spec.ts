import type { Page, Request } from '@playwright/test'
import { setUpOwner, signIn } from './support/accounts.ts'
import { expect, test } from './support/fixtures.ts'

test.use({
  productOptions: { spec: 'tenancy', demo: 'on' },
  expectedErrors: /status of 404|ERR_FAILED|Failed to fetch/,
})

interface Captured {
  what: string
  url: string
  action: string
  body: string
}

/** Lets a person do something, keeps the request of the action from being sent, and returns it. */
async function capture(page: Page, what: string, act: () => Promise<void>): Promise<Captured> {
  const isAction = (request: Request) => request.method() === 'POST' && request.headers()['next-action'] !== undefined
  await page.route('**', (route) => (isAction(route.request()) ? route.abort() : route.continue()))
  const sent = page.waitForRequest(isAction)
  await act()
  const request = await sent
  await page.unroute('**')
  return { what, url: request.url(), action: request.headers()['next-action']!, body: request.postData() ?? '' }
}

test('ids of another organisation lead nowhere, in every address and in every action', async ({ page, openBrowser, product }) => {
  test.setTimeout(180_000)
  const theirs = await openBrowser()
  await signIn(theirs, product.demo!)
  await theirs.goto('/jobs')
  const jobPath = (await theirs.locator('tbody a').first().getAttribute('href'))!
  await theirs.goto(jobPath)
  const row = theirs.getByTestId('ranked-list').getByRole('link').first()
  await expect(row).toBeVisible({ timeout: 120_000 })
  const candidateId = (await row.getAttribute('data-candidate'))!
  const upload = await theirs.request.post('/api/uploads', { headers: { origin: product.url }, multipart: { files: { name: 'cv.txt', mimeType: 'text/plain', buffer: Buffer.from('Imogen Ashdown\nBeekeeper with nine years of practice in queen rearing and honey extraction.') } } })
  const { uploadId } = (await upload.json()) as { uploadId: string }
  const readUpload = async () => (await (await theirs.request.get(`/api/uploads/${uploadId}`)).json()) as { isFinished: boolean; documents: { id: string }[] }
  await expect.poll(async () => (await readUpload()).isFinished, { timeout: 60_000 }).toBe(true)
  const documentPath = `/documents/${(await readUpload()).documents[0]!.id}/file`

  const captured = await test.step('what they could do, kept from being done', async () => {
    const found: Captured[] = []
    await theirs.goto(jobPath)
    found.push(await capture(theirs, 'shortlist', () => theirs.getByTestId('ranked-list').getByRole('button', { name: /shortlist/i }).first().click()))
    await theirs.goto(jobPath)
    await theirs.getByRole('button', { name: 'More actions' }).click()
    found.push(await capture(theirs, 'close the job', () => theirs.getByRole('menuitem', { name: 'Close job' }).click()))
    await theirs.goto(`${jobPath}/edit`)
    await theirs.getByLabel('Title').fill('Taken over')
    found.push(await capture(theirs, 'edit the job', () => theirs.getByRole('button', { name: /Save as version/ }).click()))
    await theirs.goto(`/candidates/${candidateId}`)
    await theirs.getByRole('button', { name: 'Delete' }).click()
    found.push(await capture(theirs, 'delete the person', () => theirs.getByRole('button', { name: 'Delete person' }).click()))
    return found
  })

  await setUpOwner(page)
  for (const path of [jobPath, `${jobPath}/edit`, `${jobPath}/shortlist`, `${jobPath}/versions`, `${jobPath}/compare`, `${jobPath}/ranking`, `${jobPath}/people/${candidateId}`, `/candidates/${candidateId}`, `/candidates/uploads/${uploadId}`, `/api/uploads/${uploadId}`, documentPath]) {
    expect((await theirs.request.get(path)).status(), `${path} for its own people`).toBe(200)
    expect((await page.request.get(path)).status(), `${path} for strangers`).toBe(404)
  }
  expect((await page.request.post(`${jobPath}/compare/next`, { headers: { origin: product.url }, data: {} })).status()).toBe(404)

  for (const { what, url, action, body } of captured) {
    const answer = await page.request.post(url, { headers: { origin: product.url, 'next-action': action, 'content-type': 'text/plain;charset=UTF-8', accept: 'text/x-component' }, data: body })
    const text = await answer.text()
    expect(answer.status() === 404 || text.includes('"code":"not_found"'), `${what}: ${answer.status()} ${text.slice(0, 300)}`).toBe(true)
  }
  await theirs.goto(jobPath)
  await expect(theirs.getByText('Open', { exact: true })).toBeVisible()
  await expect(theirs.getByText('v1, posted')).toBeVisible()
  expect((await theirs.request.get(`/candidates/${candidateId}`)).status()).toBe(200)
})
