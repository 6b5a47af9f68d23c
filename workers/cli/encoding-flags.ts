import { openEncoder } from '#lib/engine/encoder.ts'
import type { Device, Encoder } from '#lib/engine/encoder.ts'
import { chooseDevice } from '#workers/device.ts'
import type { CommandContext, Flag, FlagValues } from './command.ts'
import { createProgress } from './progress.ts'

const DEVICES = ['auto', 'cpu', 'webgpu', 'cuda', 'tfjs'] as const

/** The flags that every command with a model has. */
export const modelFlags = {
  model: { value: 'DIR', help: 'model folder as Hugging Face lays it out', isRequired: true },
  device: { value: 'auto|cpu|webgpu|cuda|tfjs', help: 'where to compute (docs/gpu.md); auto takes the first of cuda, webgpu and cpu that works and is worth it', default: 'auto' },
  threads: { value: 'N', help: 'CPU threads; all cores when left out' },
} satisfies Record<string, Flag>

/** The flags that every command with an encoder has. Texts are encoded as the product does it: the mean of windows over the whole text. */
export const encodingFlags = {
  ...modelFlags,
  precision: { value: 'float32|int8', help: 'int8 is faster and coarser; compare vectors of one precision only', default: 'float32' },
} satisfies Record<string, Flag>

export const lengthFlags = {
  'max-query-length': { value: 'N', help: 'encode only the first N tokens of a query instead of all its windows' },
  'max-passage-length': { value: 'N', help: 'encode only the first N tokens of a passage instead of all its windows' },
} satisfies Record<string, Flag>

export type TextRole = 'query' | 'passage'

export interface TextEncoder {
  encode(texts: readonly string[], role: TextRole): Promise<Float32Array[]>
}

/** Says on standard error what a wish that leaves something open came to, and why. */
export async function deviceOf(flags: FlagValues, context: CommandContext): Promise<Device> {
  const wish = flags.choice('device', DEVICES) ?? 'auto'
  const { device, reason } = await chooseDevice(wish)
  if (wish === 'auto' || wish === 'tfjs') context.writeNote(`device ${device} (${reason})`)
  return device
}

/** Texts of a role with a maximum length are cut there, as in training; the others are encoded whole. */
export type MaxLengths = Partial<Record<TextRole, number>>

export function maxLengthsOf(flags: FlagValues): MaxLengths {
  return { query: flags.number('max-query-length', { least: 3, isWhole: true }), passage: flags.number('max-passage-length', { least: 3, isWhole: true }) }
}

export async function withEncoder(flags: FlagValues, context: CommandContext, maxLengths: MaxLengths, work: (encoder: TextEncoder) => Promise<void>): Promise<void> {
  const precision = flags.choice('precision', ['float32', 'int8'])
  const isLeftOpen = flags.choice('device', DEVICES) === 'auto'
  const device = precision === 'int8' && isLeftOpen ? 'cpu' : await deviceOf(flags, context) // int8 is computed on the CPU only
  const encoder = await openEncoder(flags.text('model'), { device, precision, threads: flags.number('threads', { least: 1, isWhole: true }) })
  try {
    await work({ encode: (texts, role) => encodeTexts(encoder, texts, maxLengths[role], role, context) })
  } finally {
    await encoder.release()
  }
}

async function encodeTexts(encoder: Encoder, texts: readonly string[], maxLength: number | undefined, role: TextRole, context: CommandContext): Promise<Float32Array[]> {
  const report = createProgress(context, role === 'query' ? 'queries' : 'passages')
  const options = { signal: context.signal, onProgress: report }
  if (maxLength !== undefined) return encoder.encode(texts, { ...options, maxLength })
  return (await encoder.encodeDocuments(texts, options)).map(({ embedding }) => embedding)
}
