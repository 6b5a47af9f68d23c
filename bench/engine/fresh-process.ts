/** Some training steps in a process of their own, ours or the peer's: what only a fresh process shows, peak memory and the first step. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startPeer } from './peer.ts'
import type { BenchOptions, Row } from './row.ts'
import { openTrainingSteps, STEP_CONFIG, stepBatch } from './training-step.ts'

const STEPS = 6
export interface FreshProcess { firstSeconds: number; laterSeconds: number; peakMegabytes: number }

/** The highest resident memory of this process so far; NaN where the system does not say. */
async function peakMegabytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024
}

async function takeSteps(modelFolder: string, threads: number): Promise<FreshProcess> {
  const steps = await openTrainingSteps({ modelFolder, threads })
  const seconds: number[] = []
  for (let round = 0; round < STEPS; round++) seconds.push((await steps.step(stepBatch(round))).seconds)
  const [firstSeconds = Number.NaN, ...later] = seconds
  const result = { firstSeconds, laterSeconds: later.sort((a, b) => a - b)[later.length >> 1] as number, peakMegabytes: await peakMegabytes() }
  await steps.release()
  return result
}

async function ourProcess({ modelFolder, threads }: BenchOptions): Promise<FreshProcess> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), modelFolder, String(threads)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  for await (const chunk of child.stdout) output += chunk
  return JSON.parse(output) as FreshProcess
}

async function peerProcess({ python, modelFolder, threads }: BenchOptions): Promise<FreshProcess> {
  const peer = startPeer(python as string, modelFolder, threads)
  const batches = Array.from({ length: STEPS }, (_, round) => stepBatch(round))
  const result = await peer.ask<FreshProcess>('several-steps', { ...STEP_CONFIG, batches })
  peer.close()
  return result
}

/** Fresh processes of both sides by round: both rows read the same ones. */
const taken = new Map<string, Promise<FreshProcess>>()

function freshProcess(side: 'ours' | 'peer', round: number, options: BenchOptions): Promise<FreshProcess> {
  const key = `${side} ${round}`
  const process = taken.get(key) ?? (side === 'ours' ? ourProcess(options) : peerProcess(options))
  taken.set(key, process)
  return process
}

function rowOf(row: Omit<Row, 'prepare'>, value: (process: FreshProcess) => number, remark: (process: FreshProcess) => string): Row {
  return {
    ...row,
    async prepare(options) {
      const remarks: string[] = []
      const measure = (side: 'ours' | 'peer') => async (round: number): Promise<number> => {
        const process = await freshProcess(side, round, options)
        remarks.push(`${side} ${remark(process)}`)
        return value(process)
      }
      return { rounds: 2, ours: measure('ours'), peer: options.python === undefined ? null : measure('peer'), remarks: () => [remarks.join('; ')], release: async () => undefined }
    },
  }
}

export const memory = rowOf(
  { name: 'memory', title: `peak memory of ${STEPS} training steps in a process of their own`, unit: 'megabytes', target: '≤ the peer’s' },
  ({ peakMegabytes }) => peakMegabytes,
  ({ peakMegabytes }) => `${peakMegabytes.toFixed(0)} MB`,
)

export const firstStep = rowOf(
  { name: 'first-step', title: 'first step of a process, session building included, in later steps', unit: 'steps', target: 'ours ≤ 3' },
  ({ firstSeconds, laterSeconds }) => firstSeconds / laterSeconds,
  ({ firstSeconds, laterSeconds }) => `${firstSeconds.toFixed(2)} s, then ${laterSeconds.toFixed(2)} s`,
)

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await takeSteps(process.argv[2] as string, Number(process.argv[3]))))
