import { open, rename, rm } from 'node:fs/promises'
import { AppError } from '#lib/errors.ts'

/** Writes lines to a file that appears under its name only when it is whole. */
export async function writeLines(path: string, lines: AsyncIterable<string> | Iterable<string>): Promise<number> {
  const partial = `${path}.partial`
  const file = await open(partial, 'w').catch((cause: Error) => { throw new AppError('invalid_input', `${path} cannot be written: ${cause.message}.`, { cause }) })
  let count = 0
  try {
    for await (const line of lines) {
      await file.writeFile(`${line}\n`)
      count++
    }
    await file.sync()
    await file.close()
    await rename(partial, path)
  } catch (error) {
    await file.close()
    await rm(partial, { force: true })
    throw error
  }
  return count
}
