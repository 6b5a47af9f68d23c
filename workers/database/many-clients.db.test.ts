import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmbeddedDatabase } from '#lib/db/testing/start-embedded-database.ts'
import type { EmbeddedDatabase } from '#lib/db/testing/start-embedded-database.ts'

const CLIENT = fileURLToPath(new URL('./testing/query-client.ts', import.meta.url))
const PROCESSES = 4
const CONNECTIONS = 8
const QUESTIONS = 5000

let database: EmbeddedDatabase

// The embedded server is the subject here: a run on a native one has nothing to add.
describe.skipIf(process.env.RANKWELL_TEST_DATABASE_URL)('many clients', () => {
  beforeAll(async () => {
    database = await startEmbeddedDatabase()
  })
  afterAll(() => database.remove())

  test('four processes with eight connections each get 20,000 answers to their own questions', async () => {
    const sql = postgres(database.url, { max: 1 })
    await sql`create table asked (tag int, index int)`
    await sql.end()
    const started = performance.now()
    const counts = await Promise.all(Array.from({ length: PROCESSES }, (_, tag) => askFrom(tag)))
    const right = counts.reduce((sum, count) => sum + count.right, 0)
    const wrong = counts.reduce((sum, count) => sum + count.wrong, 0)
    console.log(`${right} right, ${wrong} wrong of ${PROCESSES * QUESTIONS} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
    expect(counts.flatMap((count) => count.examples)).toEqual([])
    expect({ right, wrong }).toEqual({ right: PROCESSES * QUESTIONS, wrong: 0 })
  })
})

function askFrom(tag: number): Promise<{ right: number; wrong: number; examples: string[] }> {
  const child = fork(CLIENT, [database.url, String(tag), String(QUESTIONS), String(CONNECTIONS)], { execArgv: [] })
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`client ${tag} ended with ${code} before it reported`)))
  })
}
