import { EngineError } from '../errors.ts'

/** Checks for the fields of a row, each failing with one sentence that names the field. */
export type Fields = Record<string, unknown>

export function asFields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new EngineError('the line must be a JSON object.')
  return value as Fields
}

export function requireText(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value.trim() === '') throw new EngineError(`"${name}" must be a text that is not empty.`)
  return value
}

export function requireTexts(fields: Fields, name: string, least: number): string[] {
  const value = fields[name]
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string' && item.trim() !== '')
  if (!isTexts || value.length < least) throw new EngineError(`"${name}" must be a list of ${least > 0 ? `at least ${least} ` : ''}texts that are not empty.`)
  return value as string[]
}

/** Ids may be written as text or as whole numbers. */
export function requireId(fields: Fields, name: string): string {
  const value = fields[name]
  if (Number.isSafeInteger(value)) return String(value)
  if (typeof value !== 'string' || value === '') throw new EngineError(`"${name}" must be a text or a whole number.`)
  return value
}
