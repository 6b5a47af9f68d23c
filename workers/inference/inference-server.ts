/** The loopback service for texts that a person waits for. Anyone may ask whether it is well; everything else needs the service token. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { z } from 'zod'
import { logger } from '#lib/logger.ts'
import { embedJob } from './embed-job.ts'
import type { Inference } from './embed-job.ts'

const MAX_BODY_BYTES = 10_000
const embedJobBody = z.object({ organizationId: z.uuid(), jobVersionId: z.uuid() })
const STATUS = { done: 200, gone: 404, later: 503 } as const

export function createInferenceServer(inference: Inference, token: string): Server {
  return createServer((request, response) => {
    answer(inference, token, request).then(
      ({ status, body }) => send(response, status, body),
      (error: Error) => {
        logger.error({ error: error.message, url: request.url }, 'the inference service failed')
        send(response, 500, { error: 'The text could not be encoded.' })
      },
    )
  })
}

interface Reply {
  status: number
  body: Record<string, unknown>
}

async function answer(inference: Inference, token: string, request: IncomingMessage): Promise<Reply> {
  if (request.method === 'GET' && request.url === '/health') return { status: 200, body: { status: 'ok' } }
  if (!isAuthorized(request, token)) return { status: 401, body: { error: 'The service token is missing or wrong.' } }
  if (request.method !== 'POST' || request.url !== '/embed-job') return { status: 404, body: { error: 'There is POST /embed-job and GET /health.' } }
  const text = await readBody(request)
  const body = embedJobBody.safeParse(text === null ? null : parseJson(text))
  if (!body.success) return { status: 400, body: { error: 'Send { organizationId, jobVersionId } as JSON.' } }
  const outcome = await embedJob(inference, body.data)
  return { status: STATUS[outcome], body: { outcome } }
}

/** Hashes have equal lengths, so the comparison takes the same time whatever was sent. */
function isAuthorized(request: IncomingMessage, token: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function send(response: ServerResponse, status: number, body: Record<string, unknown>): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
