import { parseArgs } from 'node:util'
import { AppError } from '#lib/errors.ts'

/** What a command of the command line is, and how its flags become typed values. Knows no command in particular. */
export interface Flag {
  /** What the value is, for the help text: F, DIR, N, or alternatives such as query|passage. */
  value: string
  help: string
  isRequired?: boolean
  default?: string
}

export interface Command {
  name: string
  summary: string
  flags: Record<string, Flag>
  /** What is read and written, shown under the flags. */
  formats: string
  run(flags: FlagValues, context: CommandContext): Promise<void>
}

export interface CommandContext {
  signal: AbortSignal
  writeOutput(line: string): void
  /** Messages and progress for the person at the terminal. */
  writeNote(text: string): void
}

export interface FlagValues {
  text(name: string): string
  optionalText(name: string): string | undefined
  number(name: string, range?: { least?: number; isWhole?: boolean }): number | undefined
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined
}

const usageError = (command: Command, problem: string) => new AppError('invalid_input', `${problem} See: rankwell ${command.name} --help`)

export function parseFlags(command: Command, argv: string[]): FlagValues {
  const values = readFlags(command, argv)
  for (const [name, flag] of Object.entries(command.flags)) if (flag.isRequired && values[name] === undefined) throw usageError(command, `--${name} ${flag.value} is missing.`)
  const optionalText = (name: string) => values[name] ?? command.flags[name]?.default
  return {
    optionalText,
    text: (name) => optionalText(name) ?? '',
    number(name, { least = -Infinity, isWhole = false } = {}) {
      const text = optionalText(name)
      if (text === undefined) return undefined
      const value = Number(text)
      if (text.trim() === '' || !Number.isFinite(value) || value < least || (isWhole && !Number.isSafeInteger(value))) {
        throw usageError(command, `--${name} must be a ${isWhole ? 'whole ' : ''}number${least > -Infinity ? ` of at least ${least}` : ''}, not "${text}".`)
      }
      return value
    },
    choice(name, choices) {
      const text = optionalText(name)
      if (text === undefined) return undefined
      const choice = choices.find((item) => item === text)
      if (!choice) throw usageError(command, `--${name} must be one of ${choices.join(', ')}, not "${text}".`)
      return choice
    },
  }
}

function readFlags(command: Command, argv: string[]): Record<string, string | undefined> {
  try {
    const options = Object.fromEntries(Object.keys(command.flags).map((name) => [name, { type: 'string' as const }]))
    return parseArgs({ args: argv, options, strict: true, allowPositionals: false }).values as Record<string, string | undefined>
  } catch (cause) {
    throw usageError(command, `${(cause as Error).message.split('.')[0]!}.`)
  }
}

export function helpOf(command: Command): string {
  const rows = Object.entries(command.flags).map(([name, flag]) => {
    const note = flag.isRequired ? ' (required)' : flag.default === undefined ? '' : ` (default ${flag.default})`
    return [`  --${name} ${flag.value}`, `${flag.help}${note}`] as const
  })
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return [`rankwell ${command.name}: ${command.summary}`, '', ...rows.map(([left, right]) => left.padEnd(width) + right), '', command.formats, ''].join('\n')
}
