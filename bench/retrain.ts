/**
 * Times a retrain as an organisation with real résumés and human judgments would see it, and says what it learned.
 * Usage: DATABASE_URL=… RANKWELL_DATA=<empty folder> node bench/retrain.ts [training pairs, default 200] [held-out pairs, default all the others]. Needs ../shared/data/judged.
 */
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connectDatabase, withOrganization } from '#lib/db/client.ts'
import { migrate } from '#lib/db/migrate.ts'
import { organizations, users } from '#lib/db/schema/accounts.ts'
import { candidates, profiles } from '#lib/db/schema/candidates.ts'
import { jobs, jobVersions } from '#lib/db/schema/jobs.ts'
import { preferencePairs } from '#lib/db/schema/matching.ts'
import { embeddings } from '#lib/db/schema/models.ts'
import { openEncoder } from '#lib/engine/encoder.ts'
import { createRandom, shuffle } from '#lib/engine/random.ts'
import { env } from '#lib/env.ts'
import { ensureBaseModelVersion } from '#lib/matching/ensure-base-model-version.ts'
import { jobQueryText } from '#lib/matching/query-text.ts'
import { installQueue } from '#lib/queue/install-queue.ts'
import { openQueue } from '#lib/queue/queue.ts'
import { getTrainingRun } from '#lib/training/get-training-run.ts'
import { startTrainingRun } from '#lib/training/start-training-run.ts'
import { createTrainModel } from '#workers/training/train-model.ts'

const JUDGED = '../shared/data/judged'
const trainingPairs = Number(process.argv[2] ?? 200)
const heldOutPairs = Number(process.argv[3] ?? Infinity)
const url = env.DATABASE_URL
if (url === undefined) throw new Error('Set DATABASE_URL to an empty database.')

const readLines = <Row>(file: string): Row[] => readFileSync(`${JUDGED}/${file}`, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row)
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const queries = readLines<{ id: string; text: string; key_skills: string[] }>('queries.jsonl').map((query) => ({ ...query, title: query.key_skills.slice(0, 3).join(', ') }))
const resumes = readLines<{ id: string; text: string }>('resumes.jsonl')
const pairs = shuffle(readLines<{ jd_id: string; winner: string; loser: string }>('pairs.jsonl'), createRandom(7)).slice(0, trainingPairs + heldOutPairs)

await migrate(url)
await installQueue(url)
const { db, close } = connectDatabase(url)
const queue = await openQueue(url)
const [organization] = await db.insert(organizations).values({ name: 'Bench' }).returning()
const [user] = await db.insert(users).values({ name: 'Bench', email: `${randomUUID()}@example.org`, passwordHash: '-' }).returning()
const actor = { organizationId: organization!.id, userId: user!.id, role: 'admin' as const }
const { organizationId } = actor

const jobIds = new Map(queries.map(({ id }) => [id, { jobId: randomUUID(), jobVersionId: randomUUID() }]))
const candidateIds = new Map(resumes.map(({ id }) => [id, randomUUID() as string]))
const encoder = await openEncoder(env.RANKWELL_MODEL)
const vectorsOf = async (texts: string[]) => (await encoder.encodeDocuments(texts)).map(({ embedding }) => embedding)
const queryVectors = await vectorsOf(queries.map(({ title, text }) => jobQueryText({ title, text })))
const passageVectors = await vectorsOf(resumes.map(({ text }) => text))
await encoder.release()

await withOrganization(db, organizationId, async (tx) => {
  const { modelVersionId } = await ensureBaseModelVersion(tx, organizationId)
  await tx.insert(jobs).values([...jobIds.values()].map(({ jobId }) => ({ id: jobId, organizationId })))
  await tx.insert(jobVersions).values(queries.map(({ id, title, text, key_skills }) => ({
    ...jobIds.get(id)!, id: jobIds.get(id)!.jobVersionId, organizationId, number: 1, title, text, textHash: hash(text),
    requirements: key_skills.map((skill) => ({ id: randomUUID(), text: skill, level: 'must' as const, span: null })),
  })))
  await tx.insert(candidates).values(resumes.map(({ id }) => ({ id: candidateIds.get(id)!, organizationId, origin: 'import' as const })))
  await tx.insert(profiles).values(resumes.map(({ id, text }) => ({ candidateId: candidateIds.get(id)!, organizationId, text, textHash: hash(text) })))
  await tx.insert(embeddings).values([
    ...queries.map(({ id, text }, index) => ({ organizationId, modelVersionId, jobVersionId: jobIds.get(id)!.jobVersionId, sourceHash: hash(text), embedding: queryVectors[index]! })),
    ...resumes.map(({ id, text }, index) => ({ organizationId, modelVersionId, candidateId: candidateIds.get(id)!, sourceHash: hash(text), embedding: passageVectors[index]! })),
  ])
  await tx.insert(preferencePairs).values(pairs.map(({ jd_id, winner, loser }, index) => {
    const isTrain = index < trainingPairs
    const isLeft = index % 2 === 0
    const [left, right] = isLeft ? [winner, loser] : [loser, winner]
    return {
      organizationId, ...jobIds.get(jd_id)!, leftCandidateId: candidateIds.get(left)!, rightCandidateId: candidateIds.get(right)!, isBlind: true,
      why: isTrain ? ('near_in_rank' as const) : ('random' as const), split: isTrain ? ('train' as const) : ('holdout' as const),
      answer: isLeft ? ('left' as const) : ('right' as const), answeredAt: new Date(Date.UTC(2026, 0, 1) + index * 1000), askedTo: actor.userId,
    }
  }))
})

const services = { db, queue }
const { trainingRunId } = await startTrainingRun(services, actor)
const started = performance.now()
const seconds = () => ((performance.now() - started) / 1000).toFixed(1)
let shown = ''
const watch = setInterval(async () => {
  const run = await getTrainingRun(services, actor, { trainingRunId })
  const line = `${run?.state} ${run?.phase} step ${run?.step}/${run?.totalSteps}, ${run?.secondsPerStep?.toFixed(2) ?? '–'} s a step, ${run?.secondsLeft?.toFixed(0) ?? '–'} s left, loss ${run?.lossPoints.at(-1)?.loss.toFixed(4) ?? '–'}`
  if (line !== shown) console.log(`${seconds()} s  ${line}`)
  shown = line
}, 1000)
await createTrainModel(db)({ organizationId, trainingRunId }, new AbortController().signal)
clearInterval(watch)
const run = await getTrainingRun(services, actor, { trainingRunId })
console.log(JSON.stringify({ seconds: Number(seconds()), state: run?.state, error: run?.error, data: run?.data, before: run?.metricsBefore, after: run?.metricsAfter }, null, 1))
await queue.close()
await close()
