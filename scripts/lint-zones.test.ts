/** Plants a violation of every import zone and of the environment rule, and sees lint name the remedy. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import { afterEach, expect, test } from 'vitest'
import { zones } from '../eslint.config.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const planted: string[] = []

afterEach(() => {
  for (const file of planted.splice(0)) rmSync(file, { force: true })
})

function plant(path: string, text: string): string {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  planted.push(file)
  return file
}

async function lint(file: string): Promise<string[]> {
  const [result] = await new ESLint({ cwd: root }).lintFiles([file])
  return result!.messages.map((message) => message.message)
}

const list = (value: string | string[]) => [value].flat()
const cases = zones.flatMap((zone) => list(zone.target).flatMap((target) => list(zone.from).map((from) => ({ target, from, zone }))))

test.each(cases)('$target may not import $from', async ({ target, from, zone }) => {
  const forbidden = plant(`${from === './lib' ? 'lib/planted-source' : `${from}/planted-source`}.ts`, 'export const planted = 1\n')
  const importer = `${target}/planted-import.ts`
  const path = relative(join(root, dirname(importer)), forbidden)
  const specifier = path.startsWith('.') ? path : `./${path}`
  const file = plant(importer, `import { planted } from '${specifier}'\n\nexport const used = planted\n`)
  expect((await lint(file)).join('\n')).toContain(zone.message)
}, 60_000)

test('an import in the allowed direction is fine', async () => {
  plant('lib/jobs/planted-source.ts', 'export const planted = 1\n')
  const file = plant('lib/matching/planted-import.ts', "import { planted } from '#lib/jobs/planted-source.ts'\n\nexport const used = planted\n")
  expect(await lint(file)).toEqual([])
}, 60_000)

test('a cycle is found through the alias', async () => {
  const first = plant('lib/jobs/planted-first.ts', "import { second } from '#lib/matching/planted-second.ts'\n\nexport const first = () => second\n")
  plant('lib/matching/planted-second.ts', "import { first } from '#lib/jobs/planted-first.ts'\n\nexport const second = () => first\n")
  expect((await lint(first)).join('\n')).toContain('Dependency cycle')
}, 60_000)

test('the environment is read in one place', async () => {
  const file = plant('lib/jobs/planted-environment.ts', 'export const port = process.env.PORT\n')
  expect((await lint(file)).join('\n')).toContain('Read configuration from lib/env.ts')
}, 60_000)
