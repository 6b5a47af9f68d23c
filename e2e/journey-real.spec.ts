import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from './support/fixtures.ts'
import { walkTheWholeWay } from './support/journey.ts'

const SHARED = fileURLToPath(new URL('../../shared/data', import.meta.url))
const ADVERTISEMENT = 'google-1133'

test.use({ productOptions: { spec: 'journey-real', demo: 'off' } })
test.skip(!existsSync(SHARED), 'the real advertisements and résumés of ../shared are not here')

test('from an empty product to a ranking that has learned, with a real advertisement and 48 real PDFs', async ({ page }) => {
  test.setTimeout(900_000)
  const jobs = readFileSync(join(SHARED, 'jobs/jobs.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { id: string; title: string; text: string })
  const job = jobs.find(({ id }) => id === ADVERTISEMENT)!
  const folder = join(SHARED, 'resumes/pdf')
  const files = readdirSync(folder).map((name) => ({ name, mimeType: 'application/pdf', buffer: readFileSync(join(folder, name)) }))
  await walkTheWholeWay(page, { job, files })
})
