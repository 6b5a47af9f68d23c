import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEncoder } from '../encoder.ts'
import { readModelFolder } from '../files/model-folder.ts'
import { trainContrastive } from './contrastive.ts'
import { trainRankpo } from './rankpo.ts'

const GOLDEN = new URL('../golden/', import.meta.url)
const skills = ['forklift licence', 'patient care', 'month-end close', 'TIG welding', 'menu planning', 'lesson plans']
const roles = ['driver', 'nurse', 'accountant', 'welder', 'cook', 'teacher']

test.each([['xlm-roberta', 'xlm-roberta', 'mean'], ['llama', 'llama3', 'last'], ['qwen3', 'qwen3', 'last']])('both stages train %s from texts, and the folder they write ranks as it was taught', async (model, tokenizer, pooling) => {
  const root = await mkdtemp(join(tmpdir(), 'rankwell-architectures-'))
  try {
    const [start, first, second] = ['start', 'first', 'second'].map((name) => join(root, name)) as [string, string, string]
    for (const file of ['config.json', 'model.safetensors']) await cp(new URL(`${model}-tiny/${file}`, GOLDEN), join(start, file))
    await cp(new URL(`tokenizers/${tokenizer}.json`, GOLDEN), join(start, 'tokenizer.json'))
    expect((await readModelFolder(start)).pooling).toBe(pooling)

    const rows = roles.map((query, index) => ({ query, positives: [skills[index] as string], negatives: [skills[(index + 1) % 6] as string] }))
    const contrastive = await trainContrastive({ modelFolder: start, outputFolder: first, rows, threads: 2, config: { maxSteps: 15, batchSize: 6, learningRate: 3e-3, temperature: 0.1 } })
    expect(contrastive.finalLoss).toBeLessThan(0.2)

    // stage two is taught the opposite order
    const pairs = roles.map((query, index) => ({ query, chosen: skills[(index + 1) % 6] as string, rejected: skills[index] as string }))
    await trainRankpo({ modelFolder: first, outputFolder: second, rows: pairs, reference: { kind: 'model', folder: first }, threads: 2, config: { maxSteps: 25, batchSize: 6, learningRate: 3e-3 } })
    const margins = async (folder: string): Promise<number[]> => {
      const encoder = await openEncoder(folder, { threads: 2 })
      const vectors = await encoder.encode([...roles, ...skills])
      await encoder.release()
      const score = (a: number, b: number): number => (vectors[a] as Float32Array).reduce((total, value, unit) => total + value * ((vectors[b] as Float32Array)[unit] as number), 0)
      return roles.map((_, index) => score(index, 6 + index) - score(index, 6 + (index + 1) % 6))
    }
    const [before, after] = [await margins(first), await margins(second)]
    expect(Math.min(...before)).toBeGreaterThan(0)
    after.forEach((margin, index) => { expect(margin).toBeLessThan(before[index] as number) })
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}, 60_000)
