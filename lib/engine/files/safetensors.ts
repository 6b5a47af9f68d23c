import { EngineError } from '../errors.ts'
import { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16 } from './half-floats.ts'

/** Reads and writes the safetensors format (8 bytes of header length, a JSON header, the data); knows no model. Every tensor is float32 in memory. */
export interface HostTensor {
  dims: number[]
  data: Float32Array
}

interface Entry {
  name: string
  dtype: string
  dims: number[]
  begin: number
  end: number
}

// The limit of the reference implementation (huggingface/safetensors).
const MAX_HEADER_BYTES = 100_000_000
const BYTES_PER_ELEMENT: Record<string, number> = { F64: 8, I64: 8, U64: 8, F32: 4, I32: 4, U32: 4, F16: 2, BF16: 2, I16: 2, U16: 2, I8: 1, U8: 1, BOOL: 1 }

/** Integer buffers that old Hugging Face checkpoints carry along; they are counted from zero and say nothing. */
const isPositionBuffer = (entry: Entry) => entry.dtype === 'I64' && entry.name.endsWith('position_ids')

export function parseSafetensors(bytes: Uint8Array, where: string): Map<string, HostTensor> {
  const { header, dataStart } = readHeader(bytes, where)
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__').map(([name, value]) => readEntry(name, value, where))
  checkLayout(entries, bytes.length - dataStart, where)
  const tensors = new Map<string, HostTensor>()
  for (const entry of entries) {
    if (isPositionBuffer(entry)) continue
    const data = decode(new Uint8Array(bytes.subarray(dataStart + entry.begin, dataStart + entry.end)), entry, where)
    tensors.set(entry.name, { dims: entry.dims, data })
  }
  return tensors
}

function readHeader(bytes: Uint8Array, where: string): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 8) throw new EngineError(`${where} is not a safetensors file: it has ${bytes.length} bytes, the header alone needs 8. Copy the file again.`)
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true))
  if (length > MAX_HEADER_BYTES) throw new EngineError(`${where} is not a safetensors file: its header claims ${length} bytes.`)
  if (8 + length > bytes.length) throw new EngineError(`${where} is cut off inside its header: ${8 + length} bytes announced, ${bytes.length} there. Copy the file again.`)
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)))
  } catch (cause) {
    throw new EngineError(`${where} is not a safetensors file: its header is not JSON.`, { cause })
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw new EngineError(`${where} is not a safetensors file: its header is not an object.`)
  return { header: header as Record<string, unknown>, dataStart: 8 + length }
}

function readEntry(name: string, value: unknown, where: string): Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown }
  if (typeof dtype !== 'string' || !isCountList(shape) || !isCountList(offsets) || offsets.length !== 2) {
    throw new EngineError(`${where}: the header entry of tensor ${name} lacks a valid dtype, shape or data_offsets.`)
  }
  const width = BYTES_PER_ELEMENT[dtype]
  if (width === undefined) throw new EngineError(`${where}: tensor ${name} has the unsupported type ${dtype}; use F32, F16 or BF16.`)
  const [begin, end] = offsets as [number, number]
  const expected = shape.reduce((size, dim) => size * dim, width)
  if (end - begin !== expected) throw new EngineError(`${where}: tensor ${name} of shape [${shape.join(', ')}] needs ${expected} bytes, its offsets span ${end - begin}.`)
  return { name, dtype, dims: shape, begin, end }
}

function isCountList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0)
}

function checkLayout(entries: readonly Entry[], available: number, where: string): void {
  let position = 0
  let previous = ''
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin < position) throw new EngineError(`${where}: tensor ${entry.name} overlaps tensor ${previous}.`)
    if (entry.begin > position) throw new EngineError(`${where}: ${entry.begin - position} bytes before tensor ${entry.name} belong to no tensor.`)
    if (entry.end > available) throw new EngineError(`${where} is cut off inside tensor ${entry.name}: ${entry.end} bytes of data announced, ${available} there. Copy the file again.`)
    position = entry.end
    previous = entry.name
  }
  if (position < available) throw new EngineError(`${where}: ${available - position} bytes after the last tensor belong to no tensor.`)
}

/** `bytes` is a copy of its own, so that the views below are aligned. */
function decode(bytes: Uint8Array, entry: Entry, where: string): Float32Array {
  if (entry.dtype === 'F32') return new Float32Array(bytes.buffer)
  if (entry.dtype === 'F16') return float16ToFloat32(new Uint16Array(bytes.buffer))
  if (entry.dtype === 'BF16') return bfloat16ToFloat32(new Uint16Array(bytes.buffer))
  throw new EngineError(`${where}: tensor ${entry.name} has type ${entry.dtype}; weights must be F32, F16 or BF16.`)
}

export function serializeSafetensors(tensors: Map<string, HostTensor>, dtype: 'float32' | 'float16'): Uint8Array {
  const width = dtype === 'float16' ? 2 : 4
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } }
  let position = 0
  for (const [name, { dims, data }] of tensors) {
    if (dims.reduce((size, dim) => size * dim, 1) !== data.length) throw new EngineError(`Tensor ${name} of shape [${dims.join(', ')}] holds ${data.length} numbers.`)
    header[name] = { dtype: dtype === 'float16' ? 'F16' : 'F32', shape: dims, data_offsets: [position, position + data.length * width] }
    position += data.length * width
  }
  const text = JSON.stringify(header)
  const json = new TextEncoder().encode(text)
  const headerLength = Math.ceil(json.length / 8) * 8 // padded with spaces, as the reference implementation does, so that data is aligned
  const bytes = new Uint8Array(8 + headerLength + position)
  bytes.fill(0x20, 8, 8 + headerLength)
  bytes.set(json, 8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  let offset = 8 + headerLength
  for (const [name, { data }] of tensors) {
    const values = dtype === 'float16' ? float32ToFloat16(data) : data
    if (dtype === 'float16') refuseOverflow(name, data)
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset)
    offset += values.byteLength
  }
  return bytes
}

function refuseOverflow(name: string, data: Float32Array): void {
  const index = data.findIndex((value) => Math.abs(value) >= 65520)
  if (index >= 0) throw new EngineError(`Tensor ${name} holds ${data[index]}, which is too large for float16; write it as float32.`)
}
