/** The environment, parsed once. Nobody else reads process.env; an empty string counts as absent. */
import { z } from 'zod'
import { AppError } from './errors.ts'

const port = z.coerce.number().int().min(0).max(65535)

export const environmentSchema = z.object({
  RANKWELL_DATA: z.string().default('data').describe('folder for the database, uploaded files and trained models'),
  RANKWELL_MODEL: z.string().default('models/base').describe('the encoder a new organisation starts from'),
  RANKWELL_THREADS: z.coerce.number().int().min(1).max(256).optional().describe('threads of the engine; default: all cores'),
  RANKWELL_DEMO: z.enum(['on', 'off']).default('on').describe('seed the demo organisation at first run'),
  HOST: z.string().default('127.0.0.1').describe('address the web server listens on'),
  PORT: port.default(3000).describe('port the web server listens on'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional().describe('a Postgres >= 15 with pgvector; absent: the embedded one'),
  PUBLIC_URL: z.url().optional().describe('the address people open, when a proxy stands in front'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info').describe('how much is logged'),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production').describe('set by the tools'),
  RANKWELL_AUTH_SECRET: z.string().min(32).optional().describe('signs sessions; made at first run, set it when processes run on several machines'),
  RANKWELL_SERVICE_TOKEN: z.string().min(32).optional().describe('lets our processes call each other; made at first run'),
  INFERENCE_URL: z.url().optional().describe('the inference service; set by the supervisor'),
})

export type Environment = z.infer<typeof environmentSchema>

export function parseEnvironment(source: Record<string, string | undefined>): Environment {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const result = environmentSchema.safeParse(present)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    const purpose = environmentSchema.shape[name as keyof Environment]?.description
    return `${name} (${purpose}): ${issue.message}`
  })
  throw new AppError('invalid_input', `The configuration is not usable. Correct and start again: ${problems.join('; ')}.`)
}

export const env = parseEnvironment(process.env)
