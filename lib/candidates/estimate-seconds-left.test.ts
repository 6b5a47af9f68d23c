import { expect, test } from 'vitest'
import { estimateSecondsLeft } from './estimate-seconds-left.ts'

const document = (state: 'queued' | 'reading' | 'ready' | 'needs_review', rows: { rowsDone: number | null; rowsTotal: number | null } = { rowsDone: null, rowsTotal: null }) => ({ state, ...rows })
const after = (seconds: number, documents: Parameters<typeof estimateSecondsLeft>[0]) => estimateSecondsLeft(documents, { startedAt: new Date(0), now: new Date(seconds * 1000) })

test('time left follows from the pace so far', () => {
  expect(after(10, [document('ready'), document('needs_review'), document('reading'), document('queued')])).toBe(10)
  expect(after(10, [document('reading', { rowsDone: 250, rowsTotal: 1000 })])).toBe(30)
})

test('nothing is guessed before anything is done, and nothing is left when all is', () => {
  expect(after(10, [document('queued'), document('reading')])).toBeNull()
  expect(after(0.2, [document('ready'), document('queued')])).toBeNull()
  expect(after(10, [document('ready')])).toBe(0)
})
