/** Slows guessing of passwords down: by account and by network address, counted in Postgres so that all web processes share it. */
import { createHash } from 'node:crypto'
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from '../db/client.ts'
import { rateLimits } from '../db/schema/accounts.ts'
import { AppError } from '../errors.ts'

const WINDOW_SECONDS = 15 * 60
export const ATTEMPTS_PER_ACCOUNT = 10
/** Higher: a whole office may share one address. */
export const ATTEMPTS_PER_ADDRESS = 60

export interface LoginLimiter {
  /** Counts an attempt before the password is looked at, so that attempts in parallel count too; throws `rate_limited`. */
  countAttempt: (email: string, address: string) => Promise<void>
  /** Takes a successful attempt off again. */
  forgetAttempts: (email: string, address: string) => Promise<void>
}

/** One per connection: each cleans its table up from time to time. */
const limiters = new WeakMap<Database, LoginLimiter>()

export function loginLimiter(db: Database): LoginLimiter {
  const existing = limiters.get(db) ?? createLoginLimiter(db)
  limiters.set(db, existing)
  return existing
}

function createLoginLimiter(db: Database): LoginLimiter {
  const limiter = (keyPrefix: string, points: number) => new RateLimiterDrizzle({ storeClient: db, schema: rateLimits, keyPrefix, points, duration: WINDOW_SECONDS })
  const byAccount = limiter('account', ATTEMPTS_PER_ACCOUNT)
  const byAddress = limiter('address', ATTEMPTS_PER_ADDRESS)
  return {
    async countAttempt(email, address) {
      await consume(byAddress, address)
      await consume(byAccount, email)
    },
    async forgetAttempts(email, address) {
      await byAccount.delete(hashKey(email))
      await byAddress.reward(hashKey(address), 1)
    },
  }
}

async function consume(limiter: RateLimiterDrizzle, key: string): Promise<void> {
  try {
    await limiter.consume(hashKey(key))
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const minutes = Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000))
    throw new AppError('rate_limited', 'too many sign-in attempts', { userMessage: `Too many attempts. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.` })
  }
}

/** The table needs to recognise a key, not to know it. */
function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
