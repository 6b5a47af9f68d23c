/** A model folder small enough to train in a test: the golden tiny BERT with a tokenizer of made-up words w0, w1, …. */
import { copyFile, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
const VOCAB_SIZE = 512

/** Makes a new temporary folder with the model inside; the caller removes it. */
export async function createTinyModelFolder(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'rankwell-stage-'))
  for (const name of ['config.json', 'model.safetensors']) await copyFile(new URL(`../../golden/bert-tiny/${name}`, import.meta.url), join(root, name))
  const words = [...SPECIAL, ...Array.from({ length: VOCAB_SIZE - SPECIAL.length }, (_, index) => `w${index}`)]
  await writeFile(join(root, 'tokenizer.json'), JSON.stringify({
    version: '1.0',
    added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: null,
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(words.map((word, id) => [word, id])) },
  }))
  return root
}

/** A text of so many made-up words. */
export function tinyText(first: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `w${(first * 7 + index * 3) % 500}`).join(' ')
}
