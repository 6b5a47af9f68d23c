/** How a folder says that token vectors become one vector: sentence-transformers' `1_Pooling/config.json`. */
import { join } from 'node:path'
import { EngineError } from '../errors.ts'
import { requireObject } from '../models/config-fields.ts'
import type { Pooling } from '../models/token-batch.ts'
import { readJson } from './read-file.ts'

const LARGEST_MEGABYTES = 1
const NAMES = new Map<string, Pooling>([['mean', 'mean'], ['mean_tokens', 'mean'], ['cls', 'cls'], ['cls_token', 'cls'], ['last', 'last'], ['lasttoken', 'last'], ['last_token', 'last']])

export async function readPooling(folder: string, otherwise: Pooling): Promise<Pooling> {
  const file = join(folder, '1_Pooling', 'config.json')
  const json = requireObject(await readJson(file, LARGEST_MEGABYTES, {}), file)
  const modes = Object.keys(json).filter((key) => key.startsWith('pooling_mode_') && json[key] === true)
  if (typeof json.pooling_mode !== 'string' && modes.length === 0) return otherwise
  const mode = typeof json.pooling_mode === 'string' ? json.pooling_mode : modes.join(' + ')
  const pooling = NAMES.get(mode.replace(/^pooling_mode_/, ''))
  if (pooling === undefined) throw new EngineError(`${file}: pooling ${mode.slice(0, 120)} is not supported; use mean, cls or lasttoken.`)
  return pooling
}

export function poolingJson(pooling: Pooling, hiddenSize: number): Record<string, unknown> {
  return {
    word_embedding_dimension: hiddenSize, pooling_mode_cls_token: pooling === 'cls', pooling_mode_mean_tokens: pooling === 'mean',
    pooling_mode_max_tokens: false, pooling_mode_mean_sqrt_len_tokens: false, pooling_mode_weightedmean_tokens: false, pooling_mode_lasttoken: pooling === 'last', include_prompt: true,
  }
}
