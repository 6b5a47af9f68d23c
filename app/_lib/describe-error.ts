/** Turns what was thrown into what may be shown: known errors in their own words, the rest hidden behind a reference that is in the log. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { logger } from '#lib/logger.ts'
import type { ActionError } from './action-result.ts'

export function describeError(error: unknown): ActionError {
  if (error instanceof AppError) {
    if (error.code === 'unavailable') logger.warn({ err: error }, 'a request failed for now')
    return { code: error.code, message: error.userMessage }
  }
  if (error instanceof z.ZodError) return describeInvalidInput(error)
  const reference = randomUUID().slice(0, 8)
  logger.error({ err: error, reference }, 'a request failed')
  return { code: 'internal', message: `Something went wrong on the server. Nothing was changed. The log has it under ${reference}.` }
}

function describeInvalidInput(error: z.ZodError): ActionError {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) fields[issue.path.join('.')] ??= issue.message
  const first = error.issues[0]
  const where = first && first.path.length > 0 ? `${first.path.join('.')}: ` : ''
  return { code: 'invalid_input', message: `${where}${first?.message ?? 'The input is not valid.'}`, fields }
}
