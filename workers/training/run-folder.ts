/** A training run's folder: the rows it learns from, checkpoints, and the models on their way. Whatever is there is whole: files and folders appear by renaming. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { HeldOutData, TrainingSnapshot } from '#lib/training/read-training-data.ts'
import type { MatchingRules } from '#lib/training/rules/matching-rules.ts'
import type { TrainingData } from '#lib/training/training-views.ts'

/** What was read from the database, written after the rows themselves: while it is absent nothing was prepared. */
export interface PreparedData {
  counts: TrainingData
  dataHash: string
  pairIds: string[]
  /** What counted as a match when the rows were made. */
  rules: MatchingRules
}

export class RunFolder {
  readonly path: string
  /** Where the finished model lies, and by which name the database knows it. */
  readonly resultFolder: string
  readonly resultName: string

  constructor(dataFolder: string, trainingRunId: string) {
    this.path = join(dataFolder, 'training', trainingRunId)
    this.resultName = `models/${trainingRunId}`
    this.resultFolder = join(dataFolder, 'models', trainingRunId)
  }

  rows(stage: 'contrastive' | 'rankpo' | 'heldout'): string {
    return join(this.path, `${stage}.jsonl`)
  }

  model(stage: 'contrastive' | 'rankpo'): string {
    return join(this.path, stage)
  }

  checkpoints(stage: 'contrastive' | 'rankpo'): string {
    return join(this.path, 'checkpoints', stage)
  }

  async readPrepared(): Promise<PreparedData | null> {
    const file = join(this.path, 'prepared.json')
    return (await exists(file)) ? (JSON.parse(await readFile(file, 'utf8')) as PreparedData) : null
  }

  async writePrepared({ contrastive, rankpo, heldOut, counts, rules }: TrainingSnapshot): Promise<PreparedData> {
    await mkdir(this.path, { recursive: true, mode: 0o700 })
    const files = {
      contrastive: contrastive.map(({ jobId, ...row }) => ({ query_id: jobId, ...row })),
      rankpo: rankpo.map(({ pairId, jobId, query, chosen, rejected }) => ({ pair_id: pairId, query_id: jobId, query, passage1: chosen, passage2: rejected, preferred: 'A' })),
      heldout: [heldOut],
    }
    const hash = createHash('sha256')
    for (const [name, rows] of Object.entries(files)) {
      const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
      hash.update(text)
      await writeWhole(this.rows(name as keyof typeof files), text)
    }
    const prepared = { counts, dataHash: hash.digest('hex'), pairIds: rankpo.map(({ pairId }) => pairId), rules }
    await writeWhole(join(this.path, 'prepared.json'), JSON.stringify(prepared))
    return prepared
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }

  async removeResult(): Promise<void> {
    await rm(this.resultFolder, { recursive: true, force: true })
  }
}

export async function readHeldOut(path: string): Promise<HeldOutData> {
  return JSON.parse(await readFile(path, 'utf8')) as HeldOutData
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false)
}

export async function hashWeights(modelFolder: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(join(modelFolder, 'model.safetensors'), { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.part`
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, path)
}
