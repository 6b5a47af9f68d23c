/** Where the weights of a model version lie, and which weights come with the product. Reads files, never tensors. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { env } from '../env.ts'
import { AppError } from '../errors.ts'

const shippedFolder = () => resolve(env.RANKWELL_MODEL)

/** The folder to load, or null when these weights are no longer there: the shipped encoder was replaced by an update. */
export async function findModelFolder(version: { folder: string | null; weightsHash: string }): Promise<string | null> {
  if (version.folder !== null) return resolve(env.RANKWELL_DATA, version.folder)
  return (await hashShippedWeights()) === version.weightsHash ? shippedFolder() : null
}

let known: { key: string; hash: string } | null = null

/** SHA-256 of the shipped weights, read again only when the file changed. */
export async function hashShippedWeights(): Promise<string> {
  const file = join(shippedFolder(), 'model.safetensors')
  try {
    const { size, mtimeMs } = await stat(file)
    const key = `${file} ${size} ${mtimeMs}`
    if (known?.key !== key) known = { key, hash: await hashFile(file) }
    return known.hash
  } catch (cause) {
    throw new AppError('unavailable', `The encoder in ${shippedFolder()} cannot be read: ${(cause as Error).message}. Set RANKWELL_MODEL to a model folder.`, { cause })
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
