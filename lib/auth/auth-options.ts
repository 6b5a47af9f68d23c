/** How next-auth signs people in: by e-mail and password, with our own page and our own sessions. */
import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { SESSION_ABSOLUTE_MS } from '../accounts/session-lifetime.ts'
import { findSession } from '../accounts/find-session.ts'
import { signIn } from '../accounts/sign-in.ts'
import type { Database } from '../db/client.ts'
import { revokeSessions } from '../db/queries/accounts.ts'
import { AppError } from '../errors.ts'
import { logger } from '../logger.ts'
import { credentials } from '../validation/accounts.ts'
import { clientAddress } from './client-address.ts'
import { SESSION_COOKIE, authSecret, cookieOptions } from './session-cookie.ts'

export function authOptions(db: Database): NextAuthOptions {
  return {
    secret: authSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_ABSOLUTE_MS / 1000 },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    useSecureCookies: cookieOptions.secure,
    cookies: { sessionToken: { name: SESSION_COOKIE, options: cookieOptions } },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(given, request) {
          const parsed = credentials.safeParse(given)
          if (!parsed.success) return null
          const headers = new Headers(request.headers as Record<string, string>)
          try {
            const session = await signIn(db, { ...parsed.data, address: clientAddress(headers), userAgent: headers.get('user-agent') ?? '' })
            return { id: session.userId, sessionId: session.sessionId }
          } catch (error) {
            if (!(error instanceof AppError)) logger.error({ err: error }, 'a sign-in failed')
            // next-auth hands the message on to the sign-in page.
            throw new Error(error instanceof AppError ? error.userMessage : 'The server could not sign you in. Try again in a moment.', { cause: error })
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user && 'sessionId' in user ? { sessionId: user.sessionId } : token),
      /** next-auth's own session endpoint tells nothing: pages ask getSession. */
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      /** Our own way out ends the session before the cookie; whoever comes by next-auth's address gets the same. */
      async signOut({ token }) {
        const session = typeof token.sessionId === 'string' ? await findSession(db, { sessionId: token.sessionId }) : null
        if (session) await revokeSessions(db, { ...session.actor, only: session.sessionId })
      },
    },
    logger: {
      error: (code, metadata) => logger.error({ code, err: metadata instanceof Error ? metadata : metadata.error }, 'next-auth failed'),
      warn: () => undefined,
      debug: () => undefined,
    },
  }
}
