/** The files of a form sent to a route handler. Knows neither what they are nor what they are for. */
import { AppError } from '#lib/errors.ts'

export interface FormFile {
  name: string
  bytes: Uint8Array
}

/** Kept below what the proxy passes on (next.config.ts): beyond it a body would arrive cut off. */
const BODY_LIMIT = 31 * 1024 * 1024

export async function readFormFiles(request: Request, field: string): Promise<FormFile[]> {
  const form = await readForm(request)
  const files = form.getAll(field).filter((value) => value instanceof File)
  return Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })))
}

/** A form is read once; whoever needs more of it than files reads it here. */
export async function readForm(request: Request): Promise<FormData> {
  const length = Number(request.headers.get('content-length'))
  if (!Number.isSafeInteger(length) || length <= 0) throw new AppError('invalid_input', 'The request has no length. Send a form with its Content-Length.')
  if (length > BODY_LIMIT) throw new AppError('too_large', `The request has ${Math.ceil(length / 1024 / 1024)} MB; up to ${BODY_LIMIT / 1024 / 1024} MB are taken at once. Send fewer files at a time.`)
  try {
    return await request.formData()
  } catch (cause) {
    throw new AppError('invalid_input', 'The files did not arrive whole. Send them again.', { cause })
  }
}
