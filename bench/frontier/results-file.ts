/** Results of runs as JSON lines, one a run, found again by the hash of everything that determines the run. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Measurement } from './measure-model.ts'

export interface Point extends Measurement { /** How far on the line from stage one to the trained model; 1 is the trained model. */ stop: number }

export interface RunResult { key: string; seed: number; /** `stage-one`, or the name of a method. */ method: string; learningRate: number; seconds: number; points: Point[] }

export const keyOf = (determinants: unknown): string => createHash('sha256').update(JSON.stringify(determinants)).digest('hex').slice(0, 16)

export async function readResults(path: string): Promise<Map<string, RunResult>> {
  if (!existsSync(path)) return new Map()
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.endsWith('}')) // a run that was killed may have left half a line
  return new Map(lines.map((line) => JSON.parse(line) as RunResult).map((result) => [result.key, result]))
}

export async function appendResult(path: string, result: RunResult): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await appendFile(path, `\n${JSON.stringify(result)}\n`)
}
