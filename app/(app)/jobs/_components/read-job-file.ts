/** Sends one file to be read as a job description. */
import type { ActionError } from '../../../_lib/action-result.ts'

export interface ReadJobFile {
  title: string | null
  text: string
}

/** The error is null when the server could not be reached. */
export async function readJobFile(file: File): Promise<{ ok: true; data: ReadJobFile } | { ok: false; error: ActionError | null }> {
  const body = new FormData()
  body.set('file', file)
  try {
    const response = await fetch('/api/job-files', { method: 'POST', body })
    const answer = (await response.json()) as ReadJobFile | { error: ActionError }
    return 'error' in answer ? { ok: false, error: answer.error } : { ok: true, data: answer }
  } catch {
    return { ok: false, error: null }
  }
}
