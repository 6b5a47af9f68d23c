import { EngineError } from '../errors.ts'
import { readAllJsonLines } from '../files/json-lines.ts'
import type { PreferenceRow } from '../stages/rankpo.ts'
import { asFields, requireId, requireText } from './fields.ts'

/** Stage-two rows in the format of the RankPO repository: {"query", "passage1", "passage2", "preferred": "A" | "B"}, optionally "query_id". */
export interface IdentifiedPreferenceRow extends PreferenceRow {
  /** Rows of one query hang together; without an id the query's text stands for it. */
  queryId: string
}

export function parsePreferenceRow(value: unknown): IdentifiedPreferenceRow {
  const fields = asFields(value)
  const query = requireText(fields, 'query')
  const passages = [requireText(fields, 'passage1'), requireText(fields, 'passage2')] as const
  if (fields.preferred !== 'A' && fields.preferred !== 'B') throw new EngineError('"preferred" must be "A" (passage1) or "B" (passage2).')
  const [chosen, rejected] = fields.preferred === 'A' ? passages : passages.toReversed() as [string, string]
  return { query, chosen, rejected, queryId: fields.query_id === undefined ? query : requireId(fields, 'query_id') }
}

export async function readPreferenceRows(path: string): Promise<IdentifiedPreferenceRow[]> {
  return (await readAllJsonLines(path, parsePreferenceRow)).map(({ row }) => row)
}
