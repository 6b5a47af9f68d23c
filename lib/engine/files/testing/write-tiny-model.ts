import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom } from '../../random.ts'
import { parameterShapes } from '../../models/architecture.ts'
import type { BertConfig } from '../../models/bert-parameters.ts'
import { writeModelFolder } from '../model-folder.ts'
import type { HostTensor } from '../safetensors.ts'

/** A model folder of a few kilobytes for tests: reads words letter by letter, has one layer of random weights, and learns. */
const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
const CHARACTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789']
const VOCABULARY = [...SPECIAL, ...CHARACTERS, ...CHARACTERS.map((character) => `##${character}`), ',', '.', '-']

export const TINY_CONFIG: BertConfig = {
  modelType: 'bert', vocabSize: VOCABULARY.length, hiddenSize: 16, numLayers: 1, numHeads: 2, intermediateSize: 32, maxPositionEmbeddings: 64, typeVocabSize: 2, layerNormEps: 1e-12, padTokenId: 0,
}

export async function writeTinyModel(path: string, seed = 1): Promise<void> {
  const random = createRandom(seed)
  const parameters = new Map<string, HostTensor>()
  for (const [name, dims] of parameterShapes(TINY_CONFIG)) {
    const center = name.endsWith('LayerNorm.weight') ? 1 : 0
    parameters.set(name, { dims, data: Float32Array.from({ length: dims.reduce((size, dim) => size * dim, 1) }, () => center + (random.next() - 0.5) * 0.4) })
  }
  await writeModelFolder(path, { path, config: TINY_CONFIG, parameters, tokenizer: null, pooling: 'mean', maxLength: 64 })
  await mkdir(path, { recursive: true })
  await writeFile(join(path, 'tokenizer.json'), JSON.stringify({
    version: '1.0',
    added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: null,
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(VOCABULARY.map((token, id) => [token, id])) },
  }))
}
