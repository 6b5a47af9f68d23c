/** What the worker asks of its child process and what comes back: plain data, since it crosses a process border. */
import type { ContrastiveConfig } from '#lib/engine/stages/contrastive.ts'
import type { Device } from '#lib/engine/executors/onnxruntime.ts'
import type { RankpoConfig } from '#lib/engine/stages/rankpo.ts'
import type { StepMetrics } from '#lib/engine/stages/stage.ts'
import type { EvaluationMetrics } from '#lib/db/schema/models.ts'

interface StageFolders {
  modelFolder: string
  outputFolder: string
  checkpointFolder: string
  rowsFile: string
  threads: number
  device: Device
  /** A stage that would need more is refused; what the machine has free when left out. */
  maxMemoryBytes?: number
}

export type StageTask =
  | ({ kind: 'contrastive'; config: Partial<ContrastiveConfig> } & StageFolders)
  | ({ kind: 'rankpo'; config: Partial<RankpoConfig> } & StageFolders)
  | { kind: 'evaluate'; modelFolder: string; heldOutFile: string; threads: number; /** The stored vectors are this model's. */ isLive: boolean }

export interface StageOutcome {
  droppedRows: number
  metrics: EvaluationMetrics | null
}

export type StageMessage =
  | { type: 'step'; metrics: StepMetrics }
  | { type: 'done'; outcome: StageOutcome; used: { cpuSeconds: number; peakMemoryMiB: number } }
  /** `isExpected`: the message is a sentence for people; else it is a fault of ours. */
  | { type: 'failed'; message: string; isExpected: boolean }
