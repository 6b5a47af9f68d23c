import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../actor.ts'
import { connectDatabase } from '../db/client.ts'
import type { Connection } from '../db/client.ts'
import { deleteDemoOrganizationRows } from '../db/queries/accounts.ts'
import { listAuditEvents } from '../db/queries/audit-events.ts'
import { memberships, organizations, users } from '../db/schema/accounts.ts'
import { createTestDatabase } from '../db/testing/test-database.ts'
import { openQueue } from '../queue/queue.ts'
import type { Services } from '../services.ts'
import { addMember } from './add-member.ts'
import { changeMemberRole } from './change-member-role.ts'
import { changePassword } from './change-password.ts'
import { deleteDemoOrganization } from './delete-demo-organization.ts'
import { findSession } from './find-session.ts'
import { hashPassword } from './hash-password.ts'
import { listMembers } from './list-members.ts'
import { listOwnSessions } from './list-own-sessions.ts'
import { ATTEMPTS_PER_ACCOUNT } from './login-limiter.ts'
import { resetMemberPassword } from './reset-member-password.ts'
import { revokeSession } from './revoke-session.ts'
import { SESSION_ABSOLUTE_MS, SESSION_IDLE_MS } from './session-lifetime.ts'
import { setMemberDisabled } from './set-member-disabled.ts'
import { needsSetUp, setUpOrganization } from './set-up-organization.ts'
import { signIn } from './sign-in.ts'
import { updateOrganization } from './update-organization.ts'

const PASSWORD = 'nine swans over the harbour'
const from = { address: '203.0.113.7', userAgent: 'a test' }

let database: { url: string; close: () => Promise<void> }
let connection: Connection
let services: Services
let owner: Actor

const signInAs = (email: string, password = PASSWORD) => signIn(connection.db, { email, password, ...from })

beforeAll(async () => {
  database = await createTestDatabase()
  connection = connectDatabase(database.url)
  services = { db: connection.db, queue: await openQueue(database.url) }
  const setUp = await Promise.allSettled(
    ['Harbour', 'Field', 'Third'].map((name) => setUpOrganization(connection.db, { organizationName: name, name: 'Ada', email: `ada@${name.toLowerCase()}.test`, password: PASSWORD })),
  )
  const won = setUp.filter((result) => result.status === 'fulfilled')
  expect(won).toHaveLength(1)
  owner = { ...won[0]!.value, role: 'owner' }
})

afterAll(async () => {
  await services?.queue.close()
  await connection?.close()
  await database?.close()
})

async function addPerson(role: Actor['role'] = 'recruiter') {
  const email = `${crypto.randomUUID()}@example.test`
  const { userId, temporaryPassword } = await addMember(services, owner, { name: 'Grace', email, role })
  return { email, userId, temporaryPassword, actor: { userId, organizationId: owner.organizationId, role } satisfies Actor }
}

async function createStrangerOwner(isDemo = false): Promise<{ actor: Actor; email: string; name: string }> {
  const email = `${crypto.randomUUID()}@elsewhere.test`
  const name = `Elsewhere ${email.slice(0, 8)}`
  const [organization] = await connection.db.insert(organizations).values({ name, isDemo }).returning()
  const [user] = await connection.db.insert(users).values({ name: 'Mallory', email, passwordHash: await hashPassword(PASSWORD) }).returning()
  await connection.db.insert(memberships).values({ organizationId: organization!.id, userId: user!.id, role: 'owner' })
  return { actor: { userId: user!.id, organizationId: organization!.id, role: 'owner' }, email, name }
}

test('of browsers that set up at the same moment one wins, and nobody can set up afterwards', async () => {
  expect(await needsSetUp(connection.db)).toBe(false)
  await expect(setUpOrganization(connection.db, { organizationName: 'Late', name: 'Eve', email: 'eve@late.test', password: PASSWORD })).rejects.toMatchObject({ code: 'conflict' })
  expect(await connection.db.select().from(organizations)).toHaveLength(1)
})

