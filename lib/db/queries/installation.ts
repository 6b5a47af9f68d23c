/** What is remembered of the installation as a whole. Runs as the owner of the tables: it belongs to no organisation. */
import type { Transaction } from '../client.ts'
import { installationNotes } from '../schema/installation.ts'

/** True for the first who writes this note, ever; of two at once one waits for the other and is told false. */
export async function writeNoteOnce(tx: Transaction, { name, value = {} }: { name: string; value?: Record<string, unknown> }): Promise<boolean> {
  const rows = await tx.insert(installationNotes).values({ name, value }).onConflictDoNothing().returning({ name: installationNotes.name })
  return rows.length > 0
}
