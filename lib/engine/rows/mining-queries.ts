import { EngineError } from '../errors.ts'
import { readAllJsonLines } from '../files/json-lines.ts'
import { asFields, requireId, requireText } from './fields.ts'
import type { TextRow } from './text-rows.ts'

/** Queries to mine negatives for: {"id", "text", "positives": […]}, each positive the id or the text of a passage; or contrastive rows, whose negatives are mined anew. */
export interface MiningQueryRow {
  id: string
  text: string
  /** Places in the corpus. */
  positives: number[]
  /** Positives that are not in the corpus. */
  furtherPositives: string[]
}

interface UnplacedRow {
  id: string | null
  text: string
  positives: (string | number)[]
}

function parseMiningQuery(value: unknown): UnplacedRow {
  const fields = asFields(value)
  const text = fields.text === undefined && fields.query !== undefined ? requireText(fields, 'query') : requireText(fields, 'text')
  const positives = fields.positives ?? []
  const isList = Array.isArray(positives) && positives.every((item) => Number.isSafeInteger(item) || (typeof item === 'string' && item.trim() !== ''))
  if (!isList) throw new EngineError('"positives" must be a list of ids or texts of passages.')
  return { id: fields.id === undefined ? null : requireId(fields, 'id'), text, positives: positives as (string | number)[] }
}

export async function readMiningQueries(path: string, corpus: readonly TextRow[]): Promise<MiningQueryRow[]> {
  const placeOfId = new Map(corpus.map(({ id }, place) => [id, place]))
  const placeOfText = new Map(corpus.map(({ text }, place) => [text, place]))
  const lines = new Map<string, number>()
  return (await readAllJsonLines(path, parseMiningQuery)).map(({ row, line }) => {
    const id = row.id ?? String(line)
    const earlier = lines.get(id)
    if (row.id !== null && earlier !== undefined) throw new EngineError(`${path} line ${line}: the id "${id}" is already used in line ${earlier}.`)
    lines.set(id, line)
    const places = row.positives.map((positive) => placeOfId.get(String(positive)) ?? placeOfText.get(String(positive)) ?? null)
    const further = row.positives.filter((_, index) => places[index] === null)
    // A word alone is a mistyped id rather than a passage, and taken as a text it would spoil the row unseen.
    const unknown = further.find((positive) => typeof positive === 'number' || !/\s/u.test(positive.trim()))
    if (unknown !== undefined) throw new EngineError(`${path} line ${line}: the positive "${unknown}" is neither an id nor a text of the corpus.`)
    return { id, text: row.text, positives: [...new Set(places.filter((place) => place !== null))], furtherPositives: [...new Set(further as string[])] }
  })
}
