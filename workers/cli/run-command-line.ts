import { EngineError } from '#lib/engine/errors.ts'
import { AppError } from '#lib/errors.ts'
import { helpOf, parseFlags } from './command.ts'
import type { Command } from './command.ts'

/** Finds the command, runs it and turns what happened into an exit code: 0 done, 2 wrong input, 130 interrupted, 1 anything else. */
export async function runCommandLine(argv: string[], commands: Record<string, () => Promise<Command>>): Promise<number> {
  const name = [argv.slice(0, 2).join(' '), argv[0] ?? ''].find((candidate) => candidate in commands)
  if (!name) return showCommands(argv, commands)
  const command = await commands[name]!()
  const rest = argv.slice(name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(helpOf(command))
    return 0
  }
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort()).once('SIGTERM', () => controller.abort())
  try {
    await command.run(parseFlags(command, rest), {
      signal: controller.signal,
      writeOutput: (line) => void process.stdout.write(`${line}\n`),
      writeNote: (text) => void process.stderr.write(`${text}\n`),
    })
    return 0
  } catch (error) {
    return explain(error, controller.signal.aborted)
  }
}

function showCommands(argv: string[], commands: Record<string, unknown>): number {
  const names = Object.keys(commands).map((name) => `  rankwell ${name}`).join('\n')
  const isHelp = argv.length === 0 || ['--help', '-h', 'help'].includes(argv[0]!)
  const text = `Commands, each with --help:\n${names}\n`
  if (isHelp) process.stdout.write(text)
  else process.stderr.write(`There is no command "${argv.slice(0, 2).join(' ')}". ${text}`)
  return isHelp ? 0 : 2
}

function explain(error: unknown, isInterrupted: boolean): number {
  if (isInterrupted) {
    process.stderr.write('Interrupted.\n')
    return 130
  }
  const isExpected = error instanceof EngineError || error instanceof AppError
  process.stderr.write(isExpected ? `${error.message}\n` : `${(error as Error).stack ?? String(error)}\n`)
  return isExpected ? 2 : 1
}
