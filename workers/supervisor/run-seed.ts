/** Runs the seed once and hands back the sign-in of the demo, when it made one. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Journal } from './journal.ts'

export interface DemoSignIn {
  email: string
  password: string
}

export function runSeed(root: string, environment: Record<string, string>, journal: Journal): { done: Promise<DemoSignIn | undefined>; stop: () => void } {
  const child = spawn(process.execPath, [join(root, 'workers', 'seed.ts')], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: process.platform !== 'win32' })
  journal.follow('seed', child)
  let demo: DemoSignIn | undefined
  child.on('message', (message: { demo?: DemoSignIn }) => (demo = message.demo ?? demo))
  const done = new Promise<DemoSignIn | undefined>((resolve) => {
    child.once('exit', (code) => {
      if (code) process.stderr.write('The demo organisation could not be made; the next start tries again. Everything else works.\n')
      resolve(demo)
    })
  })
  return { done, stop: () => child.kill('SIGTERM') }
}
