/** Builds the web application when its sources changed since the last finished build. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from './fail.mjs'
import { lastLines, runQuietly } from './run-quietly.mjs'
import { timed } from './say.mjs'

const SOURCES = ['app', 'lib', 'messages', 'public', 'i18n.ts', 'i18n', 'instrumentation.ts', 'next.config.ts', 'postcss.config.mjs', 'proxy.ts', 'tsconfig.json', 'package-lock.json']
const IGNORED = /(^|\/)engine\/|\.test\.tsx?$/

export async function buildApplication(root, node) {
  const stamp = join(root, '.next', 'rankwell-build')
  const wanted = hashSources(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  rmSync(stamp, { force: true })
  await timed('Building the web application (half a minute)', async () => {
    const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
    const { code, output } = await runQuietly(node, [next, 'build'], { cwd: root, env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } })
    if (code === 0) return
    process.stdout.write('failed\n')
    if (/ENOSPC/.test(output)) fail('There is no space left on the disk to build the web application. Free some and start again.')
    fail(`The web application could not be built; the last lines of next build:\n${lastLines(output, 40)}`)
  })
  writeFileSync(stamp, wanted)
}

function hashSources(root) {
  const hash = createHash('sha256')
  for (const source of SOURCES) addToHash(hash, root, source)
  return hash.digest('hex')
}

function addToHash(hash, root, path) {
  const full = join(root, path)
  if (!existsSync(full)) return
  if (IGNORED.test(path)) return
  let entries
  try {
    entries = readdirSync(full).sort()
  } catch {
    hash.update(path).update('\0').update(readFileSync(full))
    return
  }
  for (const entry of entries) addToHash(hash, root, `${path}/${entry}`)
}
