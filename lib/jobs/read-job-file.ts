/** The text of an uploaded job description, and its first line as a title when it reads like one. Nothing is saved. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { extractText } from '../documents/extract-text.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { FILE_SIZE_LIMIT } from '../validation/candidates.ts'
import { JOB_TEXT_LIMIT, JOB_TITLE_LIMIT } from '../validation/jobs.ts'

const TITLE_WORDS = 14

export async function readJobFile(_services: Services, actor: Actor, { fileName, bytes }: { fileName: string; bytes: Uint8Array }): Promise<{ title: string | null; text: string }> {
  requireRole(actor, 'recruiter')
  if (bytes.length > FILE_SIZE_LIMIT) throw new AppError('too_large', `“${fileName}” is larger than the ${FILE_SIZE_LIMIT / 1024 / 1024} MB that are read. Save it smaller or paste the text.`)
  const extraction = await extractText(bytes)
  if (!extraction.ok) throw new AppError('invalid_input', `“${fileName}”: ${extraction.reason}`)
  const { text } = extraction
  if (text.length > JOB_TEXT_LIMIT) throw new AppError('too_large', `“${fileName}” has ${text.length.toLocaleString('en')} characters; up to ${JOB_TEXT_LIMIT.toLocaleString('en')} are read. Shorten it.`)
  return { title: titleOf(text), text }
}

function titleOf(text: string): string | null {
  const [line = ''] = text.split('\n', 1)
  const isTitle = line !== '' && line.length <= JOB_TITLE_LIMIT && line.split(/\s+/u).length <= TITLE_WORDS && !/[.:!?]$/u.test(line)
  return isTitle ? line : null
}
