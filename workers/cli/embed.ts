import { streamTextRows } from '#lib/engine/rows/text-rows.ts'
import type { TextRow } from '#lib/engine/rows/text-rows.ts'
import type { Command } from './command.ts'
import { encodingFlags, withEncoder } from './encoding-flags.ts'
import type { TextEncoder, TextRole } from './encoding-flags.ts'
import { writeLines } from './write-lines.ts'

/** `rankwell embed`: texts to vectors, in batches so that a file of any length fits. */
const ROWS_PER_BATCH = 256

export const embed: Command = {
  name: 'embed',
  summary: 'turn texts into vectors of length 1',
  flags: {
    ...encodingFlags,
    input: { value: 'F', help: 'JSON lines of texts', isRequired: true },
    output: { value: 'F', help: 'JSON lines of vectors', isRequired: true },
    role: { value: 'query|passage', help: 'what the texts are; this kind of model treats both alike', default: 'passage' },
    'max-length': { value: 'N', help: 'encode only the first N tokens instead of all windows of the text' },
  },
  formats: 'Reads   {"id", "text"}\nWrites  {"id", "embedding"}',
  async run(flags, context) {
    const role = flags.choice('role', ['query', 'passage']) ?? 'passage'
    const maxLengths = { [role]: flags.number('max-length', { least: 3, isWhole: true }) }
    await withEncoder(flags, context, maxLengths, async (encoder) => {
      const count = await writeLines(flags.text('output'), embedRows(encoder, streamTextRows(flags.text('input')), role))
      context.writeNote(`${count} vectors written to ${flags.text('output')}`)
    })
  },
}

async function* embedRows(encoder: TextEncoder, rows: AsyncIterable<TextRow>, role: TextRole): AsyncGenerator<string> {
  let batch: TextRow[] = []
  const encodeBatch = async () => {
    const embeddings = await encoder.encode(batch.map(({ text }) => text), role)
    return batch.map(({ id }, index) => JSON.stringify({ id, embedding: Array.from(embeddings[index]!) }))
  }
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < ROWS_PER_BATCH) continue
    yield* await encodeBatch()
    batch = []
  }
  if (batch.length > 0) yield* await encodeBatch()
}