test('a session names its person, and ending it counts at once', async () => {
  const person = await addPerson()
  const { sessionId } = await signInAs(person.email, person.temporaryPassword)
  const session = await findSession(connection.db, { sessionId })
  expect(session).toMatchObject({ actor: person.actor, person: { mustChangePassword: true } })
  await revokeSession(services, person.actor, { sessionId })
  expect(await findSession(connection.db, { sessionId })).toBeNull()
})

test('a session ends when it is left idle and when it is too old', async () => {
  const person = await addPerson()
  const { sessionId } = await signInAs(person.email, person.temporaryPassword)
  const at = (ms: number) => findSession(connection.db, { sessionId, now: new Date(Date.now() + ms) })
  expect(await at(SESSION_IDLE_MS + 1000)).toBeNull()
  for (let ms = 0; ms < SESSION_ABSOLUTE_MS; ms += SESSION_IDLE_MS / 2) expect(await at(ms)).not.toBeNull()
  expect(await at(SESSION_ABSOLUTE_MS + 1000)).toBeNull()
})

test('a changed role and a disabled account count from the next request on', async () => {
  const person = await addPerson()
  const { sessionId } = await signInAs(person.email, person.temporaryPassword)
  await changeMemberRole(services, owner, { userId: person.userId, role: 'viewer' })
  expect((await findSession(connection.db, { sessionId }))?.actor.role).toBe('viewer')
  await setMemberDisabled(services, owner, { userId: person.userId, isDisabled: true })
  expect(await findSession(connection.db, { sessionId })).toBeNull()
  await expect(signInAs(person.email, person.temporaryPassword)).rejects.toMatchObject({ code: 'unauthenticated' })
  await setMemberDisabled(services, owner, { userId: person.userId, isDisabled: false })
  expect(await findSession(connection.db, { sessionId })).toBeNull()
  await signInAs(person.email, person.temporaryPassword)
})

test('guessing is slowed down by account, also in parallel, and a right password does not help meanwhile', async () => {
  const person = await addPerson()
  const guesses = await Promise.allSettled(Array.from({ length: ATTEMPTS_PER_ACCOUNT + 5 }, (_, attempt) => signInAs(person.email, `wrong ${attempt}`)))
  const codes = guesses.map((guess) => (guess.status === 'rejected' ? (guess.reason as { code: string }).code : 'signed in'))
  expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(ATTEMPTS_PER_ACCOUNT)
  expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(5)
  await expect(signInAs(person.email, person.temporaryPassword)).rejects.toMatchObject({ code: 'rate_limited', userMessage: /Wait \d+ minutes/ })
})

test('an unknown address is refused in the words of a wrong password', async () => {
  const unknown = await signInAs('nobody@example.test').catch((error: Error) => error)
  const wrong = await signInAs((await addPerson()).email, 'wrong').catch((error: Error) => error)
  expect(unknown).toEqual(wrong)
})

