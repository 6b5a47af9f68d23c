/**
 * Adds to package-lock.json the platform packages that a registry did not serve when the lock was written (a mirror may keep one platform
 * only), so that `npm ci` accepts the lock on every platform. Run it after changing dependencies. Their versions are the exact ones that
 * their parents ask for; npm checks no hash for them and skips those of other platforms.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8'))
const entries = lock.packages

const OPERATING_SYSTEMS = ['darwin', 'linux', 'win32', 'freebsd', 'android', 'openharmony']
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'wasm32']

let added = 0
for (const parent of Object.values(entries)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`
    if (entries[key] || !/^\d/.test(version)) continue
    const words = name.split('/').at(-1).split('-')
    const os = OPERATING_SYSTEMS.filter((system) => words.includes(system))
    const cpu = PROCESSORS.filter((processor) => words.includes(processor))
    entries[key] = { version, ...(cpu.length ? { cpu } : {}), ...(parent.dev ? { dev: true } : {}), license: parent.license, optional: true, ...(os.length ? { os } : {}) }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(entries).sort(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} platform packages were added to the lock.\n`)
