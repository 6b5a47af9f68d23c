import { EngineError } from '../errors.ts'
import { bfloat16ToFloat32, float16ToFloat32, float32ToBfloat16, float32ToFloat16 } from './half-floats.ts'

/** Reads and writes the safetensors format (8 bytes of header length, a JSON header, the data); knows no model. Every tensor is float32 in memory. */
export interface HostTensor {
  dims: number[]
  data: Float32Array
}

/** What the header says of a tensor; `begin` and `end` count from the first byte of data. */
export interface TensorEntry {
  name: string
  dtype: string
  dims: number[]
  begin: number
  end: number
}

export interface SafetensorsHeader { entries: TensorEntry[]; /** Of the first byte of data, in the file. */ dataStart: number }

export type WeightType = 'float32' | 'float16' | 'bfloat16'

/** Bytes before the JSON header: its length. */
export const HEADER_LENGTH_BYTES = 8
// The limit of the reference implementation (huggingface/safetensors).
const MAX_HEADER_BYTES = 100_000_000
const BYTES_PER_ELEMENT = new Map([['F64', 8], ['I64', 8], ['U64', 8], ['F32', 4], ['I32', 4], ['U32', 4], ['F16', 2], ['BF16', 2], ['I16', 2], ['U16', 2], ['I8', 1], ['U8', 1], ['BOOL', 1]])

/** Integer buffers that old Hugging Face checkpoints carry along; they are counted from zero and say nothing. */
export const isPositionBuffer = (entry: TensorEntry): boolean => entry.dtype === 'I64' && entry.name.endsWith('position_ids')

export function parseSafetensors(bytes: Uint8Array, where: string): Map<string, HostTensor> {
  const length = readHeaderLength(bytes.subarray(0, HEADER_LENGTH_BYTES), bytes.length, where)
  const { entries, dataStart } = parseHeader(bytes.subarray(HEADER_LENGTH_BYTES, HEADER_LENGTH_BYTES + length), bytes.length, where)
  const weights = entries.filter((entry) => !isPositionBuffer(entry))
  return new Map(weights.map((entry) => [entry.name, decodeTensor(new Uint8Array(bytes.subarray(dataStart + entry.begin, dataStart + entry.end)), entry, where)]))
}

/** Length of the JSON header, from the first eight bytes of a file of `fileSize` bytes. */
export function readHeaderLength(bytes: Uint8Array, fileSize: number, where: string): number {
  if (fileSize < HEADER_LENGTH_BYTES) throw new EngineError(`${where} is not a safetensors file: it has ${fileSize} bytes, the header alone needs 8. Copy the file again.`)
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, HEADER_LENGTH_BYTES).getBigUint64(0, true))
  if (length > MAX_HEADER_BYTES) throw new EngineError(`${where} is not a safetensors file: its header claims ${length} bytes.`)
  if (HEADER_LENGTH_BYTES + length > fileSize) throw new EngineError(`${where} is cut off inside its header: ${HEADER_LENGTH_BYTES + length} bytes announced, ${fileSize} there. Copy the file again.`)
  return length
}

export function parseHeader(json: Uint8Array, fileSize: number, where: string): SafetensorsHeader {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json))
  } catch (cause) {
    throw new EngineError(`${where} is not a safetensors file: its header is not JSON.`, { cause })
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw new EngineError(`${where} is not a safetensors file: its header is not an object.`)
  const dataStart = HEADER_LENGTH_BYTES + json.length
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__').map(([name, value]) => readEntry(name, value, where))
  checkLayout(entries, fileSize - dataStart, where)
  return { entries, dataStart }
}

function readEntry(name: string, value: unknown, where: string): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown }
  if (typeof dtype !== 'string' || !isCountList(shape) || !isCountList(offsets) || offsets.length !== 2) {
    throw new EngineError(`${where}: the header entry of tensor ${shorten(name)} lacks a valid dtype, shape or data_offsets.`)
  }
  const width = BYTES_PER_ELEMENT.get(dtype)
  if (width === undefined) throw new EngineError(`${where}: tensor ${shorten(name)} has the unsupported type ${shorten(dtype)}; use F32, F16 or BF16.`)
  const [begin, end] = offsets as [number, number]
  const expected = shape.reduce((size, dim) => size * dim, width)
  if (end - begin !== expected) throw new EngineError(`${where}: tensor ${shorten(name)} of shape [${shape.join(', ')}] needs ${expected} bytes, its offsets span ${end - begin}.`)
  return { name, dtype, dims: shape, begin, end }
}

