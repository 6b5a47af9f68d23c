/** Rotary position embedding (arXiv 2104.09864): pairs of a head's coordinates turned by an angle that grows with the position. Knows no attention. */
import { add, multiply, negate } from '../graph/elementwise.ts'
import { concatenate, slice } from '../graph/layout.ts'
import { constant, dimAt, type Tensor } from '../graph/tensor.ts'
import type { RopeConfig } from './decoder-parameters.ts'

/** cos and sin of each position's angles, [length, head]; the second half of a head repeats the first, as Hugging Face lays it out. */
export interface RotaryTables { cosine: Tensor; sine: Tensor }

/** Angle per position of each pair, in float64; half as many as a head has coordinates. */
function rotaryFrequencies(rope: RopeConfig, headSize: number): number[] {
  return Array.from({ length: headSize / 2 }, (_, pair) => scaled(rope, rope.theta ** (-2 * pair / headSize)))
}

/** Llama 3.1: long wavelengths are stretched by `factor`, short ones stay, those between are mixed. */
function scaled(rope: RopeConfig, frequency: number): number {
  if (rope.type === 'default') return frequency
  const turns = rope.originalMaxPositions * frequency / (2 * Math.PI) // within the context of the first training
  const mix = Math.min(1, Math.max(0, (turns - rope.lowFreqFactor) / (rope.highFreqFactor - rope.lowFreqFactor)))
  return (1 - mix) * frequency / rope.factor + mix * frequency
}

/** cos and sin as numbers, [length, head] each. */
export function rotaryValues(rope: RopeConfig, headSize: number, length: number): { cosine: Float32Array; sine: Float32Array } {
  const frequencies = rotaryFrequencies(rope, headSize)
  const angles = Float64Array.from({ length: length * headSize }, (_, i) => Math.floor(i / headSize) * (frequencies[i % (headSize / 2)] as number))
  return { cosine: Float32Array.from(angles, Math.cos), sine: Float32Array.from(angles, Math.sin) }
}

export function rotaryTables(rope: RopeConfig, headSize: number, length: number): RotaryTables {
  const { cosine, sine } = rotaryValues(rope, headSize, length)
  return { cosine: constant(cosine, [length, headSize]), sine: constant(sine, [length, headSize]) }
}

/** x·cos + (−second half, first half)·sin for x [..., length, head]. */
export function rotate(x: Tensor, { cosine, sine }: RotaryTables): Tensor {
  const half = dimAt(x.dims, -1) / 2
  const quarterTurn = concatenate([negate(slice(x, -1, half, 2 * half)), slice(x, -1, 0, half)], -1)
  return add(multiply(x, cosine), multiply(quarterTurn, sine))
}
