/** A run at a certain step as bytes and back: weights, optimiser state, and which run it belongs to. Where the bytes go is the caller's business. */
import { createHash } from 'node:crypto'
import { EngineError } from './errors.ts'
import { parseSafetensors, serializeSafetensors, type HostTensor } from './files/safetensors.ts'
import type { AdamWState } from './optimizer.ts'
import type { BestWeightsState } from './best-weights.ts'

/** Changes when the same data and configuration would give other steps. */
export const ENGINE_VERSION = 2

/** Names a set of weights by their values. */
export function hashParameters(parameters: ReadonlyMap<string, HostTensor>): string {
  const hash = createHash('sha256')
  for (const [name, { data }] of parameters) hash.update(name).update(data)
  return hash.digest('hex')
}

export interface Checkpoint {
  /** Hash of everything that determines the steps of a run; another run does not go on from this. */
  runHash: string
  parameters: ReadonlyMap<string, HostTensor>
  optimizer: AdamWState
  /** Loss of the last step that was taken. */
  loss: number
  /** Training time so far, over all sittings. */
  seconds: number
  /** The weights that did best on held-out rows so far; null without held-out rows. */
  best: BestWeightsState | null
}

interface Header { format: 'rankwell-checkpoint'; engineVersion: number; runHash: string; step: number; loss: number; seconds: number; best: Omit<BestWeightsState, 'parameters'> | null }

/** Four bytes of header length, the header as JSON, the tensors as safetensors. */
export function encodeCheckpoint({ runHash, parameters, optimizer, loss, seconds, best }: Checkpoint): Uint8Array[] {
  const header: Header = { format: 'rankwell-checkpoint', engineVersion: ENGINE_VERSION, runHash, step: optimizer.step, loss, seconds, best: best === null ? null : { step: best.step, loss: best.loss, waited: best.waited } }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, json.length, true)
  const tensors = new Map<string, HostTensor>()
  for (const [name, { dims, data }] of parameters) {
    tensors.set(`parameter ${name}`, { dims, data })
    tensors.set(`first ${name}`, { dims, data: optimizer.first.get(name) as Float32Array })
    tensors.set(`second ${name}`, { dims, data: optimizer.second.get(name) as Float32Array })
  }
  for (const [name, tensor] of best?.parameters ?? []) tensors.set(`best ${name}`, tensor)
  return [length, json, serializeSafetensors(tensors, 'float32')]
}

/** Null when the bytes belong to another run or another version of the engine. */
export function decodeCheckpoint(bytes: Uint8Array, runHash: string, where: string): Checkpoint | null {
  const { header, tensorsStart } = readHeader(bytes, where)
  if (header.engineVersion !== ENGINE_VERSION || header.runHash !== runHash) return null
  const parameters = new Map<string, HostTensor>()
  const best = new Map<string, HostTensor>()
  const moments = { first: new Map<string, Float32Array>(), second: new Map<string, Float32Array>() }
  for (const [key, tensor] of parseSafetensors(bytes.subarray(tensorsStart), where)) {
    const separator = key.indexOf(' ')
    const [kind, name] = [key.slice(0, separator), key.slice(separator + 1)]
    if (kind === 'parameter') parameters.set(name, tensor)
    else if (kind === 'best') best.set(name, tensor)
    else if (kind === 'first' || kind === 'second') moments[kind].set(name, tensor.data)
  }
  return { runHash, parameters, optimizer: { step: header.step, ...moments }, loss: header.loss, seconds: header.seconds, best: header.best === null ? null : { ...header.best, parameters: best } }
}

function readHeader(bytes: Uint8Array, where: string): { header: Header; tensorsStart: number } {
  try {
    const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true)
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header
    if (header.format !== 'rankwell-checkpoint') throw new Error(`its format is ${JSON.stringify(header.format)}`)
    return { header, tensorsStart: 4 + length }
  } catch (cause) {
    throw new EngineError(`${where} is not a checkpoint of a training run. Delete it to start the run anew.`, { cause })
  }
}
