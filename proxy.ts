/** What every response must carry and every request must satisfy before a page or handler sees it. Knows neither sessions nor pages. */
import { NextResponse } from 'next/server'
import type { NextRequest } from 'next/server'
import { isForeignRequest } from '#lib/auth/is-foreign-request.ts'
import { env } from '#lib/env.ts'

const isHttps = env.PUBLIC_URL?.startsWith('https:') ?? false
const isDevelopment = env.NODE_ENV === 'development'

export function proxy(request: NextRequest): NextResponse {
  if (isForeignRequest(request, env.PUBLIC_URL)) {
    return NextResponse.json({ error: { code: 'forbidden', message: 'Requests that change something are taken from the pages of this product only.' } }, { status: 403 })
  }
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('x-rankwell-path', `${request.nextUrl.pathname}${request.nextUrl.search}`)
  headers.set('Content-Security-Policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  if (isHttps) response.headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
  return response
}

/** Styles may stand inline: charts, virtual lists and toasts set positions and widths. Scripts need the nonce of this response. */
function contentSecurityPolicy(nonce: string): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

export const config = { matcher: '/((?!_next/static|icon.svg).*)' }
