/** Reads the small files of a model folder whole, never more of them than a sound one holds. It knows no content. */
import { open, type FileHandle } from 'node:fs/promises'
import { EngineError } from '../errors.ts'

const MEGABYTE = 1_000_000

/** Opens a file for reading, or says in one sentence why not. */
export async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

export async function readBytes(path: string, largestMegabytes: number): Promise<Uint8Array> {
  const file = await openFile(path)
  try {
    const { size } = await file.stat()
    if (size > largestMegabytes * MEGABYTE) throw new EngineError(`${path} has ${size} bytes, more than the ${largestMegabytes} MB that such a file needs; is it the right file?`)
    return await file.readFile()
  } catch (cause) {
    throw cause instanceof EngineError ? cause : unreadable(path, cause)
  } finally {
    await file.close()
  }
}

/** With a `missing` value the file is optional. */
export async function readJson(path: string, largestMegabytes: number, missing?: unknown): Promise<unknown> {
  let bytes: Uint8Array
  try {
    bytes = await readBytes(path, largestMegabytes)
  } catch (error) {
    if (missing !== undefined && ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return missing
    throw error
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new EngineError(`${path} is not valid JSON: ${(cause as Error).message.replace(/\s+/g, ' ')}.`, { cause })
  }
}

export function unreadable(path: string, cause: unknown): EngineError {
  return new EngineError((cause as NodeJS.ErrnoException).code === 'ENOENT' ? `${path} is missing.` : `${path} cannot be read: ${(cause as Error).message}.`, { cause })
}
