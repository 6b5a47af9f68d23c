/** Runs BERT and XLM-RoBERTa on the CPU: one compiled graph for all sizes, no padding. Compiled at the first run. */
import { compileFreeGraph, type FreeGraph, type ShapedValues } from '../executors/free-shapes.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { largestExactInteger } from '../quantization/largest-exact-integer.ts'
import { firstPosition, type BertConfig } from './bert-parameters.ts'
import { fusedBert, type Precision } from './fused-bert.ts'
import { planFullRuns } from './plan-runs.ts'
import type { TextRunner } from './text-runner.ts'
import { layOutTokens, type Pooling } from './token-batch.ts'

const WORD_TABLE = 'embeddings.word_embeddings.weight'

interface FusedModel { config: BertConfig; parameters: ReadonlyMap<string, HostTensor>; pooling: Pooling }

export function createFusedRunner({ config, parameters, pooling }: FusedModel, { threads, precision }: { threads?: number; precision: Precision }): TextRunner {
  let compiled: Promise<FreeGraph> | undefined
  const compile = async (): Promise<FreeGraph> => {
    const largestInteger = precision === 'int8' ? await largestExactInteger() : undefined
    return compileFreeGraph(fusedBert(config, parameters, { precision, largestInteger }), { threads })
  }
  const { data: words, dims: wordDims } = parameters.get(WORD_TABLE) as HostTensor

  return {
    plan: planFullRuns,
    async run(sequences, { rows, length }) {
      const batch = layOutTokens(sequences, { rows, length }, config.padTokenId, pooling)
      const start = firstPosition(config)
      const graph = await (compiled ??= compile())
      return graph.run(new Map<string, ShapedValues>([
        ['inputIds', { values: batch.inputIds, dims: [rows, length] }],
        ['positionIds', { values: BigInt64Array.from({ length }, (_, position) => BigInt(start + position)), dims: [length] }],
        ['sizes', { values: BigInt64Array.of(BigInt(rows), BigInt(length), -1n), dims: [3] }],
        ['poolingWeights', { values: batch.poolingWeights, dims: [rows, 1, length] }],
        [WORD_TABLE, { values: words, dims: wordDims }],
      ]))
    },
    async release() {
      await (await compiled)?.release()
    },
  }
}
