import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readContrastiveRows } from './contrastive-rows.ts'
import { readPreferenceRows } from './preference-rows.ts'
import { readRetrievalQueries } from './retrieval-queries.ts'
import { readCorpus, readTextRows } from './text-rows.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'rankwell-rows-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fileOf(...lines: (object | string)[]): Promise<string> {
  const path = join(folder, 'rows.jsonl')
  await writeFile(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
  return path
}

const contrastive = { query: 'nurse', positives: ['ward nurse'], negatives: [] }
const preference = { query: 'nurse', passage1: 'ward nurse', passage2: 'welder', preferred: 'A' }

test('contrastive rows are read, blank lines and further fields passed over', async () => {
  expect(await readContrastiveRows(await fileOf({ ...contrastive, extra: 1 }, '', contrastive, ''))).toEqual([contrastive, contrastive])
})

test('a preferred passage becomes chosen, and rows of one query share its id', async () => {
  const rows = await readPreferenceRows(await fileOf(preference, { ...preference, preferred: 'B', query_id: 7 }))
  expect(rows).toEqual([{ query: 'nurse', chosen: 'ward nurse', rejected: 'welder', queryId: 'nurse' }, { query: 'nurse', chosen: 'welder', rejected: 'ward nurse', queryId: '7' }])
})

test('texts keep their ids, a corpus its order, queries their relevant rows once', async () => {
  expect(await readTextRows(await fileOf({ id: 1, text: '' }, '\ufeff'.trim(), { id: 'b', text: 'x' }))).toEqual([{ id: '1', text: '' }, { id: 'b', text: 'x' }])
  expect(await readCorpus(await fileOf({ text: 'a' }, { text: 'b', id: 'any' }))).toEqual(['a', 'b'])
  expect(await readRetrievalQueries(await fileOf({ query: { text: 'q' }, positives: { index: [1, 0, 1] } }), 2)).toEqual([{ text: 'q', relevantIndices: [1, 0] }])
})

const readers = { contrastive: readContrastiveRows, preference: readPreferenceRows, text: readTextRows, query: (path: string) => readRetrievalQueries(path, 2) }
const { query: _, ...withoutQuery } = contrastive

test.each<[keyof typeof readers, string, (object | string)[], string]>([
  ['contrastive', 'a bad line among a thousand', [...Array.from({ length: 999 }, () => contrastive), '{"query": "x"'], `rows.jsonl line 1000: this is not JSON (Expected ',' or '}' after property value in JSON at position 13 (line 1 column 14)).`],
  ['contrastive', 'a list', ['[]'], 'rows.jsonl line 1: the line must be a JSON object.'],
  ['contrastive', 'a missing query after a blank line', ['', withoutQuery], 'rows.jsonl line 2: "query" must be a text that is not empty.'],
  ['contrastive', 'no positive', [contrastive, { ...contrastive, positives: [] }], 'rows.jsonl line 2: "positives" must be a list of at least 1 texts that are not empty.'],
  ['contrastive', 'negatives that are no texts', [{ ...contrastive, negatives: [1] }], 'rows.jsonl line 1: "negatives" must be a list of texts that are not empty.'],
  ['contrastive', 'no row', ['', ''], 'rows.jsonl has no rows.'],
  ['preference', 'a tie as preference', [{ ...preference, preferred: 'tie' }], 'rows.jsonl line 1: "preferred" must be "A" (passage1) or "B" (passage2).'],
  ['preference', 'an empty passage', [{ ...preference, passage2: ' ' }], 'rows.jsonl line 1: "passage2" must be a text that is not empty.'],
  ['text', 'an id used twice', [{ id: 'a', text: '' }, { id: 'a', text: '' }], 'rows.jsonl line 2: the id "a" is already used in line 1.'],
  ['text', 'no id', [{ text: '' }], 'rows.jsonl line 1: "id" must be a text or a whole number.'],
  ['query', 'an index beyond the corpus', [{ query: { text: 'q' }, positives: { index: [2] } }], 'rows.jsonl line 1: index 2 is beyond the corpus of 2 rows (counted from 0).'],
  ['query', 'no index', [{ query: { text: 'q' }, positives: [2] }], 'rows.jsonl line 1: "positives" must be an object whose "index" lists rows of the corpus, counted from 0.'],
])('%s rows with %s are refused with file and line', async (reader, _name, lines, message) => {
  const error = await readers[reader](await fileOf(...lines)).then(() => null, (cause: Error) => cause)
  expect(error?.name).toBe('EngineError')
  expect(error!.message.replace(`${folder}/`, '')).toBe(message)
})

test('a missing file, a folder and a file that is not UTF-8 are told apart', async () => {
  await expect(readTextRows(join(folder, 'none.jsonl'))).rejects.toThrow('none.jsonl does not exist.')
  await expect(readTextRows(folder)).rejects.toThrow('is a folder, not a file.')
  const path = await fileOf({ id: 1, text: '' })
  await writeFile(path, Buffer.from('{"id": 1, "text": "M\xfcller"}\n', 'latin1'))
  await expect(readTextRows(path)).rejects.toThrow('rows.jsonl is not UTF-8 text, at or after line 1; save it as UTF-8.')
})

const sample = fileURLToPath(new URL('../../../../shared/data/rankpo-sample', import.meta.url))
test.skipIf(!existsSync(sample))('the two sample files of the RankPO repository are read as they are', async () => {
  expect(await readContrastiveRows(join(sample, 'train_data-sample.jsonl'))).toHaveLength(10)
  expect(await readPreferenceRows(join(sample, 'annotated_pair_data-sample.jsonl'))).toHaveLength(100)
})
