import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readModelFolder } from '../../lib/engine/files/model-folder.ts'

const base = fileURLToPath(new URL('../../models/base', import.meta.url))

test('the shipped encoder opens, reads text and has the size that a vector column expects', async () => {
  const model = await readModelFolder(base)
  expect([model.config.hiddenSize, model.maxLength, model.pooling]).toEqual([384, 256, 'mean'])
  expect(model.tokenizer!.encode('Forklift driver', 16)).toEqual([101, 9292, 18412, 4062, 102])
})

test('the shipped encoder takes at most 46 MB', async () => {
  const files = (await readdir(base, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(46_000_000)
})

test('the model card names what the model was made from, and NOTICE attributes each', async () => {
  const card = await readFile(join(base, 'MODEL_CARD.md'), 'utf8')
  const notice = await readFile(join(base, '../../NOTICE'), 'utf8')
  for (const work of ['all-MiniLM-L6-v2', 'O*NET', 'RankPO']) expect([card, notice]).toEqual([expect.stringContaining(work), expect.stringContaining(work)])
  expect(card).toMatch(/make-base-model\.ts[\s\S]+pair accuracy.+to/)
})
