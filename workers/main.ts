/** The supervisor's entrance: whatever stops a start is said in one sentence. */
import { AppError } from '#lib/errors.ts'

try {
  // imported here, because a configuration that cannot be used fails while it is loaded
  const { supervise } = await import('./supervisor/supervise.ts')
  await supervise()
} catch (error) {
  process.stderr.write(`${error instanceof AppError ? error.message : String((error as Error).stack)}\n`)
  process.exit(error instanceof AppError ? 2 : 1)
}
