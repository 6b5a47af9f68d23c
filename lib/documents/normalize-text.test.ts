import { expect, test } from 'vitest'
import { decodeText } from './decode-text.ts'
import { joinDividedWords, normalizeText } from './normalize-text.ts'

test('characters that no database stores or that hide others are removed', () => {
  expect(normalizeText('a\u0000b\u202Ec\u2066d\u00ADe\uFEFFf\u0007g')).toBe('abcdefg')
  expect(normalizeText('half \uD83D')).toBe('half \uFFFD')
})

test('white space is made plain and ligatures are spelled', () => {
  expect(normalizeText('  of\uFB01ce\u00A0\u3000manager \r\n\r\n\r\n\r\nLeeds\t UK\f')).toBe('office manager\n\nLeeds UK')
})

test('right-to-left, Chinese, Persian joiners and joined emoji stay', () => {
  for (const text of ['محاسب أول', 'רואה חשבון\u200F (בכיר)', '张伟，会计师', 'می\u200Cخواهم', '👩🏽‍💻']) expect(normalizeText(text)).toBe(text)
})

test('a word that a line break divided is joined, a hyphen of its own stays', () => {
  expect(joinDividedWords('experi-\nence in month-\nEnd and 2019-\n2021')).toBe('experience in month-\nEnd and 2019-\n2021')
})

test('text in Windows-1252 is recognised, bytes that are no text are not', () => {
  expect(decodeText(Buffer.from('Müller', 'latin1'))).toEqual({ text: 'Müller', encoding: 'windows-1252' })
  expect(decodeText(Buffer.from('Müller'))?.encoding).toBe('utf-8')
  expect(decodeText(Buffer.from([0xff, 0xfe, 0x41, 0x00]))).toEqual({ text: 'A', encoding: 'utf-16le' })
  expect(decodeText(Buffer.from([0xe4, 0x81, 0x41]))).toBeNull()
  expect(decodeText(Buffer.from('Привет, мир', 'latin1').map((byte) => byte | 0x80))).toBeNull()
})
