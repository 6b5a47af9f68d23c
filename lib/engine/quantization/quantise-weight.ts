/** Weights as 8-bit integers, one scale for each output. Knows no graph and no model. */
import type { QuantisedWeight } from '../graph/quantised.ts'

/** weight [out, in] as Hugging Face stores it; the result is transposed, [in, out]. `largest` is the largest integer used, 127 at most. */
export function quantiseWeight(weight: Float32Array, outputs: number, inputs: number, largest = 127): QuantisedWeight {
  const values = new Int8Array(inputs * outputs)
  const scales = new Float32Array(outputs)
  for (let output = 0; output < outputs; output++) {
    const row = weight.subarray(output * inputs, (output + 1) * inputs)
    const scale = row.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30) / largest
    scales[output] = scale
    for (let index = 0; index < inputs; index++) values[index * outputs + output] = Math.round((row[index] as number) / scale)
  }
  return { values, scales }
}
