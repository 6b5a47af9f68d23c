import { expect, test } from 'vitest'
import { MASK, maskIdentity } from './mask-identity.ts'
import type { Identity } from './mask-identity.ts'

const nobody: Identity = { name: null, emails: [], phones: [], spans: [] }
const mask = (text: string, identity: Partial<Identity>) => maskIdentity(text, { ...nobody, ...identity }).text

test('a name is hidden in any case, with and without diacritics, and part by part', () => {
  const name = 'José Müller-Ångström'
  expect(mask('JOSÉ MÜLLER-ÅNGSTRÖM, nurse. Jose wrote this; muller too.', { name })).toBe(`${MASK} ${MASK}-${MASK}, nurse. ${MASK} wrote this; ${MASK} too.`)
  expect(mask('Reference: Mrs Angstrom', { name })).toBe(`Reference: Mrs ${MASK}`)
})

test('a name with decomposed diacritics is hidden whole', () => {
  expect(mask(`I am ${'José'.normalize('NFD')}.`, { name: 'José Roth' })).toBe(`I am ${MASK}.`)
})

test('a name inside an e-mail address, a link, a user name or a file name is hidden', () => {
  const name = 'Jane Doering'
  expect(mask('jane.doering@example.org', { name })).toBe(MASK)
  expect(mask('see https://www.linkedin.com/in/jane-doering-42 and github.com/janedoering', { name })).toBe(`see ${MASK} and ${MASK}`)
  expect(mask('JaneDoering_CV.pdf, jdoering', { name })).toBe(`${MASK}_CV.pdf, ${MASK}`)
})

test('e-mail addresses and telephone numbers are hidden even when nobody extracted them', () => {
  expect(mask('mail x_y+z@mail.example or +49 (0)30 123-456 78', {})).toBe(`mail ${MASK} or ${MASK}`)
})

test('a known telephone number is hidden however it is spaced', () => {
  expect(mask('call 030 12 34 56 or 030/123456 since 2019 - 2023', { phones: ['030-123456'] })).toBe(`call ${MASK} or ${MASK} since 2019 - 2023`)
})

test('words that only contain a name stay, and so do small words that look like a short name', () => {
  expect(mask('An engineer with an annual plan; An Li led it. Linux.', { name: 'An Li' })).toBe(`${MASK} engineer with an annual plan; ${MASK} ${MASK} led it. Linux.`)
  expect(mask('Rosemary works in Bergen', { name: 'Rose Berg' })).toBe('Rosemary works in Bergen')
})

test('a name in a script without spaces is hidden inside a run of characters', () => {
  expect(mask('我叫王小明是工程师', { name: '王小明' })).toBe(`我叫${MASK}是工程师`)
})

test('spans that were read as facts are hidden even when the value differs', () => {
  expect(mask('J. R. R. T., writer', { spans: [{ start: 0, end: 11 }] })).toBe(`${MASK}, writer`)
})

test('positions in the original lead to the same words in the masked text', () => {
  const text = 'Jane Doering, nurse. Jane cared for patients in Bern 🏥 daily.'
  const { text: masked, offsetOf } = maskIdentity(text, { ...nobody, name: 'Jane Doering' })
  for (const word of ['nurse', 'cared', 'Bern', 'daily.']) {
    const start = text.indexOf(word)
    expect(masked.slice(offsetOf(start), offsetOf(start + word.length))).toBe(word)
  }
  expect(offsetOf(text.length)).toBe(masked.length)
  expect(offsetOf(0)).toBe(0)
})

test('a text without anybody in it stays as it is', () => {
  const text = 'Ten years of C++; 100 % on-call. 2015–2019.'
  expect(mask(text, {})).toBe(text)
})
