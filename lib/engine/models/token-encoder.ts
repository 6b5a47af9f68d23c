/** Runs an encoder without training it: token sequences in, vectors out, run by run. It knows no text. */
import { EngineError } from '../errors.ts'
import type { ExecutorOptions } from '../executors/onnxruntime.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { isDecoder, type ModelConfig } from './architecture.ts'
import { createBucketRunner } from './bucket-runner.ts'
import type { Precision } from './fused-bert.ts'
import { createFusedRunner } from './fused-runner.ts'
import type { TextRunner } from './text-runner.ts'
import type { Pooling } from './token-batch.ts'

export interface EncoderModel { config: ModelConfig; parameters: ReadonlyMap<string, HostTensor>; pooling: Pooling }
export interface EncodeProgress { onProgress?: (done: number, total: number) => void; signal?: AbortSignal }
export interface TokenEncoderOptions extends ExecutorOptions { /** float32 when left out. */ precision?: Precision }
export interface TokenEncoder {
  encode(sequences: readonly (readonly number[])[], options?: EncodeProgress): Promise<Float32Array[]>
  release(): Promise<void>
}

export function createTokenEncoder(model: EncoderModel, options: TokenEncoderOptions = {}): TokenEncoder {
  const runner = createRunner(model, options)
  const { hiddenSize } = model.config
  return {
    async encode(sequences, { onProgress, signal } = {}) {
      const embeddings: Float32Array[] = new Array(sequences.length)
      let done = 0
      for (const { shape, indices } of runner.plan(sequences.map(({ length }) => length))) {
        signal?.throwIfAborted()
        const values = await runner.run(indices.map((index) => sequences[index] as readonly number[]), shape) // [rows, hidden]
        indices.forEach((index, row) => { embeddings[index] = values.slice(row * hiddenSize, (row + 1) * hiddenSize) })
        done += indices.length
        onProgress?.(done, sequences.length)
      }
      return embeddings
    },
    release: runner.release,
  }
}

function createRunner(model: EncoderModel, { precision = 'float32', ...executor }: TokenEncoderOptions): TextRunner {
  const { config } = model
  const { device = 'cpu', threads } = executor
  if (device === 'cpu' && !isDecoder(config)) return createFusedRunner({ ...model, config }, { threads, precision })
  if (precision === 'int8' && device !== 'cpu') throw new EngineError(`The precision int8 is computed on the device "cpu" only, not on "${device}": use that device, or float32.`)
  if (precision === 'int8') throw new EngineError(`The precision int8 is for models of type "bert" and "xlm-roberta"; this one is "${config.modelType}": use float32.`)
  return createBucketRunner(model, executor)
}
