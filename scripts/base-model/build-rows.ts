import { join } from 'node:path'
import { readAllJsonLines } from '../../lib/engine/files/json-lines.ts'
import { createRandom, shuffle } from '../../lib/engine/random.ts'
import type { Random } from '../../lib/engine/random.ts'
import { readContrastiveRows } from '../../lib/engine/rows/contrastive-rows.ts'
import { readPreferenceRows } from '../../lib/engine/rows/preference-rows.ts'
import type { ContrastiveRow } from '../../lib/engine/stages/contrastive.ts'
import type { PreferenceRow } from '../../lib/engine/stages/rankpo.ts'
import { isDescribed, pick, pickOne, readOccupations } from './occupations.ts'
import type { Occupation } from './occupations.ts'
import { deal, writeJob, writePerson } from './write-texts.ts'

/** The training rows of the shipped encoder, from material that may ship and nothing else; the same seed gives the same rows. */
export interface BaseModelRows {
  titles: ContrastiveRow[]
  matches: ContrastiveRow[]
  preferences: PreferenceRow[]
}

const TITLE_PAIRS_PER_OCCUPATION = 10
const MATCHES_PER_OCCUPATION = 4
const PREFERENCES = 640

export async function buildRows(dataFolder: string, seed: number): Promise<BaseModelRows> {
  const random = createRandom(seed)
  const occupations = await readOccupations(join(dataFolder, 'onet/occupations.jsonl'))
  const described = occupations.filter(isDescribed)
  const byCode = new Map(described.map((occupation) => [occupation.code, occupation]))
  const related = (occupation: Occupation) => occupation.related.flatMap((code) => byCode.get(code) ?? [])
  return {
    titles: shuffle(occupations.flatMap((occupation) => titleRows(occupation, random)), random),
    matches: shuffle([
      ...described.flatMap((occupation) => Array.from({ length: MATCHES_PER_OCCUPATION }, () => matchRow(occupation, related(occupation), random))),
      ...await djinniRows(join(dataFolder, 'resumes/djinni.jsonl')),
      ...await readContrastiveRows(join(dataFolder, 'rankpo-sample/train_data-sample.jsonl')),
    ], random),
    preferences: shuffle([
      ...pick(described.filter((occupation) => related(occupation).length > 0), PREFERENCES, random).map((occupation) => preferenceRow(occupation, related(occupation), random)),
      ...(await readPreferenceRows(join(dataFolder, 'rankpo-sample/annotated_pair_data-sample.jsonl'))).map(({ query, chosen, rejected }) => ({ query, chosen, rejected })),
    ], random),
  }
}

/** Two names of one occupation mean the same work. */
function titleRows(occupation: Occupation, random: Random): ContrastiveRow[] {
  const titles = shuffle(occupation.titles, random)
  const count = Math.min(TITLE_PAIRS_PER_OCCUPATION, Math.floor(titles.length / 2))
  return Array.from({ length: count }, (_, index) => ({ query: titles[2 * index]!, positives: [titles[2 * index + 1]!], negatives: [] }))
}

/** A job and a person of one occupation; the hard negative is a person of a related one. */
function matchRow(occupation: Occupation, related: readonly Occupation[], random: Random): ContrastiveRow {
  const cards = deal(occupation, random)
  const far = related.slice(Math.floor(related.length / 2)) // O*NET orders related occupations from near to far
  const other = far.length > 0 ? pickOne(far, random) : undefined
  return { query: writeJob(occupation, cards, random), positives: [writePerson(occupation, cards, random)], negatives: other ? [writePerson(other, deal(other, random), random)] : [] }
}

/** Of two people, the one of the job's own occupation is preferred to one of a related occupation. */
function preferenceRow(occupation: Occupation, related: readonly Occupation[], random: Random): PreferenceRow {
  const cards = deal(occupation, random)
  const other = pickOne(related, random)
  return { query: writeJob(occupation, cards, random), chosen: writePerson(occupation, cards, random), rejected: writePerson(other, deal(other, random), random) }
}

/** The position that a person of djinni names, and what the person writes. */
async function djinniRows(path: string): Promise<ContrastiveRow[]> {
  const rows = await readAllJsonLines(path, (value) => value as { position: string; text: string; primary_keyword: string })
  return rows.filter(({ row }) => row.text.trim() !== '' && row.position.trim() !== '').map(({ row }) => ({ query: `${row.position}, ${row.primary_keyword}`, positives: [row.text], negatives: [] }))
}
