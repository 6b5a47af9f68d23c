import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readAvailableMemory } from './available-memory.ts'

let root: string
beforeEach(async () => { root = await mkdtemp(join(tmpdir(), 'rankwell-memory-')) })
afterEach(() => rm(root, { recursive: true, force: true }))

async function lay(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
}

const MEMINFO = { 'proc/meminfo': 'MemTotal:       16000000 kB\nMemFree:          100000 kB\nMemAvailable:    9000000 kB\n' }

test('without a container it is what the system could make free, not what is unused', async () => {
  await lay({ ...MEMINFO, 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/memory.max': 'max\n', 'sys/fs/cgroup/memory.current': '5\n' })
  expect(await readAvailableMemory(root)).toBe(9_000_000 * 1024)
})

test('the smallest room of all groups above counts, their caches taken as free (cgroup version 2)', async () => {
  await lay({
    ...MEMINFO, 'proc/self/cgroup': '0::/app/run\n',
    'sys/fs/cgroup/app/memory.max': '4000000000\n', 'sys/fs/cgroup/app/memory.current': '3000000000\n', 'sys/fs/cgroup/app/memory.stat': 'anon 1\ninactive_file 500000000\n',
    'sys/fs/cgroup/app/run/memory.max': 'max\n', 'sys/fs/cgroup/app/run/memory.current': '1\n',
  })
  expect(await readAvailableMemory(root)).toBe(1_500_000_000)
})

test('version 1 is read at the root that a container sees, and a huge limit is none', async () => {
  await lay({ ...MEMINFO, 'proc/self/cgroup': '4:memory:/docker/abc\n3:cpu:/\n', 'sys/fs/cgroup/memory/memory.limit_in_bytes': '2000000000\n', 'sys/fs/cgroup/memory/memory.usage_in_bytes': '500000000\n', 'sys/fs/cgroup/memory/memory.stat': 'total_inactive_file 100\n' })
  expect(await readAvailableMemory(root)).toBe(1_500_000_100)
  await lay({ 'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n' })
  expect(await readAvailableMemory(root)).toBe(9_000_000 * 1024)
})

test('on this machine it is a number of bytes', async () => {
  expect(await readAvailableMemory()).toBeGreaterThan(1e6)
})