test('the last owner who can sign in is neither demoted nor disabled, not even by two at once', async () => {
  await expect(changeMemberRole(services, owner, { userId: owner.userId, role: 'admin' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(setMemberDisabled(services, owner, { userId: owner.userId, isDisabled: true })).rejects.toMatchObject({ code: 'conflict' })
  const second = await addPerson('owner')
  const both = await Promise.allSettled([changeMemberRole(services, owner, { userId: second.userId, role: 'viewer' }), changeMemberRole(services, second.actor, { userId: owner.userId, role: 'viewer' })])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const members = await listMembers(services, owner)
  expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1)
  const left = members.find(({ role }) => role === 'owner')!
  await changeMemberRole(services, { ...owner, userId: left.userId }, { userId: owner.userId, role: 'owner' })
})

test('a changed password ends the other sessions and clears the temporary mark', async () => {
  const person = await addPerson()
  const here = await signInAs(person.email, person.temporaryPassword)
  const there = await signInAs(person.email, person.temporaryPassword)
  const change = (currentPassword: string, newPassword: string) => changePassword(services, person.actor, { currentPassword, newPassword, sessionId: here.sessionId })
  await expect(change('not it', PASSWORD)).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(change(person.temporaryPassword, 'Password-1234!')).rejects.toMatchObject({ userMessage: /first that attackers try/ })
  await change(person.temporaryPassword, PASSWORD)
  expect(await findSession(connection.db, there)).toBeNull()
  expect(await findSession(connection.db, here)).toMatchObject({ person: { mustChangePassword: false } })
  await signInAs(person.email)
})

test('a new temporary password ends every session of the person', async () => {
  const person = await addPerson()
  const session = await signInAs(person.email, person.temporaryPassword)
  const { temporaryPassword } = await resetMemberPassword(services, owner, { userId: person.userId })
  expect(await findSession(connection.db, session)).toBeNull()
  await expect(signInAs(person.email, person.temporaryPassword)).rejects.toMatchObject({ code: 'unauthenticated' })
  await signInAs(person.email, temporaryPassword)
})

test('only owners manage people and the organisation', async () => {
  const admin = (await addPerson('admin')).actor
  const { userId } = await addPerson()
  const attempts = [
    addMember(services, admin, { name: 'X', email: 'x@example.test', role: 'owner' }),
    changeMemberRole(services, admin, { userId, role: 'owner' }),
    setMemberDisabled(services, admin, { userId, isDisabled: true }),
    resetMemberPassword(services, admin, { userId }),
    updateOrganization(services, admin, { name: 'X', hidesNames: false }),
    deleteDemoOrganization(services, admin, { name: 'X' }),
  ]
  for (const attempt of await Promise.allSettled(attempts)) expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'forbidden' } })
})

test('an owner of another organisation finds nobody here', async () => {
  const stranger = await createStrangerOwner()
  const person = await addPerson()
  const { sessionId } = await signInAs(person.email, person.temporaryPassword)
  const attempts = [
    changeMemberRole(services, stranger.actor, { userId: person.userId, role: 'viewer' }),
    setMemberDisabled(services, stranger.actor, { userId: person.userId, isDisabled: true }),
    resetMemberPassword(services, stranger.actor, { userId: person.userId }),
    revokeSession(services, stranger.actor, { sessionId }),
  ]
  for (const attempt of await Promise.allSettled(attempts)) expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } })
  expect((await listMembers(services, stranger.actor)).map(({ email }) => email)).toEqual([stranger.email])
  expect(await listOwnSessions(services, stranger.actor)).toEqual([])
  expect(await findSession(connection.db, { sessionId })).not.toBeNull()
})

test('the demo organisation goes with its people when its name is typed, and no other organisation can go that way', async () => {
  const demo = await createStrangerOwner(true)
  await expect(deleteDemoOrganization(services, owner, { name: 'something else' })).rejects.toMatchObject({ code: 'invalid_input' })
  await deleteDemoOrganization(services, owner, { name: demo.name })
  expect((await connection.db.select().from(users)).map(({ email }) => email)).not.toContain(demo.email)
  await connection.db.transaction((tx) => deleteDemoOrganizationRows(tx, { organizationId: owner.organizationId }))
  expect(await connection.db.select().from(organizations)).toContainEqual(expect.objectContaining({ id: owner.organizationId }))
})

test('what was done to accounts is on record', async () => {
  const actions = (await listAuditEvents(connection.db, { organizationId: owner.organizationId, limit: 500 })).map(({ action }) => action)
  expect(new Set(actions)).toEqual(new Set(['organization.created', 'member.added', 'session.started', 'session.revoked', 'member.role_changed', 'member.disabled', 'member.enabled', 'password.changed', 'member.password_reset', 'demo.deleted']))
})
