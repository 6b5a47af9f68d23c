import { z } from 'zod'
import { addToUpload } from '#lib/candidates/add-to-upload.ts'
import { createUpload } from '#lib/candidates/create-upload.ts'
import { AppError } from '#lib/errors.ts'
import { authedRoute } from '../../_lib/authed-route.ts'
import { readForm } from '../../_lib/read-form-files.ts'

/** Files that are too large to be read are told by name and size only, so that they are accounted for without being sent. */
const oversizedFiles = z.array(z.object({ name: z.string().max(1000), sizeBytes: z.int().positive() })).max(50)

export const POST = authedRoute(z.object({}), 'recruiter', async (services, actor, _, request) => {
  const form = await readForm(request)
  const uploadId = z.uuid().nullable().parse(form.get('uploadId'))
  const sent = form.getAll('files').filter((value) => value instanceof File)
  const whole = await Promise.all(sent.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })))
  const files = [...whole, ...oversizedFiles.parse(readJson(form.get('oversized')))]
  return uploadId ? { uploadId, ...(await addToUpload(services, actor, { uploadId, files })) } : createUpload(services, actor, { files })
})

function readJson(value: FormDataEntryValue | null): unknown {
  if (typeof value !== 'string') return []
  try {
    return JSON.parse(value)
  } catch (cause) {
    throw new AppError('invalid_input', 'The list of oversized files is not JSON.', { cause })
  }
}
