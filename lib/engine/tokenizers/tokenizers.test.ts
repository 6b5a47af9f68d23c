import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createTokenizer } from '../tokenizer.ts'

const readJson = (name: string): unknown => JSON.parse(readFileSync(new URL(`../golden/tokenizers/${name}.json`, import.meta.url), 'utf8'))
const RESUME = 'Warehouse supervisor, 7 years’ experience;  forklift licence. Led 40 people (three shifts) at Müller & Söhne.\n\n'
const CHINESE = '物流经理负责仓储与库存管理,熟悉系统实施与团队建设。'
const DECOMPOSED = 'cafe\u0301 re\u0301sume\u0301 ﬁnance ½ 각 '

// Recorded with Hugging Face's tokenizers 0.23 by scripts/interoperability/make_tokenizers.py
describe.each(['llama3', 'qwen3', 'xlm-roberta', 'sentencepiece'])('%s', (name) => {
  const tokenizer = createTokenizer(readJson(name), {}, 'tokenizer.json')
  const { before, after } = { before: { llama3: 1, qwen3: 0 }[name] ?? 1, after: { llama3: 0, qwen3: 1 }[name] ?? 1 }
  const inner = (ids: readonly number[]): number[] => ids.slice(before, ids.length - after)

  test.each(readJson(`${name}-ids`) as { text: string; input_ids: number[] }[])('gives the ids of the reference for $text', ({ text, input_ids }) => {
    expect(tokenizer.encode(text, 10_000)).toEqual(input_ids)
  })

  test('truncation keeps the frame', () => {
    const whole = tokenizer.encode(RESUME, 10_000)
    const cut = tokenizer.encode(RESUME, 12)
    expect(cut).toEqual([...whole.slice(0, 12 - after), ...whole.slice(whole.length - after)].slice(0, 12 - after).concat(whole.slice(whole.length - after, after === 0 ? 0 : undefined)))
  })

  test.each([['English', RESUME], ['Chinese', CHINESE], ['decomposed', DECOMPOSED], ['mixed', `${CHINESE} ${RESUME}<mask>${DECOMPOSED}`]])('windows of %s text hold every token once, in offsets that go forward', (_, sample) => {
    const text = sample.repeat(30)
    const windows = tokenizer.windows(text, 48, 10_000)
    expect(windows.length).toBeGreaterThan(1)
    expect(windows.flatMap(({ inputIds }) => inner(inputIds))).toEqual(inner(tokenizer.encode(text, 1e6)))
    for (const [index, { inputIds, start, end }] of windows.entries()) {
      expect(inputIds.length).toBeLessThanOrEqual(48)
      expect(end).toBeGreaterThan(start)
      expect(start).toBeGreaterThanOrEqual(windows[index - 1]?.start ?? 0)
      expect(text.slice(windows[index - 1]?.end ?? 0, start).trim()).toBe('')
    }
    expect(text.slice(windows.at(-1)!.end).trim()).toBe('')
  })

  test('a window of words is what its offsets say', () => {
    const text = RESUME.repeat(20)
    for (const { inputIds, start, end } of tokenizer.windows(text, 48, 1000)) expect(tokenizer.encode(text.slice(start, end), 100)).toEqual(inputIds)
  })

  test('text of nothing but space has no window', () => {
    expect(tokenizer.windows(' \n\t\u00a0 ', 64, 16)).toEqual([])
  })

  test.each([['words', RESUME], ['no spaces', 'abcdefghij'], ['Chinese', CHINESE], ['spaces', '    '], ['accents', 'e\u0301']])('a long text of %s takes time in proportion to its length', (_, sample) => {
    const text = sample.repeat(Math.ceil(50_000 / sample.length))
    const started = performance.now()
    tokenizer.windows(text, 256, 1e6)
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

test('what is not computed as the reference does is refused', () => {
  const llama = readJson('llama3') as Record<string, Record<string, unknown>>
  const unigram = readJson('xlm-roberta') as Record<string, Record<string, unknown>>
  const refused = (definition: object, config: object = {}) => expect(() => createTokenizer(definition, config, 'tokenizer.json'))
  refused({ ...llama, pre_tokenizer: { type: 'ByteLevel', add_prefix_space: true } }).toThrow('this way of splitting text into words is not supported')
  refused({ ...llama, normalizer: { type: 'Lowercase' } }).toThrow('the normalizer "Lowercase" is not supported before byte-level BPE')
  refused({ ...llama, model: { ...llama.model, byte_fallback: true } }).toThrow('byte_fallback true is not supported')
  refused(llama, { add_eos_token: true }).toThrow('asks for a closing token that its post_processor does not add')
  refused({ ...unigram, normalizer: { type: 'NFKC' } }).toThrow('the normalizer "NFKC" is not supported before a Unigram model')
  refused({ ...unigram, pre_tokenizer: { type: 'Whitespace' } }).toThrow('Unigram models are read as XLM-RoBERTa has them')
})
