/** Whether a note of the installation exists, asked without the query builder: loading that takes longer than everything else the seed does at a warm start. */
import postgres from 'postgres'

export async function isNoted(url: string, name: string): Promise<boolean> {
  const client = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    const rows = await client`select from installation_notes where name = ${name}`
    return rows.length > 0
  } finally {
    await client.end({ timeout: 5 })
  }
}
