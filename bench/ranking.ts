/**
 * How long a recruiter waits for a list: 2,000 candidates with three windows each, in the embedded database with fsync on.
 * `node bench/ranking.ts [candidates]` prints rankCandidates alone, and posting a job → its vector → its list, idle and during an upload.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createJob } from '#lib/jobs/create-job.ts'
import { embedJobNow } from '#lib/inference/embed-job-now.ts'
import { connectDatabase, withOrganization } from '#lib/db/client.ts'
import type { Database } from '#lib/db/client.ts'
import { migrate } from '#lib/db/migrate.ts'
import { memberships, organizations, users } from '#lib/db/schema/accounts.ts'
import { candidates, profiles } from '#lib/db/schema/candidates.ts'
import { embeddings, passages } from '#lib/db/schema/models.ts'
import { startEmbeddedDatabase } from '#lib/db/testing/start-embedded-database.ts'
import { env } from '#lib/env.ts'
import { ensureBaseModelVersion } from '#lib/matching/ensure-base-model-version.ts'
import { rankCandidates } from '#lib/matching/rank-candidates.ts'
import { installQueue } from '#lib/queue/install-queue.ts'
import { openQueue } from '#lib/queue/queue.ts'

const HIDDEN_SIZE = 384
const WINDOWS = 3
const POSTED_JOBS = 20
const WORDS = 'nurse hospital patients night shift welding steel drawings software TypeScript database teaching children reading driving truck logistics ledger accounts budget kitchen menu hotel guests contract court'.split(' ')

/** Starts a database and an inference worker of its own, then this file again with their addresses. */
async function prepare(): Promise<void> {
  const database = await startEmbeddedDatabase({ isDurable: true })
  await migrate(database.url)
  await installQueue(database.url)
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  const environment = { DATABASE_URL: database.url, INFERENCE_URL: `http://127.0.0.1:${port}`, RANKWELL_SERVICE_TOKEN: 'bench'.repeat(8), LOG_LEVEL: 'warn', NODE_ENV: 'production' as const }
  const worker = fork(fileURLToPath(new URL('../workers/inference.ts', import.meta.url)), [], { env: environment })
  await once(worker, 'message')
  const [code] = await once(fork(fileURLToPath(import.meta.url), process.argv.slice(2), { env: environment }), 'exit')
  worker.kill()
  await once(worker, 'exit')
  await database.remove()
  process.exitCode = code as number
}

async function measure(url: string, count: number): Promise<void> {
  const { db, close } = connectDatabase(url)
  const queue = await openQueue(url)
  const services = { db, queue }
  const [organization] = await db.insert(organizations).values({ name: 'Bench' }).returning()
  const [user] = await db.insert(users).values({ name: 'Bench', email: `bench-${Date.now()}@test.example`, passwordHash: '' }).returning()
  const actor = { userId: user!.id, organizationId: organization!.id, role: 'owner' as const }
  await db.insert(memberships).values(actor)
  const { modelVersionId } = await db.transaction((tx) => ensureBaseModelVersion(tx, actor.organizationId))
  await fill(db, { organizationId: actor.organizationId, modelVersionId, count })
  await db.execute('analyze')

  const post = async () => {
    const { jobId, jobVersionId } = await createJob(services, actor, { title: 'Night nurse', text: `Requirements:\n- ${words(120)}\n\n${words(200)}` })
    const isEncoded = await embedJobNow({ organizationId: actor.organizationId, jobVersionId })
    // As the page does: a list that is not ready is asked for again.
    while (!(await rankCandidates(services, actor, { jobId })).isReady) await new Promise((resolve) => setTimeout(resolve, 50))
    if (!isEncoded) process.stdout.write('  (the service was too slow once; the queue encoded the job)\n')
    return { jobId }
  }
  const { jobId } = await post()
  await report(`rankCandidates, ${count} candidates`, 60, async () => rankCandidates(services, actor, { jobId }))
  await report('rankCandidates, filtered by two words', 40, async () => rankCandidates(services, actor, { jobId, filter: { query: 'nurse steel' } }))
  await report('post job → list', POSTED_JOBS, post)
  await withOrganization(db, actor.organizationId, async (tx) => {
    const people = await tx.insert(candidates).values(Array.from({ length: 300 }, () => ({ organizationId: actor.organizationId, origin: 'upload' as const }))).returning({ id: candidates.id })
    await tx.insert(profiles).values(people.map(({ id }) => ({ candidateId: id, organizationId: actor.organizationId, text: words(550), textHash: id })))
    await queue.enqueue(tx, 'embed-candidates', { organizationId: actor.organizationId }, { singletonKey: actor.organizationId })
  })
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await report('post job → list while an upload is encoded', POSTED_JOBS, post)
  await queue.close()
  await close()
}

async function report(name: string, times: number, work: () => Promise<unknown>): Promise<void> {
  const took: number[] = []
  for (let round = 0; round < times; round++) {
    const startedAt = performance.now()
    await work()
    took.push(performance.now() - startedAt)
  }
  took.sort((a, b) => a - b)
  const at = (share: number) => `${took[Math.min(times - 1, Math.floor(share * times))]!.toFixed(0)} ms`
  process.stdout.write(`${name}: p50 ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)} (${times} times)\n`)
}

const words = (count: number) => Array.from({ length: count }, () => WORDS[Math.floor(Math.random() * WORDS.length)]).join(' ')

function randomVector(): Float32Array {
  const vector = Float32Array.from({ length: HIDDEN_SIZE }, () => Math.random() - 0.5)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

async function fill(db: Database, { organizationId, modelVersionId, count }: { organizationId: string; modelVersionId: string; count: number }): Promise<void> {
  for (let done = 0; done < count; done += 100) {
    const people = await db.insert(candidates).values(Array.from({ length: Math.min(100, count - done) }, (_, index) => ({ organizationId, name: `Person ${done + index}`, origin: 'import' as const }))).returning({ id: candidates.id })
    const texts = people.map(({ id }) => ({ candidateId: id, organizationId, text: words(550), textHash: id }))
    await db.insert(profiles).values(texts)
    await db.insert(embeddings).values(people.map(({ id }) => ({ organizationId, modelVersionId, candidateId: id, sourceHash: id, embedding: randomVector() })))
    await db.insert(passages).values(texts.flatMap(({ candidateId, text }) => Array.from({ length: WINDOWS }, (_, position) => ({
      organizationId, modelVersionId, candidateId, position, embedding: randomVector(),
      startOffset: Math.floor((position * text.length) / WINDOWS), endOffset: Math.floor(((position + 1) * text.length) / WINDOWS),
    }))))
  }
}

if (env.DATABASE_URL) await measure(env.DATABASE_URL, Number(process.argv[2] ?? 2000))
else await prepare()
