import { readContrastiveRows } from '#lib/engine/rows/contrastive-rows.ts'
import { readPreferenceRows } from '#lib/engine/rows/preference-rows.ts'
import { trainRankpo as train } from '#lib/engine/stages/rankpo.ts'
import type { Command } from './command.ts'
import { readHeldOutRows, runTraining, trainingConfigOf, trainingFlags } from './run-training.ts'

/** `rankwell train rankpo`: stage two, rank preference optimisation on pairs, by default against the model it starts from. */
export const trainRankpo: Command = {
  name: 'train rankpo',
  summary: 'stage two: rank preference optimisation on pairs',
  flags: {
    ...trainingFlags,
    reference: { value: 'DIR|none', help: 'model whose own preference is subtracted; the starting model when left out' },
    'loss-type': { value: 'sigmoid|hinge', help: 'shape of the loss' },
    beta: { value: 'X', help: 'how strictly the margin is asked for' },
    'gamma-beta-ratio': { value: 'X', help: 'margin that is asked for, over beta' },
    'label-smoothing': { value: 'X', help: 'share of preferences expected to be wrong' },
    'sft-weight': { value: 'X', help: 'share of supervised fine-tuning beside the loss' },
    replay: { value: 'F', help: 'rows of stage one to go on learning from, so that they are not forgotten' },
    'replay-weight': { value: 'X', help: 'share of their loss; 1 when --replay is given' },
    'replay-batch-size': { value: 'N', help: 'of them beside each batch of pairs' },
    'replay-temperature': { value: 'X', help: "stage one's temperature" },
  },
  formats: 'Reads   {"query", "passage1", "passage2", "preferred": "A"|"B"}\n        {"query", "positives": […], "negatives": […]} in --replay\nWrites  a Hugging Face folder with metrics.jsonl (a row per step and per evaluation of --eval-data)',
  async run(flags, context) {
    const lossType = flags.choice('loss-type', ['sigmoid', 'hinge'])
    const replayFile = flags.optionalText('replay')
    const optional = {
      beta: flags.number('beta', { least: 0 }), gammaBetaRatio: flags.number('gamma-beta-ratio'), labelSmoothing: flags.number('label-smoothing', { least: 0 }), lossType,
      sftWeight: flags.number('sft-weight', { least: 0 }),
      replayWeight: flags.number('replay-weight', { least: 0 }) ?? (replayFile === undefined ? undefined : 1),
      replayBatchSize: flags.number('replay-batch-size', { least: 1, isWhole: true }),
      replayTemperature: flags.number('replay-temperature', { least: 1e-6 }),
    }
    const config = { ...trainingConfigOf(flags), ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) }
    const read = async (path: string) => (await readPreferenceRows(path)).map(({ query, chosen, rejected }) => ({ query, chosen, rejected }))
    const rows = await read(flags.text('data'))
    context.writeNote(`${rows.length} pairs read from ${flags.text('data')}`)
    const replayRows = replayFile === undefined ? undefined : await readContrastiveRows(replayFile)
    if (replayRows !== undefined) context.writeNote(`${replayRows.length} rows to replay read from ${replayFile}`)
    const heldOutRows = await readHeldOutRows(flags, context, read)
    const folder = flags.optionalText('reference') ?? flags.text('model')
    const reference = folder === 'none' ? { kind: 'none' as const } : { kind: 'model' as const, folder }
    await runTraining(flags, context, (options) => train({ ...options, rows, heldOutRows, replayRows, reference, config }))
  },
}
