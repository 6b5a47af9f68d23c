import { expect, test } from 'vitest'
import { filterKey, isFiltered, loadRankingSearch, rankingFilter } from './ranking-filter.ts'

const now = new Date('2026-11-21T15:30:00Z')

test('an address without parameters filters nothing', () => {
  const search = loadRankingSearch(new URLSearchParams())
  expect(rankingFilter(search, now)).toEqual({})
  expect(isFiltered(search)).toBe(false)
})

test('words, shortlist and age come out of the address', () => {
  const search = loadRankingSearch(new URLSearchParams('q=%20nurse%20&shortlisted=true&since=7d'))
  expect(rankingFilter(search, now)).toEqual({ query: 'nurse', isShortlisted: true, since: new Date('2026-11-14T00:00:00Z') })
  expect(isFiltered(search)).toBe(true)
})

test('a value that means nothing is ignored rather than failing the page', () => {
  expect(rankingFilter(loadRankingSearch(new URLSearchParams('since=tomorrow&shortlisted=perhaps')), now)).toEqual({})
})

test('the filter of a day is the same at every hour of it, so that its list is the same list', () => {
  const search = { q: '', shortlisted: false, since: '30d' as const }
  expect(rankingFilter(search, now)).toEqual(rankingFilter(search, new Date('2026-11-21T23:59:00Z')))
})

test('the query string of a filter loads the same filter', () => {
  const search = { q: 'head nurse & more', shortlisted: true, since: '90d' as const }
  expect(loadRankingSearch(new URLSearchParams(filterKey(search)))).toEqual(search)
  expect(filterKey({ q: '', shortlisted: false, since: null })).toBe('')
})
