/** `npm start`: installs and builds what is missing, then hands over to the supervisor on Node 24. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { buildApplication } from './prepare/build.mjs'
import { installDependencies } from './prepare/install.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = await installDependencies(root)
await buildApplication(root, node)

// The channel closes when this process dies, however it dies; the supervisor then stops too.
const supervisor = spawn(node, ['workers/main.ts'], { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => supervisor.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))
supervisor.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
