import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileGraph } from '../executors/onnxruntime.ts'
import { parseSafetensors } from '../files/safetensors.ts'
import { gather } from '../graph/gather.ts'
import { constant, input } from '../graph/tensor.ts'
import { hiddenStates, isDecoder, maxTokens, modelConfigJson, parseModelConfig, wordEmbeddingsName } from './architecture.ts'
import { layOutTokens, type Pooling } from './token-batch.ts'
import { createTokenEncoder } from './token-encoder.ts'

interface Golden { input_ids: number[][]; attention_mask: number[][]; last_hidden_state: number[][][]; embedding_mean: number[][]; embedding_cls: number[][]; embedding_last: number[][] }

describe.each(['bert-tiny', 'xlm-roberta-tiny', 'llama-tiny', 'qwen3-tiny'])('%s', (name) => {
  const folder = new URL(`../golden/${name}/`, import.meta.url)
  const config = parseModelConfig(JSON.parse(readFileSync(new URL('config.json', folder), 'utf8')), 'config.json')
  const parameters = parseSafetensors(readFileSync(new URL('model.safetensors', folder)), 'model.safetensors')
  const golden = JSON.parse(readFileSync(new URL('forward.json', folder), 'utf8')) as Golden
  const sequences = golden.input_ids.map((ids, row) => ids.filter((_, position) => golden.attention_mask[row]?.[position] === 1))

  test('hidden states agree with transformers', async () => {
    const rows = sequences.length
    const length = 40
    const batch = layOutTokens(sequences, { rows, length }, config.padTokenId, 'mean')
    const parameter = (key: string) => constant(parameters.get(key)?.data as Float32Array, parameters.get(key)?.dims as number[])
    const wordEmbeddings = gather(parameter(wordEmbeddingsName(config)), input('ids', [rows, length], 'int64'))
    const graph = await compileGraph([hiddenStates(config, parameter, { wordEmbeddings, attentionBias: input('bias', [rows, 1, 1, length]) })])
    const [hidden] = await graph.run(new Map<string, Float32Array | BigInt64Array>([['ids', batch.inputIds], ['bias', batch.attentionBias]]))
    let largest = 0
    for (const [row, sequence] of sequences.entries()) {
      for (const position of sequence.keys()) {
        golden.last_hidden_state[row]?.[position]?.forEach((expected, unit) => {
          largest = Math.max(largest, Math.abs(expected - (hidden?.[(row * length + position) * config.hiddenSize + unit] as number)))
        })
      }
    }
    expect(largest).toBeLessThan(1e-4)
    await graph.release()
  })

  test.each(['mean', 'cls', 'last'] as const)('embeddings pooled by %s agree with transformers', async (pooling: Pooling) => {
    const encoder = createTokenEncoder({ config, parameters, pooling })
    const embeddings = await encoder.encode(sequences)
    for (const [row, expected] of golden[`embedding_${pooling}`].entries()) {
      const largest = Math.max(...expected.map((value, unit) => Math.abs(value - (embeddings[row]?.[unit] as number))))
      expect(largest).toBeLessThan(1e-4)
    }
    await encoder.release()
  })

  test('the configuration is the same after writing and reading', () => {
    expect(parseModelConfig(JSON.parse(JSON.stringify(modelConfigJson(config))), 'config.json')).toEqual(config)
  })

  test('the longest text is what the position table or the rotary positions allow', () => {
    expect(maxTokens(config)).toBe(isDecoder(config) ? 4096 : 64)
  })
})
