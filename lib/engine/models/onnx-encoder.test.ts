import { readFileSync } from 'node:fs'
import * as ort from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { parseSafetensors } from '../files/safetensors.ts'
import { parseModelConfig } from './architecture.ts'
import { encodeOnnxEncoder } from './onnx-encoder.ts'

interface Golden { input_ids: number[][]; attention_mask: number[][]; embedding_mean: number[][]; embedding_cls: number[][]; embedding_last: number[][] }

describe.each(['bert-tiny', 'xlm-roberta-tiny', 'llama-tiny', 'qwen3-tiny'])('%s as one ONNX file', (name) => {
  const folder = new URL(`../golden/${name}/`, import.meta.url)
  const config = parseModelConfig(JSON.parse(readFileSync(new URL('config.json', folder), 'utf8')), 'config.json')
  const parameters = parseSafetensors(readFileSync(new URL('model.safetensors', folder)), 'model.safetensors')
  const golden = JSON.parse(readFileSync(new URL('forward.json', folder), 'utf8')) as Golden

  test.each(['mean', 'cls', 'last'] as const)('gives the vectors of transformers for any number and length of texts, pooled by %s', async (pooling) => {
    const bytes = encodeOnnxEncoder({ config, parameters, pooling, maxLength: 64 })
    expect(Buffer.from(bytes).includes('com.microsoft')).toBe(false)
    const session = await ort.InferenceSession.create(bytes)
    const largestDifference = async (rows: number[], length: number): Promise<number> => {
      const feed = (values: number[][]): ort.Tensor => new ort.Tensor('int64', BigInt64Array.from(rows.flatMap((row) => (values[row] as number[]).slice(0, length)), BigInt), [rows.length, length])
      const { sentence_embedding: output } = await session.run({ input_ids: feed(golden.input_ids), attention_mask: feed(golden.attention_mask) })
      const [values, expected] = [output?.data as Float32Array, golden[`embedding_${pooling}`]]
      return Math.max(...rows.flatMap((row, index) => (expected[row] as number[]).map((value, unit) => Math.abs(value - (values[index * config.hiddenSize + unit] as number)))))
    }
    const shortest = golden.attention_mask.map((mask) => mask.reduce((a, b) => a + b)).reduce((best, length, row, all) => (length < (all[best] as number) ? row : best), 0)
    const itsLength = (golden.attention_mask[shortest] as number[]).reduce((a, b) => a + b)
    expect(await largestDifference([0, 1, 2, 3, 4], 40)).toBeLessThan(1e-5)
    expect(await largestDifference([shortest], itsLength)).toBeLessThan(1e-5) // without padding, alone
    await session.release()
  })
})
