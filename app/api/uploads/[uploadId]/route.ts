import { getUploadProgress } from '#lib/candidates/get-upload-progress.ts'
import { uploadTarget } from '#lib/validation/candidates.ts'
import { authedRoute } from '../../../_lib/authed-route.ts'

export const GET = authedRoute(uploadTarget, 'viewer', getUploadProgress)
