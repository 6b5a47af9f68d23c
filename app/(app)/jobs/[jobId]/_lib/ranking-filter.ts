/** The filter of a ranked list as the URL carries it. It knows neither the database nor the page. */
import { createLoader, createSerializer, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const SINCE = ['1d', '7d', '30d', '90d'] as const
export type Since = (typeof SINCE)[number]

export const rankingParsers = {
  q: parseAsString.withDefault(''),
  shortlisted: parseAsBoolean.withDefault(false),
  since: parseAsStringLiteral(SINCE),
}

export interface RankingSearch {
  q: string
  shortlisted: boolean
  since: Since | null
}

export const loadRankingSearch = createLoader(rankingParsers)

const serialize = createSerializer(rankingParsers)

/** The filter as the query string that loads it again, without its question mark. */
export function filterKey(search: RankingSearch): string {
  return serialize(search).replace(/^\?/, '')
}

const DAY_MS = 24 * 60 * 60 * 1000

export function rankingFilter(search: RankingSearch, now: Date): { query?: string; isShortlisted?: boolean; since?: Date } {
  const query = search.q.trim()
  return {
    ...(query ? { query } : {}),
    ...(search.shortlisted ? { isShortlisted: true } : {}),
    ...(search.since ? { since: startOfDay(now, Number.parseInt(search.since, 10)) } : {}),
  }
}

export function isFiltered(search: RankingSearch): boolean {
  return search.q.trim() !== '' || search.shortlisted || search.since !== null
}

/** A whole day in UTC, so that the same list asked for twice on a day has the same filter. */
function startOfDay(now: Date, daysAgo: number): Date {
  const moment = new Date(now.getTime() - daysAgo * DAY_MS)
  moment.setUTCHours(0, 0, 0, 0)
  return moment
}
