import { expect, test } from 'vitest'
import { isProblem, readTable } from './read-table.ts'

const TEXT = 'Electrician with eight years in industrial plants, fault finding and PLC work.'
const problemsOf = (text: string) => (readTable(text).rows ?? []).filter(isProblem)
const peopleOf = (text: string) => (readTable(text).rows ?? []).filter((row) => !isProblem(row))

test('columns are known by usual headings, in any order and with any usual delimiter', () => {
  for (const delimiter of [',', ';', '\t']) {
    const file = [['Vorname', 'Nachname', 'E-Mail', 'City', 'Job Title', 'Resume', 'Kandidat-ID'], ['Ada', 'Beispiel', 'ADA@example.com', 'Leeds', 'Electrician', `"${TEXT}"`, '7']].map((cells) => cells.join(delimiter)).join('\r\n')
    expect(readTable(file)).toEqual({ problem: null, rows: [{ line: 2, name: 'Ada Beispiel', headline: 'Electrician', email: 'ada@example.com', phone: null, location: 'Leeds', externalId: '7', text: TEXT }] })
  }
})

test('a headline that the text does not begin with becomes its first line', () => {
  expect(peopleOf(`title,text\nNurse,"${TEXT}"`)).toMatchObject([{ text: `Nurse\n${TEXT}` }])
})

test('a wrong header names the columns found and those expected', () => {
  const table = readTable('colour,size\nred,4\n')
  expect(table.rows).toBeNull()
  expect(table.problem).toContain('“colour”, “size”')
  expect(table.problem).toContain('text, resume, cv, summary or description')
})

test('a row is named by the line it begins on, also after cells with line breaks', () => {
  const file = `id,text\n1,"${TEXT}\nand\nmore"\n2,\n3,"${TEXT}!",too,many\n4,"${TEXT}?"`
  expect(problemsOf(file)).toEqual([
    { line: 5, message: 'The text is empty: without one the person cannot be matched.' },
    { line: 6, message: 'The row has 4 cells and the first line 2: put texts that contain the delimiter into quotation marks.' },
  ])
  expect(peopleOf(file)).toMatchObject([{ line: 2, externalId: '1' }, { line: 7, externalId: '4' }])
})

test('a cell of a megabyte is an error of its row alone', () => {
  const file = `id,text\n1,"${TEXT}"\n2,${'x'.repeat(1024 * 1024)}\n3,"${TEXT} too"`
  expect(problemsOf(file)).toEqual([{ line: 3, message: 'The text has 1,048,576 characters; up to 200,000 are taken. Shorten it.' }])
  expect(peopleOf(file)).toHaveLength(2)
})

test('a quotation mark that is never closed is named with its line', () => {
  expect(problemsOf(`id,text\n1,"${TEXT}"\n2,"${TEXT}\n3,${TEXT}\n`)).toMatchObject([{ line: 3, message: expect.stringContaining('never closed') as unknown }])
})

test('one bad line among a thousand costs one person and is named', () => {
  const lines = Array.from({ length: 1000 }, (_, index) => JSON.stringify({ id: index + 1, text: `${TEXT} Person ${index + 1}.`, name: `Person ${index + 1}` }))
  lines[500] = '{"id": 501, "text": '
  expect(peopleOf(lines.join('\n'))).toHaveLength(999)
  expect(problemsOf(lines.join('\n'))).toEqual([{ line: 501, message: 'The line is not valid JSON: check its quotation marks, commas and brackets.' }])
})

test('JSON lines of another shape are told apart', () => {
  expect(problemsOf(`{"text":"${TEXT}"}\n[1]\n{"text":{"a":1}}\n{"id":1,"text":"too short"}\n{"text":"${TEXT}","email":"nobody"}`).map(({ line, message }) => `${line} ${message.slice(0, 40)}`)).toEqual([
    '2 The line is not a JSON object: write {"i',
    '3 The field “text” is not a text: put its ',
    '4 The text has too few words to tell what ',
    '5 The e-mail address is none: write it as ',
  ])
  expect(readTable('{"cvv":"x"}\n').problem).toContain('has the fields “cvv”, but none with the text')
  expect(readTable('[{"text":"x"}]').problem).toContain('one JSON list')
  expect(readTable(' \n').problem).toContain('empty')
  expect(readTable('id,text\n').problem).toContain('no people below it')
})
