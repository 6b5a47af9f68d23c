/** The secrets of an installation, made at first run and kept in the data directory where only its owner can read them. */
import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '#lib/errors.ts'

const secretsSchema = z.object({ databasePassword: z.string().min(16), authSecret: z.string().min(32), serviceToken: z.string().min(32) })

export type Secrets = z.infer<typeof secretsSchema>

export function loadSecrets(dataDirectory: string): Secrets {
  const path = join(dataDirectory, 'secrets.json')
  if (!existsSync(path)) createSecrets(path)
  chmodSync(path, 0o600)
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new AppError('invalid_input', `${path} is damaged: put back the copy you kept, or delete it to have new secrets made (everybody must then sign in again).`, { cause })
  }
}

/** Whole or not at all: a cut first run must not leave half a file, nor two processes two versions. */
function createSecrets(path: string): void {
  const secret = () => randomBytes(32).toString('hex')
  const secrets: Secrets = { databasePassword: secret(), authSecret: secret(), serviceToken: secret() }
  const unfinished = `${path}.${process.pid}`
  const file = openSync(unfinished, 'w', 0o600)
  writeSync(file, `${JSON.stringify(secrets, null, 2)}\n`)
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(unfinished, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(unfinished)
  }
}
