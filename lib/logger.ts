/** Structured log lines on standard error. Secrets and personal text are redacted by key; nothing logs a whole request. */
import pino from 'pino'
import { env } from './env.ts'

export const logger = pino(
  {
    level: env.LOG_LEVEL,
    base: null,
    redact: { paths: ['password', 'token', 'authorization', 'cookie', 'text', 'DATABASE_URL', '*.password', '*.token', '*.text'], censor: '[redacted]' },
  },
  pino.destination(2),
)
