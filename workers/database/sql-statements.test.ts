import { expect, test } from 'vitest'
import { readStatementTraits } from './sql-statements.ts'

test.each([
  ['copy t from stdin', 'text'],
  ['/* why /* nested */ */ COPY t (a, b)\nFROM STDIN WITH (FORMAT csv)', 'text'],
  ['-- note\ncopy t from stdin binary', 'binary'],
  ['begin; copy t from stdin; commit', 'text'],
  ['copy t from stdin; copy u from stdin', 'several'],
  ["select 'x; copy t from stdin'", 'none'],
  ["select E'\\'; copy t from stdin'", 'none'],
  ['select $body$; copy t from stdin$body$', 'none'],
  ['select "; copy t from stdin" from u', 'none'],
  ['copy (select 1) to stdout', 'none'],
  ['select 1 /* ; copy t from stdin', 'none'],
  ['select 2 - 1; copy t from stdin', 'text'],
])('%s copies in: %s', (sql, expected) => {
  expect(readStatementTraits(sql).copyIn).toBe(expected)
})

test('channel names fold to lower case unless they are quoted', () => {
  expect(readStatementTraits('LISTEN News; listen "Mixed ""Case"""; unlisten *')).toMatchObject({ listens: ['news', 'Mixed "Case"'], unlistens: ['*'] })
})

test('settings of the session are told from those of a transaction', () => {
  const { settings } = readStatementTraits("SET search_path = ''; set local role x; set transaction read only; reset role; update t set a = 1")
  expect(settings).toEqual(["SET search_path = ''", 'reset role'])
})

test('a text that would drop what others prepared is recognised', () => {
  expect(readStatementTraits('DISCARD ALL').discardsAll).toBe(true)
  expect(readStatementTraits('deallocate all').discardsAll).toBe(true)
  expect(readStatementTraits('deallocate mine').discardsAll).toBe(false)
})

test('a megabyte of quoted text is read in well under a second', () => {
  const started = performance.now()
  readStatementTraits(`set x to '${"it''s ".repeat(200_000)}'; ${'e-'.repeat(200_000)}`)
  expect(performance.now() - started).toBeLessThan(1000)
})
