import { expect, test } from 'vitest'
import { judgeChange } from './judge-change.ts'

const estimate = (value: number, margin: number) => ({ value, low: value - margin, high: value + margin, n: 50 })

test('a change is called better or worse only when the ranges do not overlap', () => {
  expect(judgeChange(estimate(0.5, 0.05), estimate(0.7, 0.05))).toBe('better')
  expect(judgeChange(estimate(0.7, 0.05), estimate(0.5, 0.05))).toBe('worse')
  expect(judgeChange(estimate(0.6, 0.08), estimate(0.7, 0.08))).toBe('unclear')
})

test('a very wide range is called too wide instead of unclear', () => {
  expect(judgeChange(estimate(0.6, 0.2), estimate(0.7, 0.2))).toBe('tooWide')
})

test('a handful of cases says nothing, however sure their range looks', () => {
  expect(judgeChange(estimate(0.8, 0.1), { value: 1, low: 1, high: 1, n: 11 })).toBe('tooFew')
})

test('what was not measured on both sides is not compared', () => {
  expect(judgeChange(null, estimate(0.7, 0.1))).toBe('cannotSay')
  expect(judgeChange(estimate(0.7, 0.1), null)).toBe('cannotSay')
})
