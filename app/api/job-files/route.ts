import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { readJobFile } from '#lib/jobs/read-job-file.ts'
import { authedRoute } from '../../_lib/authed-route.ts'
import { readFormFiles } from '../../_lib/read-form-files.ts'

export const POST = authedRoute(z.object({}), 'recruiter', async (services, actor, _, request) => {
  const [file] = await readFormFiles(request, 'file')
  if (!file) throw new AppError('invalid_input', 'No file was sent: choose one.')
  return readJobFile(services, actor, { fileName: file.name, bytes: file.bytes })
})
