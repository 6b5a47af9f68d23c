/** Reads jobs and candidates from the shared data, which is not part of this repository. It knows neither rules' outcome nor preferences. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fieldOf, placeOf, type Labelled } from './rules.ts'

export interface Text extends Labelled { id: string; /** What the oracle reads. */ body: string; /** What the model reads: the place, then the body. */ text: string }
export interface FrontierData { jobs: Text[]; candidates: Text[] }

/** Of each field, at most so many; the rest of the folder is left alone. */
export interface DataLimits { jobsPerField: number; candidatesPerField: number; words: number }

interface JobRow { id: string; source: string; category: string; title: string; text: string }
interface ResumeRow { id: string; category: string; text: string }

export async function readData(folder: string, { jobsPerField, candidatesPerField, words }: DataLimits): Promise<FrontierData> {
  const [jobRows, resumeRows] = await Promise.all([readRows<JobRow>(join(folder, 'jobs/jobs.jsonl')), readRows<ResumeRow>(join(folder, 'resumes/resumes.jsonl'))])
  const jobs = jobRows.flatMap(({ id, source, category, title, text }) => {
    const field = source === 'onet' ? fieldOf({ code: id.replace('onet-', ''), category }) : source === 'google' ? fieldOf({ category }) : null
    return field === null ? [] : [label(id, field, cut(source === 'onet' ? text : `${title}\n${text}`, words))]
  })
  const fields = new Set(jobs.map(({ field }) => field))
  const candidates = resumeRows.filter(({ category }) => fields.has(category)).map(({ id, category, text }) => label(id, category, cut(text, words)))
  return { jobs: limit(distinct(jobs), jobsPerField), candidates: limit(distinct(candidates), candidatesPerField) }
}

function label(id: string, field: string, body: string): Text {
  const place = placeOf(id)
  return { id, field, place, body, text: `${place}. ${body}` }
}

const cut = (text: string, words: number): string => text.replace(/\p{C}|ï¼/gu, ' ').split(/\s+/).filter(Boolean).slice(0, words).join(' ')

const distinct = (texts: readonly Text[]): Text[] => [...new Map(texts.map((text) => [text.body, text])).values()]

/** The first of each field in an order that only the ids decide. */
function limit(texts: readonly Text[], perField: number): Text[] {
  const order = (id: string): string => createHash('sha256').update(`order ${id}`).digest('hex')
  const sorted = texts.map((text) => ({ text, key: order(text.id) })).sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ text }) => text)
  return [...Map.groupBy(sorted, ({ field }) => field).values()].flatMap((group) => group.slice(0, perField))
}

async function readRows<Row>(path: string): Promise<Row[]> {
  return (await readFile(path, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Row)
}
