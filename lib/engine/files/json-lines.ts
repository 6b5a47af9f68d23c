import { createReadStream } from 'node:fs'
import { EngineError } from '../errors.ts'

/** Reads a JSON-lines file row by row in constant memory; a wrong line is named with file and number. Knows no row format: the caller's parser throws an EngineError that says what is wrong. */
export interface NumberedRow<Row> {
  row: Row
  line: number
}

// A line of one passage is a few kilobytes; a file without line breaks should fail before it fills the memory.
const MAX_LINE_CHARACTERS = 32 * 1024 * 1024

export async function* readJsonLines<Row>(path: string, parse: (value: unknown) => Row): AsyncGenerator<NumberedRow<Row>> {
  let line = 0
  for await (const text of readLines(path)) {
    line++
    if (text.trim() === '') continue
    yield { row: parseLine(text, `${path} line ${line}`, parse), line }
  }
}

/** All rows of a file that is known to fit into memory, and must not be empty. */
export async function readAllJsonLines<Row>(path: string, parse: (value: unknown) => Row): Promise<NumberedRow<Row>[]> {
  const rows: NumberedRow<Row>[] = []
  for await (const row of readJsonLines(path, parse)) rows.push(row)
  if (rows.length === 0) throw new EngineError(`${path} has no rows.`)
  return rows
}

function parseLine<Row>(text: string, where: string, parse: (value: unknown) => Row): Row {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new EngineError(`${where}: this is not JSON (${(cause as Error).message}).`, { cause })
  }
  try {
    return parse(value)
  } catch (cause) {
    if (cause instanceof EngineError) throw new EngineError(`${where}: ${cause.message}`, { cause })
    throw cause
  }
}

async function* readLines(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let lines = 0
  try {
    for await (const chunk of createReadStream(path)) {
      const parts = decoder.decode(chunk as Uint8Array, { stream: true }).split('\n')
      parts[0] = rest + parts[0]!
      rest = parts.pop()!
      lines += parts.length
      yield* parts
      if (rest.length > MAX_LINE_CHARACTERS) throw new EngineError(`${path} line ${lines + 1} is longer than ${MAX_LINE_CHARACTERS} characters; is this a JSON-lines file?`)
    }
    rest += decoder.decode()
    if (rest !== '') yield rest
  } catch (cause) {
    throw describe(cause, path, lines + 1)
  }
}

function describe(cause: unknown, path: string, line: number): unknown {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return new EngineError(`${path} does not exist.`, { cause })
  if (code === 'EISDIR') return new EngineError(`${path} is a folder, not a file.`, { cause })
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return new EngineError(`${path} is not UTF-8 text, at or after line ${line}; save it as UTF-8.`, { cause })
  return cause
}
