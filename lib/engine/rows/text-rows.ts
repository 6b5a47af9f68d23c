import { EngineError } from '../errors.ts'
import { readAllJsonLines, readJsonLines } from '../files/json-lines.ts'
import { asFields, requireId } from './fields.ts'

/** Texts with ids: {"id", "text"}. An empty text is allowed, an id used twice is not. */
export interface TextRow {
  id: string
  text: string
}

export function parseTextRow(value: unknown): TextRow {
  const fields = asFields(value)
  if (typeof fields.text !== 'string') throw new EngineError('"text" must be a text.')
  return { id: requireId(fields, 'id'), text: fields.text }
}

export async function* streamTextRows(path: string): AsyncGenerator<TextRow> {
  const lines = new Map<string, number>()
  for await (const { row, line } of readJsonLines(path, parseTextRow)) {
    const earlier = lines.get(row.id)
    if (earlier !== undefined) throw new EngineError(`${path} line ${line}: the id "${row.id}" is already used in line ${earlier}.`)
    lines.set(row.id, line)
    yield row
  }
}

export async function readTextRows(path: string): Promise<TextRow[]> {
  const rows: TextRow[] = []
  for await (const row of streamTextRows(path)) rows.push(row)
  if (rows.length === 0) throw new EngineError(`${path} has no rows.`)
  return rows
}

/** A corpus of the RankPO evaluation: {"text"} lines, known by their position. */
export async function readCorpus(path: string): Promise<string[]> {
  const parse = (value: unknown) => parseTextRow({ id: 0, ...asFields(value) }).text
  return (await readAllJsonLines(path, parse)).map(({ row }) => row)
}
