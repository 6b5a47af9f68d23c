/** One of several client processes: asks questions whose answers contain their own parameters, and counts wrong answers. */
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'

const [url, tag, count, connections] = process.argv.slice(2) as [string, string, string, string]
const sql = postgres(url, { max: Number(connections), onnotice: () => undefined, prepare: Number(tag) % 2 === 0 })
let right = 0
const wrong: string[] = []

async function ask(index: number): Promise<boolean> {
  const value = Number(tag) * 1_000_000 + index
  switch (index % 5) {
    case 0: {
      const [row] = await sql`select ${value}::int as value, 'number' as kind`
      return row?.value === value && row.kind === 'number'
    }
    case 1: {
      const [row] = await sql`select ${`text ${value}`}::text as text, ${index}::int as index`
      return row?.text === `text ${value}` && row.index === index
    }
    case 2: {
      const rows = await sql`select g from generate_series(1, ${(index % 50) + 1}::int) g`
      return rows.length === (index % 50) + 1
    }
    case 3: {
      const error = await sql`select ${value}::int / 0 as impossible`.then(() => undefined, (caught: { code?: string }) => caught)
      return error?.code === '22012'
    }
    default: {
      const inside = await sql.begin(async (tx) => {
        await tx`insert into asked (tag, index) values (${tag}::int, ${index})`
        if (index % 20 === 4) await sleep(1)
        return tx`select count(*)::int as n from asked where tag = ${tag}::int and index = ${index}`
      })
      return inside[0]?.n === 1
    }
  }
}

await Promise.all(
  Array.from({ length: Number(count) }, async (_, index) => {
    const isRight = await ask(index).catch((error: Error) => (wrong.push(error.message), undefined))
    if (isRight === true) right += 1
    else if (isRight === false) wrong.push(`question ${index} got the answer to another`)
  }),
)
await sql.end({ timeout: 5 })
process.send!({ right, wrong: wrong.length, examples: wrong.slice(0, 3) })
process.disconnect()
