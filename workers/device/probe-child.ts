/** Run as a process of its own by probe-device.ts: times a matrix product on one device and prints the result. A driver may hang or crash here; nothing but this process is lost. */
import { compileGraph } from '#lib/engine/executors/onnxruntime.ts'
import type { Device } from '#lib/engine/executors/onnxruntime.ts'
import { matmul } from '#lib/engine/graph/matmul.ts'
import { sum } from '#lib/engine/graph/reduce.ts'
import { input } from '#lib/engine/graph/tensor.ts'

const SIZES = [512, 2048]
/** A device that takes longer for the smaller product is not asked for the larger one: 0.3 GFLOP take a real GPU about a millisecond. */
const SLOW_MS = 200

async function timeProduct(device: Device, size: number): Promise<number> {
  const a = input('a', [size, size])
  const graph = await compileGraph([sum(matmul(a, a), [0, 1])], { device })
  const feeds = new Map([['a', new Float32Array(size * size).fill(1 / size)]])
  const [warm] = await graph.run(feeds)
  if (Math.abs((warm?.[0] ?? NaN) / size - 1) > 1e-3) throw new Error(`a matrix product of ones summed to ${warm?.[0]} instead of ${size}`)
  const started = performance.now()
  await graph.run(feeds)
  return performance.now() - started
}

const [device = 'cpu'] = process.argv.slice(2) as [Device?]
let milliseconds: Record<number, number> = {}
try {
  for (const size of SIZES) {
    milliseconds = { ...milliseconds, [size]: await timeProduct(device, size) }
    if ((milliseconds[size] as number) > SLOW_MS) break
  }
  process.stdout.write(JSON.stringify({ milliseconds }))
} catch (error) {
  const causes = [error, (error as Error).cause].filter((cause) => cause instanceof Error)
  process.stdout.write(JSON.stringify({ failure: causes.map(({ message }) => message).join(' ') }))
}
process.exit(0) // sessions are not torn down: a driver that crashes there would hide the answer
