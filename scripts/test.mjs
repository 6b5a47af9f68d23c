/** `npm test`: prepares as `npm start` does, then runs every check; one that fails does not keep the others from running. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildApplication } from './prepare/build.mjs'
import { installDependencies } from './prepare/install.mjs'

const STEP_LIMIT_MINUTES = 20
const root = fileURLToPath(new URL('..', import.meta.url))
const results = join(root, '.test')
const started = performance.now()

const node = await installDependencies(root)
await buildApplication(root, node)
rmSync(join(results, 'results'), { recursive: true, force: true })
mkdirSync(join(results, 'results'), { recursive: true })

const nativeUrl = process.env.RANKWELL_TEST_NATIVE_URL
const steps = [
  { name: 'types', run: () => check(['node_modules/typescript/bin/tsc', '--noEmit']) },
  { name: 'lint', run: () => check(['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']) },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'engine', run: () => vitest('engine') },
  { name: 'graphics device', run: () => vitest('gpu') },
  { name: 'database, embedded', run: () => vitest('database', 'embedded') },
  ...(nativeUrl ? [{ name: 'database, native Postgres', run: () => vitest('database', 'native', { RANKWELL_TEST_DATABASE_URL: nativeUrl }) }] : []),
  { name: 'browser', run: () => playwright() },
]

const rows = []
for (const { name, run } of steps) {
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}\n`)
  const start = performance.now()
  rows.push({ name, seconds: 0, ...(await run()) })
  rows.at(-1).seconds = (performance.now() - start) / 1000
}

process.stdout.write('\n')
for (const { name, passed, failed, skipped, seconds } of rows) {
  process.stdout.write(`${name.padEnd(28)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped ${seconds.toFixed(0).padStart(5)} s\n`)
}
if (!existsSync(join(root, '..', 'shared'))) process.stdout.write('Skipped: tests on the material in ../shared, which is not here.\n')
if (!nativeUrl) process.stdout.write('Skipped: database tests on a native Postgres; set RANKWELL_TEST_NATIVE_URL to a server where databases may be created.\n')
const sum = (key) => rows.reduce((total, row) => total + row[key], 0)
process.stdout.write(`Everything took ${((performance.now() - started) / 60_000).toFixed(1)} minutes.\n`)
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`)
process.exit(sum('failed') > 0 ? 1 : 0)

/** A program of Node 24 that counts as one test. */
async function check(args) {
  const code = await execute(args)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

async function vitest(project, label = project, environment = {}) {
  const file = join(results, 'results', `${label}.json`)
  const code = await execute(['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { CI: 'true', ...environment })
  const report = readReport(file)
  const counts = { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0, skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0) }
  return withVerdict(code, counts)
}

async function playwright() {
  const file = join(results, 'results', 'browser.json')
  const code = await execute(['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file, FORCE_COLOR: '0' })
  const stats = readReport(file)?.stats
  if (stats?.flaky) process.stdout.write(`${stats.flaky} of the browser tests passed only at the second try.\n`)
  return withVerdict(code, { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0, skipped: stats?.skipped ?? 0 })
}

/** A runner that failed without a failed test (a file that did not load, a crash) counts as one. */
function withVerdict(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

function execute(args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } })
    const limit = setTimeout(() => {
      process.stdout.write(`This step took longer than ${STEP_LIMIT_MINUTES} minutes and was ended.\n`)
      child.kill('SIGKILL')
    }, STEP_LIMIT_MINUTES * 60_000)
    child.on('exit', (code) => {
      clearTimeout(limit)
      resolve(code ?? 1)
    })
  })
}
