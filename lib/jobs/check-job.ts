/** A job as it may be saved: parsed, its text in our form, its title found. */
import type { z } from 'zod'
import { hashText } from '../documents/hash-text.ts'
import { normalizeText } from '../documents/normalize-text.ts'
import type { Requirement } from '../db/schema/jobs.ts'
import { AppError } from '../errors.ts'
import { JOB_TITLE_LIMIT } from '../validation/jobs.ts'
import type { NewJob, newJob } from '../validation/jobs.ts'
import { placeRequirements } from './place-requirements.ts'
import { readRequirements } from './read-requirements.ts'

export interface CheckedJob {
  title: string
  /** True when nobody wrote a title and the first line of the text was taken. */
  isTitleDerived: boolean
  location: string | null
  text: string
  textHash: string
  requirements: Requirement[]
}

export function checkJob(schema: { safeParse: typeof newJob.safeParse }, input: NewJob): CheckedJob {
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid_input', problemOf(parsed.error))
  const text = normalizeText(parsed.data.text)
  const written = normalizeText(parsed.data.title).replaceAll('\n', ' ')
  const title = written || firstLine(text)
  return {
    title,
    isTitleDerived: written === '',
    location: normalizeText(parsed.data.location ?? '').replaceAll('\n', ' ') || null,
    text,
    textHash: hashText(`${title}\n\n${text}`),
    requirements: parsed.data.requirements ? placeRequirements(text, parsed.data.requirements) : readRequirements(text),
  }
}

const problemOf = (error: z.ZodError) => [...new Set(error.issues.map(({ message }) => message))].join(' ')

/** Up to the limit of a title, cut between words. */
export function firstLine(text: string): string {
  const [line = ''] = text.split('\n', 1)
  if (line.length <= JOB_TITLE_LIMIT) return line
  const cut = line.slice(0, JOB_TITLE_LIMIT).toWellFormed()
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), JOB_TITLE_LIMIT / 2)).trim()
}
