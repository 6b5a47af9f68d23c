/** Makes the demo organisation and says, once, how to sign in. */
import { connectDatabase } from '#lib/db/client.ts'
import { seedDemo } from '#lib/demo/seed-demo.ts'
import { openQueue } from '#lib/queue/queue.ts'

export async function seedAndTell(url: string): Promise<void> {
  const connection = connectDatabase(url, { max: 1 })
  const queue = await openQueue(url)
  try {
    const demo = await seedDemo({ db: connection.db, queue })
    if (!demo) return
    process.stdout.write(`Demo: sign in as ${demo.email} with ${demo.password}\n`)
    process.send?.({ demo })
  } finally {
    await queue.close()
    await connection.close()
  }
}
