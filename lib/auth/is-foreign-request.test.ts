import { expect, test } from 'vitest'
import { isForeignRequest } from './is-foreign-request.ts'

const request = (method: string, headers: Record<string, string>) => ({ method, headers: new Headers({ host: 'rankwell.test:3000', ...headers }) })

test('reading is allowed from anywhere', () => {
  expect(isForeignRequest(request('GET', { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }), undefined)).toBe(false)
})

test.each([
  ['another site by its own word', { 'sec-fetch-site': 'cross-site', origin: 'http://rankwell.test:3000' }],
  ['a sibling site', { 'sec-fetch-site': 'same-site', origin: 'http://other.rankwell.test:3000' }],
  ['another origin without Sec-Fetch-Site', { origin: 'https://evil.test' }],
  ['another port', { origin: 'http://rankwell.test:4000' }],
  ['an opaque origin', { origin: 'null' }],
  ['no word about where it comes from', {}],
  ['same-origin claimed with a foreign origin', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.test' }],
])('a change is refused from %s', (_, headers) => {
  expect(isForeignRequest(request('POST', headers as Record<string, string>), undefined)).toBe(true)
})

test.each([
  ['with both headers', { 'sec-fetch-site': 'same-origin', origin: 'http://rankwell.test:3000' }],
  ['on plain http, where browsers send the origin only', { origin: 'http://rankwell.test:3000' }],
])('a change is accepted from the own pages %s', (_, headers) => {
  expect(isForeignRequest(request('POST', headers as Record<string, string>), undefined)).toBe(false)
})

test('behind a proxy the public address counts as our own', () => {
  const headers = { host: '127.0.0.1:3000', origin: 'https://people.example.org' }
  expect(isForeignRequest(request('POST', headers), 'https://people.example.org')).toBe(false)
  expect(isForeignRequest(request('POST', headers), undefined)).toBe(true)
})
