import { expect, test } from 'vitest'
import type { Fact } from '../db/schema/candidates.ts'
import { readFacts } from './read-facts.ts'

const HEAD = 'JANE DOE-SMITH\nSenior Accountant | Leeds, UK | jane.doe-smith@example.com | +44 20 7946 0958\nSummary\n12+ years of accounting experience'
const valuesOf = (text: string, options?: { fileName: string }) => Object.fromEntries(readFacts(text, options).map(({ kind, value }) => [kind, value])) as Partial<Record<Fact['kind'], string>>

test('facts are read with the place they stand in', () => {
  expect(valuesOf(HEAD)).toEqual({ name: 'Jane Doe-Smith', email: 'jane.doe-smith@example.com', phone: '+44 20 7946 0958', location: 'Leeds, UK', headline: 'Senior Accountant', years: '12' })
  for (const { value, span } of readFacts(HEAD)) expect(HEAD.slice(span.start, span.end).toLowerCase()).toBe(value.toLowerCase())
})

test('a name needs something that agrees with it', () => {
  expect(valuesOf('Maria Gonzalez\nNurse\nWard work').name).toBeUndefined()
  expect(valuesOf('Maria Gonzalez\nNurse\nmgonzalez@example.org').name).toBe('Maria Gonzalez')
  expect(valuesOf('Maria Gonzalez\nNurse\nlinkedin.com/in/maria-gonzalez-12').name).toBe('Maria Gonzalez')
  expect(valuesOf('Maria Gonzalez\nNurse', { fileName: 'CV_Gonzalez_Maria_2024.pdf' }).name).toBe('Maria Gonzalez')
  expect(valuesOf('Maria Gonzalez\nNurse\ninfo@hospital.example').name).toBeUndefined()
  expect(valuesOf('Name: Zoë Łukasz\nWelder').name).toBe('Zoë Łukasz')
  expect(valuesOf('姓名：张伟\n求职意向：软件工程师\n手机：13800138000')).toEqual({ name: '张伟', headline: '软件工程师', phone: '13800138000' })
})

test('a title in capitals is a headline and not a name', () => {
  expect(valuesOf('SENIOR HR MANAGER\nSummary\nPeople work')).toEqual({ headline: 'Senior HR Manager' })
  expect(valuesOf('Project Manager\nproject.manager@example.com').name).toBeUndefined()
})

test('years of a job and section headings are no facts', () => {
  expect(valuesOf('Resume\nSummary\nWorked 2011 - 2014 and 2015-2019 in Leeds')).toEqual({})
})
