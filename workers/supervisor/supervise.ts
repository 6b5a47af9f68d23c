/** Starts everything in order, says what it does and how long it takes, and stops everything in order. Knows no engine, no pages, no tables. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { lockDirectory } from '../database/directory-lock.ts'
import { checkDataDirectory } from './check-data-directory.ts'
import { ChildProcess } from './child-process.ts'
import type { ChildDefinition } from './child-process.ts'
import { childEnvironment, databaseDefinition, webDefinition, workerDefinition } from './children.ts'
import type { Needs, Settings } from './children.ts'
import { openJournal } from './journal.ts'
import { claimPort, findFreePorts } from './ports.ts'
import { prepareDatabase } from './prepare-database.ts'
import { runSeed } from './run-seed.ts'
import { loadSecrets } from './secrets.ts'

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)))
/** Everything must be gone 5 s after Ctrl-C: the processes that use the database first, then the database. */
const CHILDREN_STOP_MS = 3000
const DATABASE_STOP_MS = 1500

export async function supervise(): Promise<void> {
  const startedAt = performance.now()
  const dataDirectory = resolve(env.RANKWELL_DATA)
  checkDataDirectory(dataDirectory)
  if (!existsSync(join(ROOT, '.next', 'BUILD_ID'))) throw new AppError('unavailable', 'The web pages are not built. Start with npm start, which builds them.')
  const lock = await lockDirectory(dataDirectory, 'rankwell')
  const settings = await chooseSettings(dataDirectory)
  const journal = openJournal(dataDirectory)
  const running: ChildProcess[] = []
  let database: ChildProcess | undefined
  let stopSeed: (() => void) | undefined

  let isStopping = false
  const stop = async (exitCode: number) => {
    if (isStopping) return
    isStopping = true
    const stoppedAt = performance.now()
    stopSeed?.()
    await Promise.all(running.map((child) => child.stop(CHILDREN_STOP_MS)))
    await database?.stop(DATABASE_STOP_MS)
    await lock.release()
    say(`Stopped in ${seconds(stoppedAt)}.`)
    process.exit(exitCode)
  }
  const giveUp = (reason: unknown) => {
    if (isStopping) return
    process.stderr.write(`${reason instanceof AppError ? reason.message : String((reason as Error).stack)}\n`)
    void stop(reason instanceof AppError ? 2 : 1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
  process.on('disconnect', () => void stop(0))
  const launch = async (definition: ChildDefinition, keep: (child: ChildProcess) => void) => {
    const launchedAt = performance.now()
    const child = new ChildProcess(definition, journal, giveUp)
    keep(child)
    await child.start()
    say(`  ${definition.name.padEnd(10)} ${seconds(launchedAt)}`)
  }

  try {
    say(`Starting Rankwell; its data are in ${dataDirectory}`)
    let databaseUrl = env.DATABASE_URL
    if (!databaseUrl) {
      const onReady = ({ url }: { url?: string }) => {
        const hasMoved = databaseUrl !== undefined && databaseUrl !== url
        databaseUrl = url
        if (hasMoved) for (const child of running) child.restart()
      }
      await launch(databaseDefinition(settings, onReady), (child) => (database = child))
    }
    const preparedAt = performance.now()
    await prepareDatabase(databaseUrl!)
    say(`  ${'schema'.padEnd(10)} ${seconds(preparedAt)}`)

    const needs: Needs = {
      environment: () => childEnvironment(settings, databaseUrl!),
      waitForNeeds: async () => database?.whenReady(),
    }
    const seed = runSeed(settings.root, needs.environment(), journal)
    stopSeed = seed.stop
    const definitions = [
      ...(env.INFERENCE_URL ? [] : [workerDefinition('inference', settings, needs)]),
      workerDefinition('training', settings, needs),
      workerDefinition('documents', settings, needs),
      webDefinition(settings, needs),
    ]
    await Promise.all(definitions.map((definition) => launch(definition, (child) => running.push(child))))
    const demo = await seed.done
    if (isStopping) return
    say(`Rankwell is ready after ${seconds(startedAt)}: ${settings.publicUrl}`)
    if (demo) say(`To look around, sign in as ${demo.email} with the password ${demo.password}`)
    say('Press Ctrl-C to stop.')
    process.send?.({ ready: true, url: settings.publicUrl, demo })
  } catch (error) {
    giveUp(error)
  }
}

async function chooseSettings(dataDirectory: string): Promise<Settings> {
  const port = await claimPort(env.HOST, env.PORT)
  const [inferencePort] = await findFreePorts(1)
  const secrets = loadSecrets(dataDirectory)
  return {
    root: ROOT,
    dataDirectory,
    host: env.HOST,
    port,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${port}`,
    authSecret: env.RANKWELL_AUTH_SECRET ?? secrets.authSecret,
    serviceToken: env.RANKWELL_SERVICE_TOKEN ?? secrets.serviceToken,
    inferenceUrl: env.INFERENCE_URL ?? `http://127.0.0.1:${inferencePort}`,
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