/** More axes than any tensor has. */
const MOST_AXES = 16

function isCountList(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= MOST_AXES && value.every((item) => Number.isSafeInteger(item) && item >= 0)
}

/** A name from a file, in a sentence that people read. */
function shorten(name: string): string {
  return name.length > 120 ? `${name.slice(0, 120)}…` : name
}

function checkLayout(entries: readonly TensorEntry[], available: number, where: string): void {
  let position = 0
  let previous = ''
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    const name = shorten(entry.name)
    if (entry.begin < position) throw new EngineError(`${where}: tensor ${name} overlaps tensor ${previous}.`)
    if (entry.begin > position) throw new EngineError(`${where}: ${entry.begin - position} bytes before tensor ${name} belong to no tensor.`)
    if (entry.end > available) throw new EngineError(`${where} is cut off inside tensor ${name}: ${entry.end} bytes of data announced, ${available} there. Copy the file again.`)
    position = entry.end
    previous = name
  }
  if (position < available) throw new EngineError(`${where}: ${available - position} bytes after the last tensor belong to no tensor.`)
}

/** `bytes` has a buffer of its own, so that the views below are aligned. */
export function decodeTensor(bytes: Uint8Array<ArrayBuffer>, entry: TensorEntry, where: string): HostTensor {
  return { dims: entry.dims, data: decodeValues(bytes.buffer, entry, where) }
}

function decodeValues(buffer: ArrayBuffer, { dtype, name }: TensorEntry, where: string): Float32Array {
  if (dtype === 'F32') return new Float32Array(buffer)
  if (dtype === 'F16') return float16ToFloat32(new Uint16Array(buffer))
  if (dtype === 'BF16') return bfloat16ToFloat32(new Uint16Array(buffer))
  throw new EngineError(`${where}: tensor ${shorten(name)} has type ${dtype}; weights must be F32, F16 or BF16.`)
}

const STORED_AS = { float32: 'F32', float16: 'F16', bfloat16: 'BF16' } as const

export function serializeSafetensors(tensors: ReadonlyMap<string, HostTensor>, dtype: WeightType): Uint8Array {
  const parts = [...safetensorsParts(tensors, dtype)]
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let position = 0
  for (const part of parts) {
    bytes.set(part, position)
    position += part.length
  }
  return bytes
}

/** The bytes of the file one after another, a tensor at a time: the whole need never be in memory. */
export function* safetensorsParts(tensors: ReadonlyMap<string, HostTensor>, dtype: WeightType): Generator<Uint8Array> {
  const width = dtype === 'float32' ? 4 : 2
  const header: [string, unknown][] = [['__metadata__', { format: 'pt' }]]
  let position = 0
  for (const [name, { dims, data }] of tensors) {
    if (dims.reduce((size, dim) => size * dim, 1) !== data.length) throw new EngineError(`Tensor ${name} of shape [${dims.join(', ')}] holds ${data.length} numbers.`)
    header.push([name, { dtype: STORED_AS[dtype], shape: dims, data_offsets: [position, position + data.length * width] }])
    position += data.length * width
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)))
  const headerLength = Math.ceil(json.length / 8) * 8 // padded with spaces, as the reference implementation does, so that data is aligned
  const start = new Uint8Array(HEADER_LENGTH_BYTES + headerLength).fill(0x20, HEADER_LENGTH_BYTES)
  start.set(json, HEADER_LENGTH_BYTES)
  new DataView(start.buffer).setBigUint64(0, BigInt(headerLength), true)
  yield start
  for (const [name, { data }] of tensors) {
    const values = storedValues(name, data, dtype)
    yield new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  }
}

function storedValues(name: string, data: Float32Array, dtype: WeightType): Float32Array | Uint16Array {
  if (dtype === 'float32') return data
  const largest = dtype === 'float16' ? 65520 : 3.3961775e38
  const index = data.findIndex((value) => Math.abs(value) >= largest)
  if (index >= 0) throw new EngineError(`Tensor ${name} holds ${data[index]}, which is too large for ${dtype}; write it as float32.`)
  return dtype === 'float16' ? float32ToFloat16(data) : float32ToBfloat16(data)
}
