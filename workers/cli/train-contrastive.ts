import { readContrastiveRows } from '#lib/engine/rows/contrastive-rows.ts'
import { trainContrastive as train } from '#lib/engine/stages/contrastive.ts'
import type { Command } from './command.ts'
import { readHeldOutRows, runTraining, trainingConfigOf, trainingFlags } from './run-training.ts'

/** `rankwell train contrastive`: stage one, InfoNCE on positives and hard negatives. */
export const trainContrastive: Command = {
  name: 'train contrastive',
  summary: 'stage one: contrastive learning on positives and negatives',
  flags: {
    ...trainingFlags,
    'negatives-per-query': { value: 'N', help: 'hard negatives of a row that a step uses' },
    'in-batch-negatives': { value: 'true|false', help: 'whether the passages of other rows count as negatives too' },
  },
  formats: 'Reads   {"query", "positives": […], "negatives": […]}\nWrites  a Hugging Face folder with metrics.jsonl (a row per step and per evaluation of --eval-data)',
  async run(flags, context) {
    const inBatch = flags.choice('in-batch-negatives', ['true', 'false'])
    const negatives = flags.number('negatives-per-query', { least: 0, isWhole: true })
    const config = {
      ...trainingConfigOf(flags),
      ...(inBatch === undefined ? {} : { inBatchNegatives: inBatch === 'true' }),
      ...(negatives === undefined ? {} : { negativesPerQuery: negatives }),
    }
    const rows = await readContrastiveRows(flags.text('data'))
    context.writeNote(`${rows.length} rows read from ${flags.text('data')}`)
    const heldOutRows = await readHeldOutRows(flags, context, readContrastiveRows)
    await runTraining(flags, context, (options) => train({ ...options, rows, heldOutRows, config }))
  },
}
