import { test } from './support/fixtures.ts'
import { walkTheWholeWay } from './support/journey.ts'
import { makeResumeFiles } from './support/resume-files.ts'

test.use({ productOptions: { spec: 'journey', demo: 'off' } })

test('from an empty product to a ranking that has learned, with files made here', async ({ page }) => {
  test.setTimeout(600_000)
  const text = `We run a distribution centre for groceries and look for a warehouse supervisor.

Your work
- Plan the shifts of 40 people and lead the handover
- Keep stock control right: goods-in, cycle counts, dispatch

Requirements
- At least 3 years in a warehouse or in logistics
- Forklift licence
- You know a warehouse management system

Nice to have
- SAP`
  await walkTheWholeWay(page, { job: { title: 'Warehouse supervisor', text }, files: await makeResumeFiles() })
})
