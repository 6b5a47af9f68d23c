/** What the list of people is narrowed to and which part of it is shown, in the address. */
import { createLoader, parseAsInteger, parseAsString } from 'nuqs/server'

export const PAGE_SIZE = 50

export const candidateSearchParsers = {
  q: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
}

export const loadCandidateSearch = createLoader(candidateSearchParsers)
