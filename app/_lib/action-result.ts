/** What an action gives back to the browser: the outcome, or what went wrong in words for people. */
import type { ErrorCode } from '#lib/errors.ts'

export interface ActionError {
  code: ErrorCode | 'internal'
  message: string
  /** Per field of the input, the first thing that is wrong with it. */
  fields?: Record<string, string>
}

export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: ActionError }
