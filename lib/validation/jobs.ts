/** What may be written as a job. Safe in the browser. */
import { z } from 'zod'

export const JOB_TEXT_LIMIT = 100_000
export const JOB_TITLE_LIMIT = 200
export const JOB_LOCATION_LIMIT = 200
export const REQUIREMENT_LIMIT = 40
export const REQUIREMENT_TEXT_LIMIT = 500
const LEAST_WORDS = 3

const count = (value: unknown) => String(value).length.toLocaleString('en')
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** Words in any script: Chinese and Thai are counted without spaces between them. Stops at `limit`. */
function hasWords(text: string, limit: number): boolean {
  let found = 0
  for (const segment of segmenter.segment(text.slice(0, 2000))) {
    if (segment.isWordLike && ++found >= limit) return true
  }
  return false
}

export const requirementInput = z.object({
  id: z.string().min(1).max(64),
  text: z.string().trim().min(1, 'A requirement is empty: write what is required or remove it.').max(REQUIREMENT_TEXT_LIMIT, `A requirement holds up to ${REQUIREMENT_TEXT_LIMIT} characters: shorten it or split it in two.`),
  level: z.enum(['must', 'nice']),
  span: z.object({ start: z.int().min(0), end: z.int().min(0) }).nullable(),
})

const jobFields = z.object({
  /** Empty: the first line of the text becomes the title. */
  title: z.string().trim().max(JOB_TITLE_LIMIT, `A title holds up to ${JOB_TITLE_LIMIT} characters: shorten it.`),
  location: z.string().trim().max(JOB_LOCATION_LIMIT, `A location holds up to ${JOB_LOCATION_LIMIT} characters: shorten it.`).nullish(),
  text: z.string().max(JOB_TEXT_LIMIT, { error: ({ input }) => `The description has ${count(input)} characters; up to ${JOB_TEXT_LIMIT.toLocaleString('en')} are read. Shorten it.` }),
  /** Absent: they are read from the text. */
  requirements: z.array(requirementInput).max(REQUIREMENT_LIMIT, `A job holds up to ${REQUIREMENT_LIMIT} requirements: remove or join some.`).optional(),
})

const SAYS_TOO_LITTLE = { path: ['text'], message: `A job needs at least ${LEAST_WORDS} words in its title and description, so that candidates can be compared with it: write a little more.` }
const saysEnough = ({ title, text }: { title: string; text: string }) => hasWords(`${title}\n${text}`, LEAST_WORDS)

export const newJob = jobFields.refine(saysEnough, SAYS_TOO_LITTLE)
export const jobTarget = z.object({ jobId: z.uuid() })
export const jobChange = jobFields.extend(jobTarget.shape).refine(saysEnough, SAYS_TOO_LITTLE)
export const jobListRequest = z.object({ status: z.enum(['open', 'closed']).optional(), query: z.string().max(200).optional() })

export type NewJob = z.input<typeof newJob>
export type JobChange = z.input<typeof jobChange>
export type JobTarget = z.infer<typeof jobTarget>
export type JobListRequest = z.infer<typeof jobListRequest>
