/** What the machine itself can do: the speed of one matrix product, in our runtime and in the peer's. Every row that computes is measured against it. */
import { compileGraph } from '#lib/engine/executors/onnxruntime.ts'
import { matmul } from '#lib/engine/graph/matmul.ts'
import { input } from '#lib/engine/graph/tensor.ts'
import type { Peer } from './peer.ts'

/** The first product of MiniLM's feed-forward layer over 32 texts of 128 tokens. */
const SHAPE = { rows: 4096, inner: 384, columns: 1536, repeats: 15 }

export interface Ceiling { ours: number; peer: number | null }

/** GFLOP/s, best of several. */
export async function measureCeiling(threads: number, peer: Peer | null): Promise<Ceiling> {
  const { rows, inner, columns, repeats } = SHAPE
  const graph = await compileGraph([matmul(input('a', [rows, inner]), input('b', [inner, columns]))], { threads })
  const random = (length: number): Float32Array => Float32Array.from({ length }, () => Math.random() - 0.5)
  const feeds = new Map([['a', random(rows * inner)], ['b', random(inner * columns)]])
  const target = new Float32Array(rows * columns)
  let ours = 0
  for (let repeat = 0; repeat < repeats; repeat++) {
    const started = performance.now()
    await graph.run(feeds, [target])
    ours = Math.max(ours, (2 * rows * inner * columns) / (performance.now() - started) / 1e6)
  }
  await graph.release()
  return { ours, peer: peer === null ? null : (await peer.ask<{ gigaflops: number }>('matrix-product', SHAPE)).gigaflops }
}
