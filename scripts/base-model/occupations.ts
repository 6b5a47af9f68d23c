import { readAllJsonLines } from '../../lib/engine/files/json-lines.ts'
import type { Random } from '../../lib/engine/random.ts'
import { shuffle } from '../../lib/engine/random.ts'

/** The occupations of O*NET (CC BY 4.0) as the training rows need them: titles, tasks, tools, and which occupations are close. */
export interface Occupation {
  code: string
  title: string
  description: string
  /** Other names of the same occupation, its own title included. */
  titles: string[]
  tasks: string[]
  tools: string[]
  toolKinds: string[]
  related: string[]
}

interface OnetRow {
  code: string
  title: string
  description: string
  tasks: { task: string }[]
  technology: { example: string; commodity: string; hot: boolean; in_demand: boolean }[]
  alternate_titles: string[]
  reported_titles: string[]
  related: { code: string }[]
}

// Occupations with the most names ("All Other") would otherwise outweigh the rest.
const MAX_TITLES = 40
const MIN_TASKS = 6

export async function readOccupations(path: string): Promise<Occupation[]> {
  const rows = await readAllJsonLines(path, (value) => value as OnetRow)
  return rows.map(({ row }) => ({
    code: row.code,
    title: row.title,
    description: row.description,
    titles: [...new Set([row.title, ...row.reported_titles, ...row.alternate_titles])].slice(0, MAX_TITLES),
    tasks: row.tasks.map(({ task }) => task),
    tools: row.technology.toSorted((a, b) => Number(b.in_demand) - Number(a.in_demand) || Number(b.hot) - Number(a.hot)).map(({ example }) => example),
    toolKinds: [...new Set(row.technology.map(({ commodity }) => commodity))],
    related: row.related.map(({ code }) => code),
  }))
}

/** Those described well enough that a job and a person can be written from them. */
export const isDescribed = (occupation: Occupation) => occupation.tasks.length >= MIN_TASKS && !occupation.title.endsWith('All Other')

export function pick<Item>(items: readonly Item[], count: number, random: Random): Item[] {
  return shuffle(items, random).slice(0, count)
}

export function pickOne<Item>(items: readonly Item[], random: Random): Item {
  return items[random.below(items.length)]!
}
