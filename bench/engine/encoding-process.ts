/** Encoding in a process of its own, ours or the peer's: what only a fresh process shows, its peak memory and how long the first text takes. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openEncoder, type Precision } from '#lib/engine/encoder.ts'
import { startPeer } from './peer.ts'
import { RESUME_TOKENS, resumeTexts } from './resume-texts.ts'
import type { BenchOptions, Row } from './row.ts'

const SCALE = 0.1

interface EncodingProcess { peakMegabytes: number; openMilliseconds: number; firstMilliseconds: number; laterMilliseconds: number }

async function encodeOnce(modelFolder: string, threads: number, precision: Precision): Promise<EncodingProcess> {
  const texts = await resumeTexts(SCALE)
  const started = performance.now()
  const encoder = await openEncoder(modelFolder, { threads, precision, device: 'cpu' })
  const opened = performance.now()
  await encoder.encode(['Night nurse'])
  const first = performance.now()
  await encoder.encode(['Night nurse, part time'])
  const later = performance.now()
  await encoder.encode(texts, { maxLength: RESUME_TOKENS })
  const peak = Number(/VmHWM:\s+(\d+)/.exec(await readFile('/proc/self/status', 'utf8').catch(() => ''))?.[1] ?? Number.NaN) / 1024
  await encoder.release()
  return { peakMegabytes: peak, openMilliseconds: opened - started, firstMilliseconds: first - opened, laterMilliseconds: later - first }
}

async function ourProcess({ modelFolder, threads }: BenchOptions, precision: Precision): Promise<EncodingProcess> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), modelFolder, String(threads), precision], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  for await (const chunk of child.stdout) output += chunk
  return JSON.parse(output) as EncodingProcess
}

async function peerPeak({ python, modelFolder, threads }: BenchOptions): Promise<number> {
  const peer = startPeer(python as string, modelFolder, threads)
  const { peakMegabytes } = await peer.ask<{ peakMegabytes: number }>('encode', { texts: await resumeTexts(SCALE), maxLength: RESUME_TOKENS, batchSize: 8 })
  peer.close()
  return peakMegabytes
}

export const encodingMemory: Row = {
  name: 'encode-memory',
  title: 'peak memory of encoding 100 résumés in a process of its own, float32 (the peer with batches of 8)',
  unit: 'megabytes',
  target: '≤ the peer’s',
  async prepare(options) {
    const facts: string[] = []
    const describe = (name: string, { openMilliseconds, firstMilliseconds, laterMilliseconds, peakMegabytes }: EncodingProcess): string =>
      `${name}: ${peakMegabytes.toFixed(0)} MB, opened in ${openMilliseconds.toFixed(0)} ms, first text ${firstMilliseconds.toFixed(0)} ms, the next ${laterMilliseconds.toFixed(1)} ms`
    return {
      rounds: 1,
      async ours() {
        const [float32, int8] = [await ourProcess(options, 'float32'), await ourProcess(options, 'int8')]
        facts.push(`${describe('float32', float32)}; ${describe('int8', int8)}`)
        return float32.peakMegabytes
      },
      peer: options.python === undefined ? null : () => peerPeak(options),
      remarks: () => facts,
      release: async () => undefined,
    }
  },
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await encodeOnce(process.argv[2] as string, Number(process.argv[3]), process.argv[4] as Precision)))
