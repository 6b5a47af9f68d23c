/** A Vulkan driver in software (SwiftShader), taken out of the browser that the end-to-end tests use: WebGPU can be tested on a machine without a GPU. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

export interface SoftwareVulkan { /** For the environment of a process that shall find the driver. */ environment: Record<string, string>; remove(): Promise<void> }

/** The driver in a temporary folder, or the reason why there is none. */
export async function openSoftwareVulkan(): Promise<SoftwareVulkan | string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return `its driver is for Linux on x64, this is ${process.platform} on ${process.arch}`
  const archive = findArchive()
  if (archive === null) return '@sparticuz/chromium is not installed'
  const folder = await mkdtemp(join(tmpdir(), 'rankwell-vulkan-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  await writeFile(join(folder, 'driver.tar'), await promisify(brotliDecompress)(await readFile(archive)))
  const { status, error } = spawnSync('tar', ['-xf', 'driver.tar'], { cwd: folder })
  if (status !== 0) {
    await remove()
    return `tar could not unpack the driver (${error?.message ?? `code ${status}`})`
  }
  return { environment: { VK_DRIVER_FILES: join(folder, 'vk_swiftshader_icd.json'), LD_LIBRARY_PATH: folder }, remove }
}

function findArchive(): string | null {
  const folders = createRequire(import.meta.url).resolve.paths('@sparticuz/chromium') ?? []
  return folders.map((folder) => join(folder, '@sparticuz/chromium/bin/swiftshader.tar.br')).find((path) => existsSync(path)) ?? null
}
