/** Writes the demo organisation's rows. The only place that writes answers nobody gave; it does so in an organisation that is marked as a demo. */
import type { Transaction } from '../client.ts'
import { memberships, organizations, users } from '../schema/accounts.ts'
import { candidates, profiles } from '../schema/candidates.ts'
import { preferencePairs, shortlistEntries } from '../schema/matching.ts'

export async function createDemoOrganization(tx: Transaction, { name, ownerId }: { name: string; ownerId: string }): Promise<{ id: string }> {
  const [row] = await tx.insert(organizations).values({ name, isDemo: true }).returning({ id: organizations.id })
  await tx.insert(memberships).values({ organizationId: row!.id, userId: ownerId, role: 'owner' })
  return row!
}

/** Null when somebody has this address already. */
export async function createDemoUser(tx: Transaction, person: { name: string; email: string; passwordHash: string }): Promise<{ id: string } | null> {
  const [row] = await tx.insert(users).values(person).onConflictDoNothing().returning({ id: users.id })
  return row ?? null
}

type DemoCandidate = typeof candidates.$inferInsert & { id: string; text: string; textHash: string; facts: NonNullable<(typeof profiles.$inferInsert)['facts']> }

export async function createDemoCandidates(tx: Transaction, people: readonly DemoCandidate[]): Promise<void> {
  await tx.insert(candidates).values(people.map(({ text: _text, textHash: _hash, facts: _facts, ...candidate }) => candidate))
  await tx.insert(profiles).values(people.map(({ id, organizationId, text, textHash, facts, createdAt }) => ({ candidateId: id, organizationId, text, textHash, facts, createdAt })))
}

export async function createDemoAnswers(tx: Transaction, pairs: readonly (typeof preferencePairs.$inferInsert)[]): Promise<void> {
  await tx.insert(preferencePairs).values([...pairs])
}

export async function createDemoShortlist(tx: Transaction, entries: readonly (typeof shortlistEntries.$inferInsert)[]): Promise<void> {
  await tx.insert(shortlistEntries).values([...entries])
}
