/** What the list of jobs is narrowed to, in the address. */
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const JOB_STATUSES = ['open', 'closed', 'all'] as const

export const jobSearchParsers = {
  q: parseAsString.withDefault(''),
  status: parseAsStringLiteral(JOB_STATUSES).withDefault('open'),
}

export const loadJobSearch = createLoader(jobSearchParsers)
