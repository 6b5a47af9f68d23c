import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseSafetensors, type HostTensor } from '../files/safetensors.ts'
import { parseModelConfig, type ModelConfig } from './architecture.ts'
import { createLanguageModel } from './language-model.ts'

interface Golden { input_ids: number[][]; attention_mask: number[][]; logits: number[][][]; greedy_prompt: number[]; greedy_output: number[] }

function recorded(name: string): { config: ModelConfig; parameters: Map<string, HostTensor>; golden: Golden } {
  const file = (path: string): Buffer => readFileSync(new URL(`../golden/${name}/${path}`, import.meta.url))
  const config = parseModelConfig(JSON.parse(file('config.json').toString()), 'config.json')
  return { config, parameters: parseSafetensors(file('model.safetensors'), 'model.safetensors'), golden: JSON.parse(file('forward.json').toString()) as Golden }
}

test.each(['llama-tiny', 'qwen3-tiny'])('%s gives the logits of transformers, and continues a text as it does', async (name) => {
  const { golden, ...model } = recorded(name)
  const languageModel = createLanguageModel(model)
  let largest = 0
  for (const [row, ids] of golden.input_ids.entries()) {
    const tokens = ids.filter((_, position) => golden.attention_mask[row]?.[position] === 1)
    const logits = await languageModel.logits(tokens)
    logits.forEach((value, index) => {
      largest = Math.max(largest, Math.abs(value - (golden.logits[row]?.[Math.floor(index / model.config.vocabSize)]?.[index % model.config.vocabSize] as number)))
    })
  }
  expect(largest).toBeLessThan(1e-4)
  expect(await languageModel.continueGreedily(golden.greedy_prompt, golden.greedy_output.length - golden.greedy_prompt.length)).toEqual(golden.greedy_output)
  await languageModel.release()
})

test('an output layer of its own takes the place of the token table, and is asked for by name', async () => {
  const { golden, config, parameters } = recorded('llama-tiny')
  const untied = { ...config, tieWordEmbeddings: false } as ModelConfig
  expect(() => createLanguageModel({ config: untied, parameters })).toThrow('The model has no tensor lm_head.weight, so it has hidden states but no logits.')
  const table = parameters.get('model.embed_tokens.weight') as HostTensor
  const negated = { dims: table.dims, data: table.data.map((value) => -value) }
  const [tied, own] = [createLanguageModel({ config, parameters }), createLanguageModel({ config: untied, parameters: new Map([...parameters, ['lm_head.weight', negated]]) })]
  const tokens = golden.greedy_prompt
  expect(Array.from(await own.logits(tokens), (value) => -value || 0)).toEqual(Array.from(await tied.logits(tokens), (value) => value || 0))
  await Promise.all([tied.release(), own.release()])
})

test('an encoder is told that it cannot continue texts', () => {
  expect(() => createLanguageModel(recorded('bert-tiny'))).toThrow('A bert model reads texts but does not continue them; use a llama or qwen3 model.')
})
