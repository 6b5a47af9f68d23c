import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { normalizeText } from '../documents/normalize-text.ts'
import { JOB_TEXT_LIMIT } from '../validation/jobs.ts'
import { readRequirements } from './read-requirements.ts'

const read = (text: string) => readRequirements(text).map(({ level, text }) => `${level}: ${text}`)

test('lists under headings are must or nice', () => {
  const text = 'Accountant\nResponsibilities:\n- Close the month\nRequirements\n- CPA or ACCA\n- 5 years in audit\nNice to have:\n• SAP\nWhat we offer\n- 30 days of holiday'
  expect(read(text)).toEqual(['must: CPA or ACCA', 'must: 5 years in audit', 'nice: SAP'])
})

test('the span of a requirement is its place in the text', () => {
  const text = '🙂 Nurse\n\nQualifications: registered nurse\n* night shifts'
  for (const { span, text: wanted } of readRequirements(text)) expect(text.slice(span!.start, span!.end)).toBe(wanted)
  expect(read(text)).toEqual(['must: registered nurse', 'must: night shifts'])
})

test('a line says of itself that it is wished for or required', () => {
  expect(read('You will enjoy it here. A driving licence is required. Knowledge of Polish is a plus. Work as required.')).toEqual(['must: A driving licence is required.', 'nice: Knowledge of Polish is a plus.'])
  expect(read('Requirements:\n- Java, Kotlin preferred\n- SQL required, Oracle preferred\n- Programming (R or Python preferred)')).toEqual(['nice: Java, Kotlin preferred', 'must: SQL required, Oracle preferred', 'must: Programming (R or Python preferred)'])
})

test('German texts are read too', () => {
  const text = 'Elektriker (m/w/d)\nIhre Aufgaben\n- Montage\nIhr Profil:\n- Abgeschlossene Ausbildung\n- Führerschein Klasse B\n- Englisch von Vorteil\nWir bieten\n- Firmenwagen'
  expect(read(text)).toEqual(['must: Abgeschlossene Ausbildung', 'must: Führerschein Klasse B', 'nice: Englisch von Vorteil'])
})

test('a text that lost its line breaks is read at its bullets and headings', () => {
  expect(read('We are a bank. Requirements: • Excel • English at C1 Nice to have: • French Benefits: • Lunch')).toEqual(['must: Excel', 'must: English at C1', 'nice: French'])
})

test('a text without requirements has none', () => {
  expect(read('We sell flowers. Come and see us! No experience is required.')).toEqual([])
  expect(read('')).toEqual([])
})

test('the longest texts are read in a moment, whatever they repeat', () => {
  for (const part of ['a', 'you have experience with ', 'You must have it. ', 'Skills and Skills, Skills, ', 'Requirements:\n- x y\n', 'Requirements ', '5 years of a b c d e ', '• ', '((((', '; ']) {
    const startedAt = performance.now()
    readRequirements(part.repeat(Math.ceil(JOB_TEXT_LIMIT / part.length)).slice(0, JOB_TEXT_LIMIT))
    expect(performance.now() - startedAt, JSON.stringify(part)).toBeLessThan(2000)
  }
})

const realJobs = '../shared/data/jobs/jobs.jsonl'
test.skipIf(!existsSync(realJobs))('real advertisements with sections have requirements, each where the text says (skipped where the shared data is not)', () => {
  const jobs = readFileSync(realJobs, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { source: string; text: string }).filter(({ source }) => source !== 'onet')
  let withRequirements = 0
  for (const job of jobs) {
    const text = normalizeText(job.text)
    const requirements = readRequirements(text)
    if (requirements.length > 0) withRequirements++
    for (const { text: wanted, span } of requirements) expect(text.slice(span!.start, span!.end).replace(/\s+/gu, ' ')).toBe(wanted)
  }
  expect(withRequirements / jobs.length).toBeGreaterThan(0.95)
})
