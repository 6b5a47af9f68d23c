/** Training speed on a device, for machines that have one: tokens a second, the share of the device's own matrix product, and PyTorch beside it when its Python is given.
 *
 *   node bench/gpu/main.ts [--device auto|cuda|webgpu|cpu] [--size tiny,tiny-llama,minilm,llama-1b] [--steps 10] [--peak-tflops X] [--python PATH] [--peer-device cuda|cpu]
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compileGraph, type Device } from '#lib/engine/executors/onnxruntime.ts'
import { sum } from '#lib/engine/graph/reduce.ts'
import { matmul } from '#lib/engine/graph/matmul.ts'
import { input } from '#lib/engine/graph/tensor.ts'
import { clipFactor } from '#lib/engine/optimizer.ts'
import { createRandom } from '#lib/engine/random.ts'
import { createContrastiveModel } from '#lib/engine/stages/contrastive-model.ts'
import { TextTable } from '#lib/engine/stages/text-table.ts'
import { chooseDevice, type DeviceWish } from '#workers/device.ts'
import { randomModel, SIZES, stepOperations, type BenchSize, type SizeName } from './sizes.ts'

const WARM_UP_STEPS = 2
const { values: flags } = parseArgs({
  options: {
    device: { type: 'string', default: 'auto' }, size: { type: 'string', default: 'minilm,llama-1b' }, steps: { type: 'string', default: '10' },
    'peak-tflops': { type: 'string' }, python: { type: 'string' }, 'peer-device': { type: 'string', default: 'cuda' },
  },
})

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number

/** Operations a second of a chain of square products, without what goes in and out. */
async function measureProduct(device: Device, size: number): Promise<number> {
  const a = input('a', [size, size])
  const chain = (length: number) => compileGraph([sum(Array.from({ length }).reduce((x: typeof a) => matmul(x, a), a), [0, 1])], { device })
  const feeds = new Map([['a', new Float32Array(size * size).fill(1 / size)]])
  const timeOf = async (length: number): Promise<number> => {
    const graph = await chain(length)
    await graph.run(feeds)
    const times: number[] = []
    for (let repeat = 0; repeat < 3; repeat++) {
      const started = performance.now()
      await graph.run(feeds)
      times.push((performance.now() - started) / 1000)
    }
    await graph.release()
    return Math.min(...times)
  }
  return (8 * 2 * size ** 3) / (await timeOf(9) - await timeOf(1))
}

async function measureSteps(device: Device, size: BenchSize, steps: number) {
  const model = randomModel(size)
  const [random, table] = [createRandom(2), new TextTable()]
  const pairs = size.texts / 2
  const trainable = createContrastiveModel({ ...model, pooling: 'mean' }, { batchSize: pairs, groupSize: 1, temperature: 0.05, inBatchNegatives: true, freezeEmbeddings: false, device, table, positivesOf: new Map(), tokensPerGraph: Infinity })
  const text = (): number => table.add(Array.from({ length: size.tokens }, () => 5 + random.below(model.config.vocabSize - 5)))
  const times: number[] = []
  for (let step = 0; step < steps + WARM_UP_STEPS; step++) {
    const groups = Array.from({ length: pairs }, (_, row) => ({ row, query: text(), passages: [text()] }))
    const started = performance.now()
    await trainable.weights.zeroGradients()
    const { loss } = await trainable.computeLoss(groups)
    const norm = await trainable.weights.gradientNorm()
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) throw new Error(`step ${step + 1}: loss ${loss}, gradient norm ${norm}`)
    await trainable.weights.update({ learningRate: 2e-5, gradientScale: clipFactor(norm, 1), weightDecay: 0.01 })
    times.push((performance.now() - started) / 1000)
  }
  await trainable.release()
  return { first: times[0] as number, later: median(times.slice(WARM_UP_STEPS)), operations: stepOperations(size, model), parameters: [...model.parameters.values()].reduce((total, { data }) => total + data.length, 0) }
}

const { device, reason } = await chooseDevice(flags.device as DeviceWish)
const print = (line: string): void => void process.stdout.write(`${line}\n`)
print(`device ${device} (${reason})`)
const isGpu = device === 'cuda' || device === 'webgpu'
if (!isGpu) print('No GPU is used: these figures say that the program works, nothing about a GPU.')
for (const name of flags.size.split(',') as SizeName[]) {
  const size: BenchSize | undefined = SIZES[name]
  if (size === undefined) throw new Error(`--size knows ${Object.keys(SIZES).join(', ')}, not ${name}`)
  const product = await measureProduct(device, name.startsWith('tiny') ? 256 : isGpu ? 4096 : 1024)
  const { first, later, operations, parameters } = await measureSteps(device, size, Number(flags.steps))
  const [tokens, speed] = [size.texts * size.tokens, operations / later]
  print(`\n${name}: ${(parameters / 1e6).toFixed(1)} M parameters, ${size.texts} texts × ${size.tokens} tokens a step, float32, AdamW`)
  print(`  step ${(later * 1000).toFixed(1)} ms (the first ${(first * 1000).toFixed(0)} ms), ${Math.round(tokens / later)} tokens/s, ${(speed / 1e9).toFixed(1)} GFLOP/s`)
  print(`  ${(100 * speed / product).toFixed(1)} % of the device's own matrix product (${(product / 1e9).toFixed(1)} GFLOP/s)`)
  if (flags['peak-tflops'] !== undefined) print(`  ${(100 * speed / 1e12 / Number(flags['peak-tflops'])).toFixed(2)} % of the ${flags['peak-tflops']} TFLOP/s that the maker names`)
  if (flags.python === undefined) continue
  const peer = spawnSync(flags.python, [fileURLToPath(new URL('peer.py', import.meta.url)), JSON.stringify(size.json), `${size.texts}`, `${size.tokens}`, flags.steps, flags['peer-device'], 'float32'], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (peer.status !== 0) throw new Error(`the peer failed: ${peer.stderr.trim().split('\n').at(-1)}`)
  const { secondsPerStep, device: peerDevice, torch } = JSON.parse(peer.stdout.trim().split('\n').at(-1) as string) as { secondsPerStep: number; device: string; torch: string }
  print(`  PyTorch ${torch} on ${peerDevice}: step ${(secondsPerStep * 1000).toFixed(1)} ms, ${Math.round(tokens / secondsPerStep)} tokens/s; ours is ${(secondsPerStep / later).toFixed(2)} × as fast`)
}
