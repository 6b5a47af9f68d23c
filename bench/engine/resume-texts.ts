/** The texts of the encoding rows: résumés from ../shared/data, which never ships. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

const RESUMES = '../shared/data/resumes/resumes.jsonl'
export const RESUME_TOKENS = 256
const RESUMES_AT_FULL_SCALE = 1000

export interface JsonText { id: string; text: string }

export async function readTexts(path: string): Promise<JsonText[]> {
  if (!existsSync(path)) throw new Error(`${path} is not here, and the encoding rows read it: run them where the shared data is, or choose other rows with --rows.`)
  return (await readFile(path, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as JsonText)
}

export async function resumeTexts(scale: number): Promise<string[]> {
  const texts = await readTexts(RESUMES)
  return texts.slice(0, Math.max(8, Math.round(RESUMES_AT_FULL_SCALE * scale))).map(({ text }) => text)
}
