import { createHash } from 'node:crypto'
import { HELD_OUT_RULE_SHARE } from './training-config.ts'

/** Whether stage one never sees that this candidate matches this job. Decided by their ids, so that it stays so in every later run. */
export function isHeldOutPositive(jobId: string, candidateId: string): boolean {
  const digest = createHash('sha256').update(`${jobId} ${candidateId}`).digest()
  return digest.readUInt32BE(0) / 2 ** 32 < HELD_OUT_RULE_SHARE
}
