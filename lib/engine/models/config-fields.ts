/** Reads the numbers of a `config.json` and refuses what no sound file holds, before anything is allocated by them. It knows no architecture. */
import { EngineError } from '../errors.ts'

export type ConfigJson = Readonly<Record<string, unknown>>

/** Far above every published model: a larger number is a broken file. */
const LARGEST = { vocab_size: 2 ** 24, hidden_size: 2 ** 16, num_hidden_layers: 1024, num_attention_heads: 4096, num_key_value_heads: 4096, head_dim: 4096, intermediate_size: 2 ** 20, max_position_embeddings: 2 ** 24, type_vocab_size: 1024, pad_token_id: 2 ** 24 }
export type CountKey = keyof typeof LARGEST

export function requireObject(json: unknown, where: string): ConfigJson {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new EngineError(`${where} does not hold a JSON object.`)
  return json as ConfigJson
}

/** The value of `key` when it stands in the file itself. */
export function ownValue(json: ConfigJson, key: string): unknown {
  return Object.hasOwn(json, key) ? json[key] : undefined
}

export function readCount(json: ConfigJson, key: CountKey, where: string, smallest = 1): number {
  const value = ownValue(json, key)
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < smallest) throw new EngineError(`${where}: ${key} must be a whole number of at least ${smallest}, it is ${show(value)}.`)
  if (value > LARGEST[key]) throw new EngineError(`${where}: ${key} is ${value}, more than the ${LARGEST[key]} that any model needs; is the file broken?`)
  return value
}

/** A number above 0 and within what float32 can divide by; `otherwise` where the file says nothing. */
export function readPositive(json: ConfigJson, key: string, where: string, otherwise: number): number {
  const value = ownValue(json, key) ?? otherwise
  if (typeof value !== 'number' || !(value >= 1e-30 && value <= 1e30)) throw new EngineError(`${where}: ${key} must be a number above 0, it is ${show(value)}.`)
  return value
}

/** Variants that would compute something else are refused rather than computed wrongly; the first allowed value is the one to name. */
export function refuseUnless(json: ConfigJson, key: string, allowed: readonly unknown[], where: string): void {
  const value = ownValue(json, key)
  if (!allowed.includes(value)) throw new EngineError(`${where}: ${key} ${show(value)} is not supported; it must be ${JSON.stringify(allowed[0])}.`)
}

/** A value in a message, in bounded length. */
export function show(value: unknown): string {
  const text = value !== null && typeof value === 'object' ? (Array.isArray(value) ? 'a list' : 'an object') : String(JSON.stringify(value))
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
