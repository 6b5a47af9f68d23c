import { EngineError } from '../errors.ts'
import { readAllJsonLines } from '../files/json-lines.ts'
import { asFields, requireText } from './fields.ts'

/** Queries of the RankPO evaluation: {"query": {"text"}, "positives": {"index": […]}}, where an index counts the rows of the corpus from 0. */
export interface RetrievalQuery {
  text: string
  relevantIndices: number[]
}

export function parseRetrievalQuery(value: unknown): RetrievalQuery {
  const fields = asFields(value)
  const index = isObject(fields.positives) ? fields.positives.index : undefined
  if (!isObject(fields.query)) throw new EngineError('"query" must be an object with a "text".')
  if (!Array.isArray(index) || !index.every((item) => Number.isSafeInteger(item) && item >= 0)) throw new EngineError('"positives" must be an object whose "index" lists rows of the corpus, counted from 0.')
  return { text: requireText(fields.query, 'text'), relevantIndices: [...new Set(index as number[])] }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

export async function readRetrievalQueries(path: string, corpusSize: number): Promise<RetrievalQuery[]> {
  const rows = await readAllJsonLines(path, parseRetrievalQuery)
  for (const { row, line } of rows) {
    const beyond = row.relevantIndices.find((index) => index >= corpusSize)
    if (beyond !== undefined) throw new EngineError(`${path} line ${line}: index ${beyond} is beyond the corpus of ${corpusSize} rows (counted from 0).`)
  }
  return rows.map(({ row }) => row)
}
