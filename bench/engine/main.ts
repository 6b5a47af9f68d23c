/**
 * Measures the engine, and the peer when its Python is given (torch, transformers, sentence-transformers), in turn on the same inputs.
 * Usage: npm run bench:engine -- [--python PATH] [--rows training-step,memory] [--rounds 5] [--scale 1] [--threads 2] [--model ../shared/models/all-MiniLM-L6-v2]
 * --rounds 0 measures each row once without warming up; --scale .2 does a fifth of the RankPO epoch and of the texts to encode.
 */
import { parseArgs } from 'node:util'
import { encodeFloat32, encodeInt8 } from './encoding.ts'
import { encodingMemory } from './encoding-process.ts'
import { firstStep, memory } from './fresh-process.ts'
import { measureCeiling } from './machine.ts'
import { measureRow, median, type Measurement } from './measure-row.ts'
import { startPeer } from './peer.ts'
import { query } from './query.ts'
import { rankpoEpoch } from './rankpo-epoch.ts'
import type { BenchOptions, Row } from './row.ts'
import { trainingStep } from './training-step.ts'

const ROWS: Row[] = [trainingStep, rankpoEpoch, encodeFloat32, encodeInt8, query, memory, firstStep, encodingMemory]

const { values: flags } = parseArgs({
  options: {
    python: { type: 'string' }, rows: { type: 'string', default: ROWS.map(({ name }) => name).join() }, rounds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' }, threads: { type: 'string', default: '2' }, model: { type: 'string', default: '../shared/models/all-MiniLM-L6-v2' },
  },
})

const chosen = flags.rows.split(',').map((name) => {
  const row = ROWS.find((candidate) => candidate.name === name)
  if (row === undefined) throw new Error(`There is no row ${name}; the rows are ${ROWS.map((candidate) => candidate.name).join(', ')}.`)
  return row
})
const threads = Number(flags.threads)
const peer = flags.python === undefined ? null : startPeer(flags.python, flags.model, threads)
const options: BenchOptions = { modelFolder: flags.model, peer, python: flags.python, threads, rounds: Number(flags.rounds), scale: Number(flags.scale) }

const ceiling = await measureCeiling(threads, peer)
console.log(`the machine's matrix product (4096 or 1024) × 384 × 1536 on ${threads} threads: ${ceiling.ours.toFixed(0)} GFLOP/s ours${ceiling.peer === null ? '' : `, ${ceiling.peer.toFixed(0)} the peer's`}\n`)
for (const row of chosen) print(await measureRow(row, options, ceiling))
peer?.close()

function print({ row, ours, peer: theirs, ratios, shareOfCeiling, remarks }: Measurement): void {
  const span = (values: readonly number[]): string => `${format(median(values))} (${format(Math.min(...values))}–${format(Math.max(...values))})`
  console.log(row.title)
  console.log(`  ours   ${span(ours)} ${row.unit}`)
  if (theirs.length > 0) console.log(`  peer   ${span(theirs)} ${row.unit}`)
  if (ratios.length > 0) console.log(`  ratio  ${median(ratios).toFixed(2)} × (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}), ${ratios.length} rounds; target ${row.target}`)
  if (shareOfCeiling !== null) console.log(`  share of the machine's matrix product: ${percent(shareOfCeiling.ours)} ours${theirs.length === 0 ? '' : `, ${percent(shareOfCeiling.peer)} the peer's`}`)
  for (const remark of remarks) console.log(`  ${remark}`)
  console.log()
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
