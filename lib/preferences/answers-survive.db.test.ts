import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { connectDatabase } from '#lib/db/client.ts'
import { migrate } from '#lib/db/migrate.ts'
import { preferencePairs } from '#lib/db/schema/matching.ts'
import { startEmbeddedDatabase } from '#lib/db/testing/start-embedded-database.ts'
import { makeOrganization, makePeople } from '../matching/testing/matching-fixture.ts'
import { askComparison } from './ask-comparison.ts'
import { recordAnswer } from './record-answer.ts'

test('an answer that was acknowledged is there after the database process was killed', async () => {
  const first = await startEmbeddedDatabase({ isDurable: true })
  await migrate(first.url)
  const before = connectDatabase(first.url, { max: 2 })
  const services = { db: before.db, queue: null as never }
  const { actor, jobId, ...under } = await makeOrganization(before.db)
  await makePeople(before.db, under, Array.from({ length: 5 }, (_, index) => ({ vector: [1, index, 0, 0] })))
  const answered: string[] = []
  for (const answer of ['left', 'tie', 'skip', 'right'] as const) {
    const { pairId } = (await askComparison(services, actor, { jobId }))!
    await recordAnswer(services, actor, { pairId, answer, tookMs: 10 })
    answered.push(`${pairId} ${answer}`)
  }
  await first.kill('SIGKILL')
  await before.close()

  const second = await startEmbeddedDatabase({ dataDirectory: first.dataDirectory, isDurable: true })
  const after = connectDatabase(second.url, { max: 2 })
  try {
    const rows = await after.db.select().from(preferencePairs).where(eq(preferencePairs.jobId, jobId))
    expect(rows.filter(({ answer }) => answer !== null).map(({ id, answer }) => `${id} ${answer}`).sort()).toEqual(answered.sort())
  } finally {
    await after.close()
    await second.remove()
  }
})
