/** Runs once after the migrations at each start: makes the demo organisation when there never was one, and says how to sign in. */
import { connectDatabase } from '#lib/db/client.ts'
import { seedDemo } from '#lib/demo/seed-demo.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { openQueue } from '#lib/queue/queue.ts'

if (env.RANKWELL_DEMO === 'on') {
  const url = env.DATABASE_URL
  if (!url) throw new AppError('invalid_input', 'The seed needs DATABASE_URL. Start it with npm start, which sets it.')
  const connection = connectDatabase(url, { max: 1 })
  const queue = await openQueue(url)
  try {
    const demo = await seedDemo({ db: connection.db, queue })
    if (demo) {
      process.stdout.write(`Demo: sign in as ${demo.email} with ${demo.password}\n`)
      process.send?.({ demo })
    }
  } finally {
    await queue.close()
    await connection.close()
  }
}
if (process.connected) process.disconnect()
