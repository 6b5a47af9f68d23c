/** Passwords as argon2id hashes. Knows neither accounts nor rules for passwords. */
import { hash, verify } from '@node-rs/argon2'

/** OWASP's password storage cheat sheet, first argon2id choice; the package's algorithm is argon2id unless told otherwise. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password)
}
