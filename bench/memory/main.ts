/** `node bench/memory/main.ts [--only 1,4]`: time and peak memory of a training step in each configuration, beside what was estimated before it; a process each, one after the other. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CONFIGURATIONS, type Configuration, type Measurement } from './configurations.ts'

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
const script = fileURLToPath(new URL('measure-step.ts', import.meta.url))

function describe({ name, freezeEmbeddings, microBatches, recomputeActivations, tokensPerGraph }: Configuration): string {
  const how = recomputeActivations ? 'layer by layer' : tokensPerGraph === undefined ? '' : 'one graph'
  return [name, ...(how === '' ? [] : [how]), ...(freezeEmbeddings ? ['frozen word embeddings'] : []), ...(microBatches === undefined ? [] : [`${microBatches} micro-batches`])].join(', ')
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)
console.log('| configuration | step | first step | peak (VmHWM) | estimated | error |\n|---|---|---|---|---|---|')
for (const [index, configuration] of CONFIGURATIONS.entries()) {
  if (only !== undefined && !only.split(',').includes(`${index + 1}`)) continue
  const { step, firstStep, peakBytes, estimatedBytes } = JSON.parse(execFileSync(process.execPath, [script, JSON.stringify(configuration)], { encoding: 'utf8' })) as Measurement
  const error = (100 * (estimatedBytes - peakBytes)) / peakBytes
  console.log(`| ${describe(configuration)} | ${step.toFixed(2)} s | ${firstStep.toFixed(2)} s | ${megabytes(peakBytes)} MB | ${megabytes(estimatedBytes)} MB | ${error > 0 ? '+' : ''}${error.toFixed(0)} % |`)
}
