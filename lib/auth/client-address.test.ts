import { expect, test } from 'vitest'
import { clientAddress } from './client-address.ts'

test('a client cannot choose its address by writing a header that the proxy appends to', () => {
  expect(clientAddress(new Headers({ 'x-forwarded-for': '10.9.9.9, 203.0.113.7' }))).toBe('203.0.113.7')
})

test('without the header the address is unknown, which is limited like any other', () => {
  expect(clientAddress(new Headers())).toBe('unknown')
})
