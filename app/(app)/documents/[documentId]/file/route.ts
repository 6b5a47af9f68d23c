import { getDocumentFile } from '#lib/candidates/get-document-file.ts'
import { documentTarget } from '#lib/validation/candidates.ts'
import { authedRoute } from '../../../../_lib/authed-route.ts'

/** Always a download and never shown in place: the bytes are a stranger's. */
export const GET = authedRoute(documentTarget, 'viewer', async (services, actor, input) => {
  const { fileName, bytes, mediaType } = await getDocumentFile(services, actor, input)
  return new Response(Buffer.from(bytes), {
    headers: {
      'Content-Type': mediaType,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  })
})
