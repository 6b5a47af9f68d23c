import { expect, test } from 'vitest'
import { buildPreferenceRows } from './build-preference-rows.ts'
import type { GivenAnswer } from './build-preference-rows.ts'

const texts = new Map([['ann', 'nurse'], ['ben', 'cook'], ['cleo', 'cook'], ['dan', 'driver']])
let minute = 0
const answer = (left: string, right: string, said: GivenAnswer['answer'], change: Partial<GivenAnswer> = {}): GivenAnswer => ({
  pairId: `pair ${++minute}`, jobId: 'job', jobVersionId: 'version', leftCandidateId: left, rightCandidateId: right, answer: said, answeredAt: new Date(minute * 60_000), split: 'train', ...change,
})
const train = (...answers: GivenAnswer[]) => buildPreferenceRows(answers, texts).train.map(({ chosen, rejected }) => `${chosen} > ${rejected}`)

test('left and right become chosen and rejected; ties and skips do not train', () => {
  expect(train(answer('ann', 'ben', 'left'), answer('ann', 'dan', 'right'), answer('ben', 'dan', 'tie'), answer('cleo', 'dan', 'skip'))).toEqual(['ann > ben', 'dan > ann'])
})

test('the latest answer about two people wins, whichever side they stood on', () => {
  expect(train(answer('ann', 'ben', 'left'), answer('ben', 'ann', 'left'))).toEqual(['ben > ann'])
})

test('a later tie unmakes a choice, a later skip does not', () => {
  expect(train(answer('ann', 'ben', 'left'), answer('ann', 'ben', 'tie'))).toEqual([])
  expect(train(answer('ann', 'ben', 'left'), answer('ann', 'ben', 'skip'))).toEqual(['ann > ben'])
})

test('answers for two jobs do not touch each other', () => {
  expect(train(answer('ann', 'ben', 'left'), answer('ann', 'ben', 'right', { jobId: 'other' }))).toEqual(['ann > ben', 'ben > ann'])
})

test('two people asked about for measuring are never trained on, not even by a later training answer', () => {
  const answers = [answer('ann', 'ben', 'left', { split: 'holdout' }), answer('ben', 'ann', 'left')]
  const { train: rows, heldOut } = buildPreferenceRows(answers, texts)
  expect(rows).toEqual([])
  expect(heldOut).toMatchObject([{ chosen: 'ann', rejected: 'ben' }])
})

test('two people with one text, or one without, are refused and counted', () => {
  expect(buildPreferenceRows([answer('ben', 'cleo', 'left'), answer('ann', 'gone', 'left'), answer('ann', 'dan', 'left')], texts)).toMatchObject({ dropped: 2, train: [{ chosen: 'ann' }] })
})
