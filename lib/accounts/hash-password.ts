/** Passwords as argon2id hashes. Knows neither accounts nor rules for passwords. */
import { hash, verify } from '@node-rs/argon2'

/** OWASP's password storage cheat sheet, first argon2id choice; the package's algorithm is argon2id unless told otherwise. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The same characters come as different code points from different keyboards. */
const normalise = (password: string): string => password.normalize('NFKC')

export function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), COST)
}

export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, normalise(password))
}
