import { expect, test } from 'vitest'
import { measureRow, median } from './measure-row.ts'
import type { BenchOptions, Row } from './row.ts'

const options: BenchOptions = { modelFolder: '', peer: null, python: undefined, threads: 2, rounds: 2, scale: 1 }
const ceiling = { ours: 100, peer: 50 }

function rowOf(unit: Row['unit'], calls: string[], hasPeer = true): Row {
  const side = (name: string, seconds: readonly number[]) => async (round: number): Promise<number> => {
    calls.push(`${name} ${round}`)
    return seconds[round] as number
  }
  return {
    name: 'row', title: '', unit, target: '',
    prepare: async () => ({ ours: side('ours', [9, 2, 4]), peer: hasPeer ? side('peer', [1, 4, 4]) : null, floatingPointOperations: 150e9, release: async () => { calls.push('released') } }),
  }
}

test('both sides take turns, who begins changes, and the first round only warms up', async () => {
  const calls: string[] = []
  const { ours, peer, ratios, shareOfCeiling } = await measureRow(rowOf('seconds', calls), options, ceiling)
  expect(calls).toEqual(['ours 0', 'peer 0', 'peer 1', 'ours 1', 'ours 2', 'peer 2', 'released'])
  expect([ours, peer, ratios]).toEqual([[2, 4], [4, 4], [2, 1]])
  expect(shareOfCeiling).toEqual({ ours: 0.5, peer: 0.75 })
})

test('of texts a second, more is better', async () => {
  expect((await measureRow(rowOf('texts a second', []), options, ceiling)).ratios).toEqual([0.5, 1])
})

test('without a Python there is no ratio', async () => {
  expect(await measureRow(rowOf('seconds', [], false), options, { ours: 100, peer: null })).toMatchObject({ ours: [2, 4], peer: [], ratios: [] })
})

test('the median of an even number of values lies between the middle two', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5])
})
