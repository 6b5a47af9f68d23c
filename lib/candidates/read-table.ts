/** Reads people from an import file, CSV or JSON lines: the rows that can be used, and for each other row its line and what is wrong with it. Pure. */
import Papa from 'papaparse'
import { normalizeText } from '../documents/normalize-text.ts'
import { RESUME_TEXT_LIMIT } from '../validation/candidates.ts'
import { columnKind, describeMissingText } from './table-columns.ts'
import type { ColumnKind } from './table-columns.ts'
import { whyNotAResume } from './why-not-a-resume.ts'

export interface TableRow {
  line: number
  name: string | null
  headline: string | null
  email: string | null
  phone: string | null
  location: string | null
  externalId: string | null
  text: string
}

export interface RowProblem {
  line: number
  message: string
}

/** Rows in the order of the file; or why there is none, as the predicate of a sentence about the file. */
export type Table = { rows: (TableRow | RowProblem)[]; problem: null } | { rows: null; problem: string }

type Cells = Partial<Record<ColumnKind, string[]>>

const FIELD_LIMITS: Partial<Record<ColumnKind, number>> = { externalId: 200, name: 200, firstName: 100, lastName: 100, email: 254, phone: 60, location: 200, headline: 300 }
const DELIMITERS = [',', ';', '\t', '|'] as const

export function readTable(text: string): Table {
  if (text.trim() === '') return { rows: null, problem: 'is empty. Check the original and upload it again.' }
  const start = text.trimStart()
  if (start.startsWith('[')) return { rows: null, problem: 'is one JSON list. Write one object per line, without brackets around them, and upload it again.' }
  return start.startsWith('{') ? readJsonLines(text) : readCsv(text)
}

export const isProblem = (row: TableRow | RowProblem): row is RowProblem => 'message' in row

function readCsv(text: string): Table {
  const delimiter = chooseDelimiter(text)
  const rows: (TableRow | RowProblem)[] = []
  let kinds: (ColumnKind | null)[] | null = null
  let header: string[] = []
  let line = 1
  let position = 0
  const nextLine = (cursor: number) => {
    for (let at = text.indexOf('\n', position); at >= 0 && at < cursor; at = text.indexOf('\n', at + 1)) line++
    position = cursor
  }
  Papa.parse<string[]>(text, {
    delimiter,
    skipEmptyLines: false,
    step: ({ data, errors, meta }) => {
      const at = line
      nextLine(meta.cursor)
      if (data.every((cell) => cell.trim() === '')) return
      if (!kinds) {
        header = data.map((cell) => cell.trim())
        kinds = header.map(columnKind)
        return
      }
      rows.push(errors.length > 0 ? { line: at, message: describeCsvError(errors[0]!.code) } : readCsvRow(at, data, kinds))
    },
  })
  if (!header.map(columnKind).includes('text')) return { rows: null, problem: describeMissingText(header.filter((cell) => cell !== ''), 'columns') }
  return rows.length > 0 ? { rows, problem: null } : { rows: null, problem: 'has a first line with the names of columns and no people below it. Add a line for each and upload it again.' }
}

/** The one under which most headings are known; a comma when none is. */
function chooseDelimiter(text: string): string {
  const firstLine = /^\s*([^\r\n]*)/u.exec(text)![1]!
  const known = (delimiter: string) => (Papa.parse<string[]>(firstLine, { delimiter }).data[0] ?? []).filter((cell) => columnKind(cell) !== null).length
  return DELIMITERS.toSorted((a, b) => known(b) - known(a) || firstLine.split(b).length - firstLine.split(a).length)[0]!
}

function describeCsvError(code: string): string {
  return code === 'MissingQuotes' ? 'A quotation mark is opened and never closed: close it, or double it where it is part of the text.' : 'A quotation mark stands where none is expected: double it where it is part of the text.'
}

function readCsvRow(line: number, data: readonly string[], kinds: readonly (ColumnKind | null)[]): TableRow | RowProblem {
  if (data.slice(kinds.length).some((cell) => cell.trim() !== '')) return { line, message: `The row has ${data.length} cells and the first line ${kinds.length}: put texts that contain the delimiter into quotation marks.` }
  const cells: Cells = {}
  for (const [index, kind] of kinds.entries()) {
    const value = data[index]
    if (kind && value !== undefined) (cells[kind] ??= []).push(value)
  }
  return readRow(line, cells)
}

function readJsonLines(text: string): Table {
  const rows: (TableRow | RowProblem)[] = []
  const names = new Set<string>()
  let isTextKnown = false
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue
    const line = index + 1
    const cells = readJsonLine(content, names)
    isTextKnown ||= typeof cells !== 'string' && cells.text !== undefined
    rows.push(typeof cells === 'string' ? { line, message: cells } : readRow(line, cells))
  }
  return isTextKnown || names.size === 0 ? { rows, problem: null } : { rows: null, problem: describeMissingText([...names], 'fields') }
}

function readJsonLine(content: string, names: Set<string>): Cells | string {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch {
    return 'The line is not valid JSON: check its quotation marks, commas and brackets.'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'The line is not a JSON object: write {"id": …, "text": …}.'
  const cells: Cells = {}
  for (const [name, field] of Object.entries(value)) {
    names.add(name)
    const kind = columnKind(name)
    if (!kind || field === null) continue
    const written = typeof field === 'number' ? String(field) : field
    if (typeof written !== 'string') return `The field “${name.slice(0, 40).toWellFormed()}” is not a text: put its value into quotation marks.`
    ;(cells[kind] ??= []).push(written)
  }
  return cells
}

function readRow(line: number, cells: Cells): TableRow | RowProblem {
  const size = (cells.text ?? []).reduce((sum, value) => sum + value.length, 0)
  if (size > RESUME_TEXT_LIMIT) return { line, message: `The text has ${size.toLocaleString('en')} characters; up to ${RESUME_TEXT_LIMIT.toLocaleString('en')} are taken. Shorten it.` }
  for (const [kind, limit] of Object.entries(FIELD_LIMITS)) {
    const long = cells[kind as ColumnKind]?.find((value) => value.trim().length > limit)
    if (long !== undefined) return { line, message: `The ${kind === 'externalId' ? 'id' : kind} has ${long.trim().length.toLocaleString('en')} characters; up to ${limit} are taken. Shorten it.` }
  }
  const one = (kind: ColumnKind) => normalizeText(cells[kind]?.find((value) => value.trim() !== '') ?? '').replaceAll('\n', ' ') || null
  const headline = one('headline')
  const body = normalizeText((cells.text ?? []).filter((value) => value.trim() !== '').join('\n\n'))
  if (body === '') return { line, message: 'The text is empty: without one the person cannot be matched.' }
  const text = headline && !body.toLowerCase().startsWith(headline.toLowerCase()) ? `${headline}\n${body}` : body
  const problem = whyNotAResume(text)
  if (problem) return { line, message: `The text ${problem}.` }
  const email = one('email')?.toLowerCase() ?? null
  if (email !== null && !/^[^\s@]+@[^\s@]+$/u.test(email)) return { line, message: 'The e-mail address is none: write it as name@example.com or leave the cell empty.' }
  return { line, name: one('name') ?? ([one('firstName'), one('lastName')].filter((part) => part !== null).join(' ') || null), headline, email, phone: one('phone'), location: one('location'), externalId: one('externalId'), text }
}
