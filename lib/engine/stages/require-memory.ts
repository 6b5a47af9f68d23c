/** Refuses a run that would not fit into memory, before it starts, and says which settings would make it fit. It knows no stage. */
import { EngineError } from '../errors.ts'
import { readAvailableMemory } from '../files/available-memory.ts'
import { estimateMemory, type BatchTexts, type MemoryDemand } from './memory-estimate.ts'
import type { StageConfig, StageOptions } from './stage.ts'

/** `message` names the settings as flags of the command line; `shortage` is the part before them. */
export class NotEnoughMemory extends EngineError {
  readonly shortage: string
  constructor(shortage: string, advice: string) {
    super(`${shortage} ${advice}`)
    this.shortage = shortage
  }
}

type Settings = Partial<Pick<StageConfig, 'batchSize' | 'tokensPerGraph' | 'recomputeActivations' | 'freezeEmbeddings'>>

export async function requireMemory(model: MemoryDemand['config'], batches: readonly BatchTexts[], config: StageConfig, hasHeldOut: boolean, options: StageOptions): Promise<void> {
  if (options.device !== undefined && options.device !== 'cpu') return // weights and activations lie on the device
  const { rss } = process.memoryUsage()
  const limit = options.maxMemoryBytes === undefined ? Infinity : options.maxMemoryBytes - rss
  const room = Math.min(limit, await (options.readAvailableMemory ?? readAvailableMemory)())
  const needOf = (settings: Settings): number => estimateMemory({
    config: model, ...pick({ ...config, ...settings }), batches: shrink(batches, (settings.batchSize ?? config.batchSize) / config.batchSize),
    accumulates: config.gradientAccumulationSteps > 1, writesCheckpoints: options.checkpointFolder !== undefined, keepsBest: hasHeldOut,
  }).additional
  const need = needOf({})
  if (need <= room) return
  const remedies = remediesFor(config).map((settings) => ({ settings, need: needOf(settings) })).filter(({ need: own }) => own <= room)
  const single = remedies.filter(({ settings }) => Object.keys(settings).length === 1)
  const found = single.filter(({ settings }, index) => settings.batchSize === undefined || index === single.findIndex((other) => other.settings.batchSize !== undefined)) // of the batch sizes the largest
  const advised = (found.length > 0 ? found : remedies.slice(0, 1)).map(({ settings, need: own }) => `${flags(settings)} (${size(rss + own)})`)
  const shortage = `Training needs about ${size(rss + need)} of memory and has ${size(Math.max(0, rss + room))}.`
  throw new NotEnoughMemory(shortage, advised.length > 0 ? `It would fit with ${advised.join(' or ')}.` : `No setting makes it fit: it needs a machine with more memory, a higher --max-memory, or a smaller model.`)
}

const pick = ({ freezeEmbeddings, recomputeActivations = false, tokensPerGraph }: StageConfig & Settings): Pick<MemoryDemand, 'freezeEmbeddings' | 'recomputeActivations' | 'tokensPerGraph'> => ({ freezeEmbeddings, recomputeActivations, tokensPerGraph })

/** One setting at a time first: what leaves the gradients as they are, then what changes the training; at last everything together. */
function remediesFor(config: StageConfig): Settings[] {
  const recompute: Settings[] = config.recomputeActivations === true ? [] : [{ recomputeActivations: true }]
  const parts: Settings[] = config.recomputeActivations === true ? [] : [{ tokensPerGraph: 0 }]
  const freeze: Settings[] = config.freezeEmbeddings ? [] : [{ freezeEmbeddings: true }]
  const halves: Settings[] = []
  for (let batchSize = config.batchSize >> 1; batchSize >= 1; batchSize >>= 1) halves.push({ batchSize })
  const all: Settings = { recomputeActivations: true, freezeEmbeddings: true }
  return [...recompute, ...parts, ...halves, ...freeze, ...recompute.map(() => all), ...halves.map((half) => ({ ...all, ...half }))]
}

/** The same batches with a share of their texts. */
function shrink(batches: readonly BatchTexts[], share: number): BatchTexts[] {
  const part = <Item>(items: readonly Item[]): Item[] => items.slice(0, Math.max(1, Math.ceil(items.length * share)))
  return batches.map(({ queries, passages }) => ({ queries: part(queries), passages: part(passages) }))
}

const flags = (settings: Settings): string => Object.entries(settings).map(([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${value}`).join(' ')
const size = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e8 ? 2 : 1)} GB`
