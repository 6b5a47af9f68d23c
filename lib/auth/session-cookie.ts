/** The cookie that carries the sign-in: a signed and encrypted token with nothing in it but the session's id. */
import { env } from '../env.ts'
import { AppError } from '../errors.ts'

const isSecure = env.PUBLIC_URL?.startsWith('https:') ?? false

/** The __Host- prefix makes browsers insist on https, this host and no wider path. */
export const SESSION_COOKIE = isSecure ? '__Host-rankwell-session' : 'rankwell-session'

export const cookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure } as const

export function authSecret(): string {
  if (!env.RANKWELL_AUTH_SECRET) throw new AppError('unavailable', 'RANKWELL_AUTH_SECRET is not set: start the product with `npm start`, which makes one.')
  return env.RANKWELL_AUTH_SECRET
}
