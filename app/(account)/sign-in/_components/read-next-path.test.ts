import { expect, test } from 'vitest'
import { readNextPath } from './read-next-path.ts'

test('a path of the product is kept with its search', () => {
  expect(readNextPath('/jobs/1?q=a%20b')).toBe('/jobs/1?q=a%20b')
})

test.each(['//evil.test/x', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)', '', undefined, ['/jobs'], '/\t/evil.test'])('%j leads to the start page', (value) => {
  expect(readNextPath(value)).toBe('/')
})
