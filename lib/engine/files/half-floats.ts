/** IEEE 754 half precision and bfloat16 as plain number arrays; knows no files and no tensors. */

const HALF_VALUES = buildHalfValues()

function buildHalfValues(): Float32Array {
  const values = new Float32Array(65536)
  for (let bits = 0; bits < 65536; bits++) {
    const exponent = (bits >> 10) & 31
    const fraction = bits & 1023
    const magnitude = exponent === 31 ? (fraction ? NaN : Infinity)
      : exponent === 0 ? fraction * 2 ** -24
      : (1 + fraction / 1024) * 2 ** (exponent - 15)
    values[bits] = bits & 0x8000 ? -magnitude : magnitude
  }
  return values
}

export function float16ToFloat32(source: Uint16Array): Float32Array {
  const result = new Float32Array(source.length)
  for (let i = 0; i < source.length; i++) result[i] = HALF_VALUES[source[i]!]!
  return result
}

/** A bfloat16 is the upper half of a float32. */
export function bfloat16ToFloat32(source: Uint16Array): Float32Array {
  const bits = new Uint32Array(source.length)
  for (let i = 0; i < source.length; i++) bits[i] = source[i]! << 16
  return new Float32Array(bits.buffer)
}

/** Rounds to nearest, ties to even, as PyTorch's `.bfloat16()`; what exceeds the largest bfloat16, 3.39e38, becomes infinite. */
export function float32ToBfloat16(source: Float32Array): Uint16Array {
  const bits = new Uint32Array(source.buffer, source.byteOffset, source.length)
  const result = new Uint16Array(source.length)
  for (let i = 0; i < source.length; i++) {
    const isNumber = (bits[i]! & 0x7fffffff) <= 0x7f800000
    result[i] = isNumber ? (bits[i]! + 0x7fff + ((bits[i]! >>> 16) & 1)) >>> 16 : 0x7fc0
  }
  return result
}

/** Rounds to nearest, ties to even, as PyTorch's `.half()`; what exceeds 65504 becomes infinite. */
export function float32ToFloat16(source: Float32Array): Uint16Array {
  const bits = new Uint32Array(source.buffer, source.byteOffset, source.length)
  const result = new Uint16Array(source.length)
  for (let i = 0; i < source.length; i++) {
    const sign = (bits[i]! >>> 16) & 0x8000
    const magnitude = bits[i]! & 0x7fffffff
    let half: number
    if (magnitude > 0x7f800000) half = 0x7e00 // not a number
    else if (magnitude >= 0x477ff000) half = 0x7c00 // 65520 and above round to infinity
    else if (magnitude >= 0x38800000) half = roundShift(magnitude - 0x38000000, 13) // normal halves
    else if (magnitude >= 0x33000000) half = roundShift((magnitude & 0x7fffff) | 0x800000, 126 - (magnitude >>> 23)) // subnormal halves
    else half = 0
    result[i] = sign | half
  }
  return result
}

function roundShift(value: number, shift: number): number {
  const kept = value >>> shift
  const rest = value & ((1 << shift) - 1)
  const halfway = 1 << (shift - 1)
  return rest > halfway || (rest === halfway && kept & 1) ? kept + 1 : kept
}
