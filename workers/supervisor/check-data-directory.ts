/** Makes the data directory and says what would stop the product from keeping data in it. */
import { accessSync, constants, mkdirSync, statfsSync, statSync } from 'node:fs'
import { AppError } from '#lib/errors.ts'

/** A new database, its write-ahead log, a trained model and some documents. */
const NEEDED_BYTES = 500 * 1024 * 1024

export function checkDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code
    throw new AppError('unavailable', `The data directory ${directory} cannot be used (${reason}). Make it writable, or set RANKWELL_DATA to another folder.`, { cause })
  }
  if (!statSync(directory).isDirectory()) throw new AppError('unavailable', `${directory} is not a folder. Set RANKWELL_DATA to a folder.`)
  const { bavail, bsize } = statfsSync(directory)
  const freeBytes = bavail * bsize
  if (freeBytes < NEEDED_BYTES) {
    throw new AppError('unavailable', `Only ${Math.floor(freeBytes / 1e6)} MB are free at ${directory}, and 500 MB are needed. Free some, or set RANKWELL_DATA to a folder on another disk.`)
  }
}
