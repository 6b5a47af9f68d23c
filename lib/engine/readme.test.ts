/** The program at the top of README.md, as a reader would run it. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('the first program of the README trains and ranks', async () => {
  const readme = await readFile(new URL('README.md', import.meta.url), 'utf8')
  const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] as string
  const folder = await mkdtemp(join(tmpdir(), 'rankwell-readme-'))
  try {
    await mkdir(join(folder, 'models'))
    await symlink(new URL('../../models/base', import.meta.url), join(folder, 'models/base'))
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    await writeFile(join(folder, 'first.ts'), program.replaceAll("from './", `from '${new URL('.', import.meta.url)}`))
    const { stdout } = await promisify(execFile)(process.execPath, ['first.ts'], { cwd: folder })
    const losses = [...stdout.matchAll(/^\d+ ([\d.]+)$/gm)].map(([, loss]) => Number(loss))
    expect(losses).toHaveLength(10)
    expect(losses.at(-1)).toBeLessThan(losses[0] as number)
    const ranked = [...stdout.matchAll(/text: '([^']+)'/g)].map(([, text]) => text)
    expect(ranked).toHaveLength(3)
    expect(ranked.at(-1)).toBe('Pastry chef')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
