/** A client process that writes in transactions until the database is killed under it, and reports each acknowledged row. */
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { lingeringSockets } from '#lib/db/lingering-socket.ts'

const [url = '', firstId, writers] = process.argv.slice(2)
const sql = postgres(url, { max: Number(writers), onnotice: () => undefined, backoff: false, ...lingeringSockets })
let id = Number(firstId)

async function write(): Promise<void> {
  for (;;) {
    const own = id++
    try {
      await sql.begin(async (tx) => {
        await tx`insert into written (id, filling) values (${own}, ${'x'.repeat(300)})`
        await tx`update written set updates = updates + 1 where id = ${own - 20}`
        await tx`insert into vectors select ${own}, array_agg(random())::vector from generate_series(1, 16)`
        await tx`update accounts set balance = balance - 1 where id = ${own % 10}`
        await tx`update accounts set balance = balance + 1 where id = ${(own + 3) % 10}`
      })
      process.send!({ acknowledged: own })
    } catch {
      process.send!({ refused: own })
      await sleep(50)
    }
  }
}

process.on('disconnect', () => process.exit(0))
await Promise.all(Array.from({ length: Number(writers) }, write))
