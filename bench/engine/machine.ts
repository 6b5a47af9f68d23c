/** What the machine itself can do: the speed of one matrix product, in our runtime and in the peer's. Every row that computes is measured against it. */
import { compileGraph } from '#lib/engine/executors/onnxruntime.ts'
import { matmul } from '#lib/engine/graph/matmul.ts'
import { constant, input } from '#lib/engine/graph/tensor.ts'
import type { Peer } from './peer.ts'

/** MiniLM's feed-forward layer, there and back several times without anything between: results stay inside the runtime, as in a step. */
const SHAPE = { inner: 384, columns: 1536, pairs: 4, repeats: 12 }
/** All tokens of a step at once, and a block of them whose results stay near the processor: the faster one is the ceiling. */
const ROWS = [4096, 1024]

export interface Ceiling { ours: number; peer: number | null }

/** GFLOP/s, best of several. */
export async function measureCeiling(threads: number, peer: Peer | null): Promise<Ceiling> {
  const speeds: { ours: number[]; peer: number[] } = { ours: [], peer: [] }
  for (const rows of ROWS) {
    speeds.ours.push(await measureProduct(rows, threads))
    if (peer !== null) speeds.peer.push((await peer.ask<{ gigaflops: number }>('matrix-product', { ...SHAPE, rows })).gigaflops)
  }
  return { ours: Math.max(...speeds.ours), peer: peer === null ? null : Math.max(...speeds.peer) }
}

async function measureProduct(rows: number, threads: number): Promise<number> {
  const { inner, columns, pairs, repeats } = SHAPE
  const [up, down] = [input('up', [inner, columns]), input('down', [columns, inner])]
  let x = input('x', [rows, inner])
  for (let pair = 0; pair < pairs; pair++) x = matmul(matmul(x, up), down)
  const graph = await compileGraph([x], { threads })
  const random = (length: number): Float32Array => Float32Array.from({ length }, () => (Math.random() - 0.5) / 16)
  const feeds = new Map([['x', random(rows * inner)], ['up', random(inner * columns)], ['down', random(columns * inner)]])
  const target = new Float32Array(rows * inner)
  let best = 0
  for (let repeat = 0; repeat < repeats; repeat++) {
    const started = performance.now()
    await graph.run(feeds, [target])
    best = Math.max(best, (2 * pairs * 2 * rows * inner * columns) / (performance.now() - started) / 1e6)
  }
  await graph.release()
  return best
}

/** GFLOP/s of the same products with constant weights, which the runtime lays out for its kernel once: what inference may hope for. Best of several. */
export async function measurePackedProduct(threads: number): Promise<number> {
  const { rows, inner, columns, pairs, repeats } = { ...SHAPE, rows: 512 }
  const random = (length: number): Float32Array => Float32Array.from({ length }, () => (Math.random() - 0.5) / 16)
  const [up, down] = [constant(random(inner * columns), [inner, columns]), constant(random(columns * inner), [columns, inner])]
  let x = input('x', [rows, inner])
  for (let pair = 0; pair < pairs; pair++) x = matmul(matmul(x, up), down)
  const graph = await compileGraph([x], { threads })
  const feeds = new Map([['x', random(rows * inner)]])
  const speeds: number[] = []
  for (let repeat = 0; repeat < 4 * repeats; repeat++) {
    const started = performance.now()
    await graph.run(feeds)
    speeds.push((2 * pairs * 2 * rows * inner * columns) / (performance.now() - started) / 1e6)
  }
  await graph.release()
  return Math.max(...speeds)
}
