import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './hash-password.ts'

test('a password is recognised by its hash and another is not', async () => {
  const passwordHash = await hashPassword('a long enough sentence')
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verifyPassword(passwordHash, 'a long enough sentence')).toBe(true)
  expect(await verifyPassword(passwordHash, 'a long enough sentencf')).toBe(false)
})

test('no character of a long password is left out', async () => {
  const long = 'ü'.repeat(200)
  const passwordHash = await hashPassword(`${long}1`)
  expect(await verifyPassword(passwordHash, `${long}2`)).toBe(false)
})
