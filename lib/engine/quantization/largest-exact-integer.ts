/** Asks the processor how large 8-bit weights may be. Some add pairs of products in 16 bits, where 255 · 127 twice overflows. */
import { compileGraph } from '../executors/onnxruntime.ts'
import { integerProduct } from '../graph/quantised.ts'
import { bytes, constant } from '../graph/tensor.ts'

const [ROWS, WIDTH, COLUMNS] = [16, 64, 16]

/** 127, or 63 where a product of the largest values does not come out right. */
export async function largestExactInteger(): Promise<127 | 63> {
  const values = bytes(new Uint8Array(ROWS * WIDTH).fill(255), [ROWS, WIDTH]) // each stands for 255 − 128 = 127
  const scale = constant(new Float32Array(ROWS).fill(1), [ROWS, 1])
  const graph = await compileGraph([integerProduct({ values, scale }, { values: new Int8Array(WIDTH * COLUMNS).fill(127), scales: new Float32Array(COLUMNS).fill(1) })])
  const [result] = await graph.run(new Map())
  await graph.release()
  return result?.every((value) => value === WIDTH * 127 * 127) === true ? 127 : 63
}
