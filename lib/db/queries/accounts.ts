/** Organisations, people, memberships and sign-in sessions. Most of it runs as the owner of the tables: before a sign-in no organisation is known. */
import { and, asc, count, desc, eq, gt, isNull, ne, sql } from 'drizzle-orm'
import type { Role } from '../../actor.ts'
import type { Database, Transaction } from '../client.ts'
import { memberships, organizations, sessions, users } from '../schema/accounts.ts'

interface InOrganization {
  organizationId: string
}

/** Waits until no other transaction changes who owns what; released at its end. */
export async function lockAccounts(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('rankwell.accounts'))`)
}

export async function countOwnOrganizations(db: Database): Promise<number> {
  const [row] = await db.select({ count: count() }).from(organizations).where(eq(organizations.isDemo, false))
  return row!.count
}

export async function findDemoOrganization(db: Database): Promise<{ id: string; name: string } | null> {
  const [row] = await db.select({ id: organizations.id, name: organizations.name }).from(organizations).where(eq(organizations.isDemo, true))
  return row ?? null
}

export async function createOrganization(tx: Transaction, values: { name: string }): Promise<{ id: string }> {
  const [row] = await tx.insert(organizations).values(values).returning({ id: organizations.id })
  return row!
}

export async function updateOrganization(db: Database, { organizationId, ...values }: InOrganization & { name: string; hidesNames: boolean }): Promise<void> {
  await db.update(organizations).set(values).where(eq(organizations.id, organizationId))
}

/** Gives nothing when the e-mail address is taken. */
export async function createUser(tx: Transaction, values: { name: string; email: string; passwordHash: string; mustChangePassword: boolean }): Promise<{ id: string } | null> {
  const [row] = await tx.insert(users).values(values).onConflictDoNothing({ target: users.email }).returning({ id: users.id })
  return row ?? null
}

export async function createMembership(tx: Transaction, values: InOrganization & { userId: string; role: Role }): Promise<void> {
  await tx.insert(memberships).values(values)
}

export interface SignInAccount {
  userId: string
  organizationId: string
  passwordHash: string
  isDisabled: boolean
}

export async function findSignInAccount(db: Database, { email }: { email: string }): Promise<SignInAccount | null> {
  const [row] = await db
    .select({ userId: users.id, organizationId: memberships.organizationId, passwordHash: users.passwordHash, isDisabled: users.isDisabled })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .where(eq(users.email, email))
    .orderBy(asc(memberships.createdAt))
    .limit(1)
  return row ?? null
}

const MEMBER = { userId: users.id, name: users.name, email: users.email, role: memberships.role, isDisabled: users.isDisabled, createdAt: memberships.createdAt }

export function listMembers(db: Database, { organizationId }: InOrganization) {
  return db.select(MEMBER).from(memberships).innerJoin(users, eq(users.id, memberships.userId)).where(eq(memberships.organizationId, organizationId)).orderBy(asc(memberships.createdAt), asc(users.email))
}

export type Member = Awaited<ReturnType<typeof listMembers>>[number]

export async function findMember(db: Database, { organizationId, userId }: InOrganization & { userId: string }): Promise<(Member & { passwordHash: string }) | null> {
  const [row] = await db
    .select({ ...MEMBER, passwordHash: users.passwordHash })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId)))
  return row ?? null
}

/** Owners who can sign in, besides one person. */
export async function countOtherOwners(db: Database, { organizationId, userId }: InOrganization & { userId: string }): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.organizationId, organizationId), eq(memberships.role, 'owner'), eq(users.isDisabled, false), ne(users.id, userId)))
  return row!.count
}

export async function updateMemberRole(db: Database, { organizationId, userId, role }: InOrganization & { userId: string; role: Role }): Promise<void> {
  await db.update(memberships).set({ role }).where(and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId)))
}

/** Changes a person of the organisation; a person of another one is left alone. */
export async function updateUser(db: Database, { organizationId, userId, ...values }: InOrganization & { userId: string } & Partial<{ name: string; passwordHash: string; mustChangePassword: boolean; isDisabled: boolean }>): Promise<void> {
  await db
    .update(users)
    .set(values)
    .where(and(eq(users.id, userId), sql`exists (select from ${memberships} where ${memberships.userId} = ${userId} and ${memberships.organizationId} = ${organizationId})`))
}

export async function createSession(db: Database, values: InOrganization & { userId: string; userAgent: string; expiresAt: Date }): Promise<{ id: string }> {
  const [row] = await db.insert(sessions).values(values).returning({ id: sessions.id })
  return row!
}

interface LiveSession {
  idleSince: Date
  now: Date
}

const isLive = ({ idleSince, now }: LiveSession) => and(isNull(sessions.revokedAt), gt(sessions.expiresAt, now), gt(sessions.lastSeenAt, idleSince))

/** The session with its person as they are at this moment: a role that was changed or an account that was disabled counts at once. */
export async function findLiveSession(db: Database, { sessionId, ...live }: LiveSession & { sessionId: string }) {
  const [row] = await db
    .select({
      sessionId: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
      userId: users.id,
      personName: users.name,
      email: users.email,
      mustChangePassword: users.mustChangePassword,
      role: memberships.role,
      organizationId: organizations.id,
      organizationName: organizations.name,
      isDemo: organizations.isDemo,
      hidesNames: organizations.hidesNames,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.isDisabled, false)))
    .innerJoin(memberships, and(eq(memberships.userId, sessions.userId), eq(memberships.organizationId, sessions.organizationId)))
    .innerJoin(organizations, eq(organizations.id, sessions.organizationId))
    .where(and(eq(sessions.id, sessionId), isLive(live)))
  return row ?? null
}

export async function touchSession(db: Database, { sessionId, now }: { sessionId: string; now: Date }): Promise<void> {
  await db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, sessionId))
}

export function listLiveSessions(db: Database, { organizationId, userId, ...live }: LiveSession & InOrganization & { userId: string }) {
  return db
    .select({ id: sessions.id, userAgent: sessions.userAgent, createdAt: sessions.createdAt, lastSeenAt: sessions.lastSeenAt })
    .from(sessions)
    .where(and(eq(sessions.organizationId, organizationId), eq(sessions.userId, userId), isLive(live)))
    .orderBy(desc(sessions.lastSeenAt))
}

/** Ends one session of a person, or all of them, or all but one. Gives how many were ended. */
export async function revokeSessions(db: Database, { organizationId, userId, only, except }: InOrganization & { userId: string; only?: string; except?: string }): Promise<number> {
  const revoked = await db
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.organizationId, organizationId), eq(sessions.userId, userId), isNull(sessions.revokedAt), only ? eq(sessions.id, only) : undefined, except ? ne(sessions.id, except) : undefined))
    .returning({ id: sessions.id })
  return revoked.length
}

/** Deletes the demo organisation with everything in it, and people who belonged to nothing else. */
export async function deleteDemoOrganizationRows(tx: Transaction, { organizationId }: InOrganization): Promise<void> {
  const members = await tx.select({ userId: memberships.userId }).from(memberships).where(eq(memberships.organizationId, organizationId))
  await tx.delete(organizations).where(and(eq(organizations.id, organizationId), eq(organizations.isDemo, true)))
  for (const { userId } of members) await tx.delete(users).where(and(eq(users.id, userId), sql`not exists (select from ${memberships} where ${memberships.userId} = ${userId})`))
}
