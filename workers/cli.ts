import type { Command } from './cli/command.ts'
import { runCommandLine } from './cli/run-command-line.ts'

/** The command line of DESIGN.md section 10: names the commands and loads the one that is asked for. */
const commands: Record<string, () => Promise<Command>> = {
  embed: async () => (await import('./cli/embed.ts')).embed,
  rank: async () => (await import('./cli/rank.ts')).rank,
  'train contrastive': async () => (await import('./cli/train-contrastive.ts')).trainContrastive,
  'train rankpo': async () => (await import('./cli/train-rankpo.ts')).trainRankpo,
  interpolate: async () => (await import('./cli/interpolate.ts')).interpolate,
  'mine-negatives': async () => (await import('./cli/mine-negatives.ts')).mineNegatives,
  'export onnx': async () => (await import('./cli/export-onnx.ts')).exportOnnx,
  'evaluate pairs': async () => (await import('./cli/evaluate-pairs.ts')).evaluatePairs,
  'evaluate retrieval': async () => (await import('./cli/evaluate-retrieval.ts')).evaluateRetrieval,
}

process.exitCode = await runCommandLine(process.argv.slice(2), commands)
