import { expect, test } from 'vitest'
import { float16ToFloat32, float32ToFloat16 } from './half-floats.ts'
import { parseSafetensors, serializeSafetensors } from './safetensors.ts'

function fileOf(header: unknown, data: Uint8Array | number = 0): Uint8Array {
  const json = typeof header === 'string' ? header : JSON.stringify(header)
  const text = new TextEncoder().encode(json)
  const body = typeof data === 'number' ? new Uint8Array(data) : data
  const bytes = new Uint8Array(8 + text.length + body.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, 8)
  bytes.set(body, 8 + text.length)
  return bytes
}

const tensor = (begin: number, end: number, shape: number[], dtype = 'F32') => ({ dtype, shape, data_offsets: [begin, end] })

test('what is written is read back, float32 exactly and float16 rounded', () => {
  const tensors = new Map([['a.weight', { dims: [2, 2], data: Float32Array.of(1, -2.5, 0.1, 3e-6) }], ['b', { dims: [], data: Float32Array.of(7) }]])
  expect(parseSafetensors(Buffer.from(serializeSafetensors(tensors, 'float32')), 'f')).toEqual(tensors) // a Buffer, as files are read
  const halves = parseSafetensors(serializeSafetensors(tensors, 'float16'), 'f')
  expect([...halves.get('a.weight')!.data]).toEqual([1, -2.5, 0.0999755859375, 50 * 2 ** -24])
})

test('half precision rounds as PyTorch does: nearest, ties to even, infinite above 65504', () => {
  // Recorded with PyTorch 2: torch.tensor([…]).half().view(torch.int16)
  const cases: [number, number][] = [[0, 0], [-0, 0x8000], [1, 0x3c00], [65504, 0x7bff], [65519, 0x7bff], [65520, 0x7c00], [-1e9, 0xfc00], [2 ** -24, 1], [2 ** -25, 0],
    [2 ** -25 * 1.0001, 1], [2 ** -14, 0x400], [1 + 2 ** -11, 0x3c00], [1 + 3 * 2 ** -11, 0x3c02], [2047.5, 0x6800], [NaN, 0x7e00]]
  for (const [value, bits] of cases) expect([value, float32ToFloat16(Float32Array.of(value))[0]]).toEqual([value, bits])
})

test('every half survives the way to float32 and back', () => {
  const halves = Uint16Array.from({ length: 65536 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00 || (bits & 0x3ff) === 0)
  expect(float32ToFloat16(float16ToFloat32(halves))).toEqual(halves)
})

test('bfloat16 is read', () => {
  const parsed = parseSafetensors(fileOf({ a: tensor(0, 4, [2], 'BF16') }, Uint8Array.of(0x80, 0x3f, 0x20, 0xc0)), 'f')
  expect([...parsed.get('a')!.data]).toEqual([1, -2.5])
})

test.each([
  ['too short', new Uint8Array(3), 'f is not a safetensors file: it has 3 bytes, the header alone needs 8. Copy the file again.'],
  ['an absurd header length', new Uint8Array(64).fill(255), 'f is not a safetensors file: its header claims 18446744073709552000 bytes.'],
  ['cut off in the header', fileOf({ a: tensor(0, 4, [1]) }, 4).slice(0, 30), 'f is cut off inside its header: 62 bytes announced, 30 there. Copy the file again.'],
  ['no JSON', fileOf('{"a":'), 'f is not a safetensors file: its header is not JSON.'],
  ['a list as header', fileOf([1]), 'f is not a safetensors file: its header is not an object.'],
  ['cut off in the data', fileOf({ a: tensor(0, 8, [2]) }, 6), 'f is cut off inside tensor a: 8 bytes of data announced, 6 there. Copy the file again.'],
  ['overlap', fileOf({ a: tensor(0, 8, [2]), b: tensor(4, 12, [2]) }, 12), 'f: tensor b overlaps tensor a.'],
  ['a hole', fileOf({ a: tensor(0, 4, [1]), b: tensor(8, 12, [1]) }, 12), 'f: 4 bytes before tensor b belong to no tensor.'],
  ['bytes left over', fileOf({ a: tensor(0, 4, [1]) }, 12), 'f: 8 bytes after the last tensor belong to no tensor.'],
  ['shape and offsets that disagree', fileOf({ a: tensor(0, 8, [3]) }, 8), 'f: tensor a of shape [3] needs 12 bytes, its offsets span 8.'],
  ['an unknown type', fileOf({ a: tensor(0, 4, [1], 'F8_E4M3') }, 4), 'f: tensor a has the unsupported type F8_E4M3; use F32, F16 or BF16.'],
  ['whole numbers as weights', fileOf({ a: tensor(0, 4, [1], 'I32') }, 4), 'f: tensor a has type I32; weights must be F32, F16 or BF16.'],
  ['a negative dimension', fileOf({ a: tensor(0, 4, [-1]) }, 4), 'f: the header entry of tensor a lacks a valid dtype, shape or data_offsets.'],
  ['an entry that is null', fileOf({ a: null }, 4), 'f: the header entry of tensor a lacks a valid dtype, shape or data_offsets.'],
])('a file with %s is refused in one sentence', (_, bytes, message) => {
  expect(() => parseSafetensors(bytes, 'f')).toThrow(message)
})

test('a weight too large for float16 is refused instead of becoming infinite', () => {
  expect(() => serializeSafetensors(new Map([['w', { dims: [1], data: Float32Array.of(7e4) }]]), 'float16')).toThrow('Tensor w holds 70000, which is too large for float16')
})
