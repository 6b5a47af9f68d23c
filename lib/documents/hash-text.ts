/** The hash by which equal texts are recognised: of candidates, of job versions, and of what a vector was made from. */
import { createHash } from 'node:crypto'

export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
