/** Divides a drop of files into requests that are small enough to be quick and to be sent again. */
export interface Batch<F> {
  files: F[]
  /** Too large to be read: only their names and sizes are sent. */
  oversized: F[]
}

interface Limits {
  files: number
  bytes: number
  fileBytes: number
}

export function planBatches<F extends { size: number }>(files: readonly F[], limits: Limits): Batch<F>[] {
  const batches: Batch<F>[] = []
  let bytes = Infinity
  for (const file of files) {
    const isOversized = file.size > limits.fileBytes
    const weight = isOversized ? 0 : file.size
    let batch = batches.at(-1)
    if (!batch || bytes + weight > limits.bytes || batch.files.length + batch.oversized.length >= limits.files) {
      batch = { files: [], oversized: [] }
      batches.push(batch)
      bytes = 0
    }
    bytes += weight
    batch[isOversized ? 'oversized' : 'files'].push(file)
  }
  return batches
}
