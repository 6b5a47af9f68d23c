import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers'
import { expect, test } from 'vitest'
import { createTokenizer } from './tokenizer.ts'

const base = fileURLToPath(new URL('../../models/base', import.meta.url))
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))
const definition = readJson(join(base, 'tokenizer.json'))
const config = readJson(join(base, 'tokenizer_config.json'))
const tokenizer = createTokenizer(definition, config, 'tokenizer.json')
const golden = readJson(fileURLToPath(new URL('./golden/minilm-token-ids.json', import.meta.url))) as { text: string; input_ids: number[] }[]

const RESUME = 'Warehouse supervisor, 7 years’ experience; forklift licence. Led 40 people (three shifts) at Müller & Söhne.\n\n'
const CHINESE = '物流经理负责仓储与库存管理,熟悉系统实施与团队建设。'
const ARABIC = 'مهندس برمجيات خبير في تطوير الأنظمة الموزعة '
const EMOJI = '👩‍💻 full-stack engineer 🚀 '

test.each(golden)('gives the ids of the reference tokenizer for $text', ({ text, input_ids }) => {
  expect(tokenizer.encode(text, 256)).toEqual(input_ids)
})

test('word by word gives what the library gives for the whole text', () => {
  const library = new LibraryTokenizer(definition, config)
  for (const text of [RESUME.repeat(5), CHINESE, ARABIC, EMOJI, 'x\u00a0y\u2003z \ufeffa\u200db [MASK]ed don\u0301t naïve—yes', '\ud800 lone surrogate']) {
    expect(tokenizer.encode(text, 100_000)).toEqual(library.encode(text).ids)
  }
})

test.each([['English', RESUME], ['Chinese', CHINESE], ['Arabic', ARABIC], ['emoji', EMOJI], ['mixed', CHINESE + RESUME + ARABIC]])('windows of %s text hold the whole text, each what its offsets say', (_, sample) => {
  const text = `  ${sample.repeat(60)}  `
  const windows = tokenizer.windows(text, 64, 10_000)
  expect(windows.length).toBeGreaterThan(3)
  for (const [index, { inputIds, start, end }] of windows.entries()) {
    expect(inputIds.length).toBeLessThanOrEqual(64)
    expect(tokenizer.encode(text.slice(start, end), 64)).toEqual(inputIds)
    expect(text.slice(index ? windows[index - 1]!.end : 0, start).trim()).toBe('')
  }
  expect(text.slice(windows.at(-1)!.end).trim()).toBe('')
  expect(windows.flatMap(({ inputIds }) => inputIds.slice(1, -1))).toEqual(tokenizer.encode(text, 1e6).slice(1, -1))
})

test('a window ends between words', () => {
  const text = RESUME.repeat(20)
  for (const { start, end } of tokenizer.windows(text, 48, 100)) expect(`${text[start - 1] ?? ' '}${text[end] ?? ' '}`).toMatch(/^\s\s$/)
})

test('text of nothing but space has no window, and a limit of windows is kept', () => {
  expect(tokenizer.windows('', 256, 16)).toEqual([])
  expect(tokenizer.windows(' \n\t\u00a0 \u0000', 256, 16)).toEqual([])
  expect(tokenizer.windows(RESUME.repeat(500), 256, 16)).toHaveLength(16)
})

test('a word of more tokens than a window goes on in the next window', () => {
  const word = 'xq'.repeat(20)
  const windows = tokenizer.windows(`a ${word} b`, 8, 100)
  expect(windows.flatMap(({ inputIds }) => inputIds.slice(1, -1))).toEqual(tokenizer.encode(`a ${word} b`, 100).slice(1, -1))
})

test.each([['words', RESUME], ['no spaces', 'abcdefghij'], ['Chinese', CHINESE], ['punctuation', '-_.']])('a long text of %s takes time in proportion to its length', (_, sample) => {
  const time = (length: number) => {
    const text = sample.repeat(Math.ceil(length / sample.length))
    const start = performance.now()
    tokenizer.windows(text, 256, 1e6)
    return performance.now() - start
  }
  time(10_000)
  expect(time(400_000)).toBeLessThan(4_000)
})

test('a tokenizer of another kind is refused', () => {
  expect(() => createTokenizer({ model: { type: 'WordLevel', vocab: { a: 0 } } }, {}, 'dir/tokenizer.json')).toThrow('dir/tokenizer.json: WordPiece, BPE and Unigram tokenizers are supported, this one is "WordLevel".')
})

const shared = fileURLToPath(new URL('../../../shared/golden/minilm.json', import.meta.url))
test.skipIf(!existsSync(shared))('the committed ids are those of the shared golden file', () => {
  const items = readJson(shared).items as { text: string; input_ids: number[] }[]
  for (const { text, input_ids } of items) expect(tokenizer.encode(text, 256)).toEqual(input_ids)
})
