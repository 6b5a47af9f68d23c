/** How much memory this process may still take: what the system has free, or less where a container (cgroup, version 1 or 2) is given less. Reads files only. */
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** `root` stands for / in tests. */
export async function readAvailableMemory(root = '/'): Promise<number> {
  const meminfo = await readText(join(root, 'proc/meminfo'))
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(meminfo)?.[1]
  const ofSystem = available === undefined ? process.availableMemory() : Number(available) * 1024 // os.freemem counts neither caches that would give way nor containers
  const limits = await Promise.all((await cgroupFolders(root)).map(roomIn))
  return Math.min(ofSystem, ...limits)
}

interface CgroupFolder { path: string; version: 1 | 2 }

/** The process's own group and all above it: each may set a limit. Inside a container the outer path is often not there, its own root is. */
async function cgroupFolders(root: string): Promise<CgroupFolder[]> {
  const lines = (await readText(join(root, 'proc/self/cgroup'))).trim().split('\n').map((line) => line.split(':'))
  return lines.flatMap(([, controllers = '', path = '']): CgroupFolder[] => {
    const version = controllers === '' ? 2 : controllers.split(',').includes('memory') ? 1 : null
    if (version === null) return []
    const base = join(root, version === 2 ? 'sys/fs/cgroup' : 'sys/fs/cgroup/memory')
    return withParents(path).map((folder) => ({ path: join(base, folder), version }))
  })
}

function withParents(path: string): string[] {
  return path === '/' || path === '.' || path === '' ? ['/'] : [path, ...withParents(dirname(path))]
}

/** Infinity where there is no limit. */
async function roomIn({ path, version }: CgroupFolder): Promise<number> {
  const [limitFile, usageFile, cacheKey] = version === 2 ? ['memory.max', 'memory.current', 'inactive_file'] : ['memory.limit_in_bytes', 'memory.usage_in_bytes', 'total_inactive_file']
  const limit = Number.parseInt(await readText(join(path, limitFile)), 10) // "max", like a missing file, is not a number
  const usage = Number.parseInt(await readText(join(path, usageFile)), 10)
  if (Number.isNaN(limit) || Number.isNaN(usage)) return Infinity
  const cache = Number(new RegExp(`^${cacheKey} (\\d+)`, 'm').exec(await readText(join(path, 'memory.stat')))?.[1] ?? 0) // gives way when memory is short
  return Math.max(0, limit - usage + cache)
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
