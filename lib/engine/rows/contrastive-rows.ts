import { readAllJsonLines } from '../files/json-lines.ts'
import type { ContrastiveRow } from '../stages/contrastive.ts'
import { asFields, requireText, requireTexts } from './fields.ts'

/** Stage-one rows in the format of the RankPO repository: {"query", "positives": […], "negatives": […]}. */
export function parseContrastiveRow(value: unknown): ContrastiveRow {
  const fields = asFields(value)
  return { query: requireText(fields, 'query'), positives: requireTexts(fields, 'positives', 1), negatives: requireTexts(fields, 'negatives', 0) }
}

export async function readContrastiveRows(path: string): Promise<ContrastiveRow[]> {
  return (await readAllJsonLines(path, parseContrastiveRow)).map(({ row }) => row)
}
