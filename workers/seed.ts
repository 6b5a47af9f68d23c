/** Runs once after the migrations at each start: makes the demo organisation when there never was one. Loads little when there is nothing to do. */
import { isNoted } from '#lib/db/is-noted.ts'
import { DEMO_NOTE } from '#lib/demo/demo-note.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'

if (env.RANKWELL_DEMO === 'on') {
  const url = env.DATABASE_URL
  if (!url) throw new AppError('invalid_input', 'The seed needs DATABASE_URL. Start it with npm start, which sets it.')
  if (!(await isNoted(url, DEMO_NOTE))) await (await import('./seed/seed-and-tell.ts')).seedAndTell(url)
}
if (process.connected) process.disconnect()
