/** One database server for a run of `*.db.test.ts`: embedded, or the native one of RANKWELL_TEST_DATABASE_URL. Migrated once. */
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrate } from '../migrate.ts'
import { startEmbeddedDatabase } from './start-embedded-database.ts'

export type TestServer = { kind: 'embedded'; url: string } | { kind: 'native'; url: string; template: string }

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const nativeUrl = process.env.RANKWELL_TEST_DATABASE_URL
  return nativeUrl ? startOnNative(project, nativeUrl) : startOnEmbedded(project)
}

async function startOnEmbedded(project: TestProject): Promise<() => Promise<void>> {
  const database = await startEmbeddedDatabase()
  await prepare(database.url)
  project.provide('testServer', { kind: 'embedded', url: database.url })
  return database.remove
}

async function startOnNative(project: TestProject, url: string): Promise<() => Promise<void>> {
  const template = `rankwell_template_${process.pid}`
  const server = postgres(url, { max: 1, onnotice: () => undefined })
  await server.unsafe(`create database ${template}`)
  const templateUrl = new URL(url)
  templateUrl.pathname = `/${template}`
  await prepare(templateUrl.href)
  project.provide('testServer', { kind: 'native', url, template })
  return async () => {
    await server.unsafe(`drop database ${template} with (force)`)
    await server.end()
  }
}

/** The queue is reached by path at run time, because lib/db does not import lib/queue. */
async function prepare(url: string): Promise<void> {
  await migrate(url)
  const { installQueue } = (await import(new URL('../../queue/install-queue.ts', import.meta.url).href)) as { installQueue: (url: string) => Promise<void> }
  await installQueue(url)
}
