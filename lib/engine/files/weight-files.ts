/** The weights of a model folder: one safetensors file, or several with an index. Only headers are read whole; tensors come one by one. It knows no model. */
import { stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../errors.ts'
import { openFile, readJson, unreadable } from './read-file.ts'
import { decodeTensor, HEADER_LENGTH_BYTES, isPositionBuffer, parseHeader, readHeaderLength, type HostTensor, type TensorEntry } from './safetensors.ts'

export const WEIGHTS = 'model.safetensors'
const INDEX = 'model.safetensors.index.json'
const LARGEST_INDEX_MEGABYTES = 32
const MOST_SHARDS = 10_000
/** A single read of more than 2 GiB is refused by Node. */
const BYTES_PER_READ = 2 ** 30

export interface StoredTensor extends TensorEntry {
  /** The file it lies in, for messages. */
  where: string
  read(): Promise<HostTensor>
}

/** Hands over what the headers say before any tensor is read, so that a folder that does not fit is refused first; `body` may read until it returns. */
export async function withWeightFiles<Result>(folder: string, body: (tensors: ReadonlyMap<string, StoredTensor>, where: string) => Promise<Result>): Promise<Result> {
  const single = join(folder, WEIGHTS)
  const index = join(folder, INDEX)
  const isSharded = !(await exists(single)) && await exists(index)
  const wanted = isSharded ? readWeightMap(await readJson(index, LARGEST_INDEX_MEGABYTES), index) : new Map([[WEIGHTS, null]])
  const opened: FileHandle[] = []
  try {
    const tensors = new Map<string, StoredTensor>()
    for (const [name, names] of wanted) {
      const path = join(folder, name)
      const file = await openFile(path)
      opened.push(file)
      const entries = await listTensors(file, path)
      for (const tensor of entries) if (names === null || names.has(tensor.name)) tensors.set(tensor.name, tensor)
      const found = new Set(entries.map((tensor) => tensor.name))
      for (const promised of names ?? []) if (!found.has(promised)) throw new EngineError(`${path} lacks the tensor ${promised.slice(0, 120)}, which ${INDEX} promises there.`)
    }
    return await body(tensors, isSharded ? index : single)
  } finally {
    await Promise.all(opened.map((file) => file.close()))
  }
}

/** Which tensors the index promises in each file. Files of the same folder only: an index must not name others. */
function readWeightMap(json: unknown, where: string): Map<string, Set<string>> {
  const map = (json as { weight_map?: unknown } | null)?.weight_map
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw new EngineError(`${where} lacks its weight_map.`)
  const files = new Map<string, Set<string>>()
  for (const [tensor, file] of Object.entries(map)) {
    if (typeof file !== 'string' || !/^[\w.-]{1,200}\.safetensors$/.test(file)) throw new EngineError(`${where}: tensor ${tensor.slice(0, 120)} is not said to lie in a .safetensors file of this folder.`)
    files.set(file, (files.get(file) ?? new Set()).add(tensor))
    if (files.size > MOST_SHARDS) throw new EngineError(`${where} names more than ${MOST_SHARDS} files.`)
  }
  return files
}

async function listTensors(file: FileHandle, path: string): Promise<StoredTensor[]> {
  const { size } = await stat(path)
  const headerLength = readHeaderLength(await readRange(file, path, 0, Math.min(HEADER_LENGTH_BYTES, size)), size, path)
  const { entries, dataStart } = parseHeader(await readRange(file, path, HEADER_LENGTH_BYTES, headerLength), size, path)
  return entries.filter((entry) => !isPositionBuffer(entry)).map((entry) => ({
    ...entry,
    where: path,
    read: async () => decodeTensor(await readRange(file, path, dataStart + entry.begin, entry.end - entry.begin), entry, path),
  }))
}

async function readRange(file: FileHandle, path: string, start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const bytes = new Uint8Array(length)
    for (let done = 0; done < length;) {
      const { bytesRead } = await file.read(bytes, done, Math.min(BYTES_PER_READ, length - done), start + done)
      if (bytesRead === 0) throw new EngineError(`${path} became shorter while it was read. Copy the file again.`)
      done += bytesRead
    }
    return bytes
  } catch (cause) {
    throw cause instanceof EngineError ? cause : unreadable(path, cause)
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false)
}
