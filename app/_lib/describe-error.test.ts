import { expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { describeError } from './describe-error.ts'

test('an expected error speaks in its own words for people', () => {
  const error = new AppError('not_found', 'job 1 of organisation 2', { userMessage: 'This job does not exist.' })
  expect(describeError(error)).toEqual({ code: 'not_found', message: 'This job does not exist.' })
})

test('input that does not parse names each field once', () => {
  const parsed = z.object({ name: z.string().min(3, 'too short').regex(/^[A-Z]/, 'no capital'), tags: z.array(z.string()) }).safeParse({ name: 'a', tags: [1] })
  expect(describeError(parsed.error)).toMatchObject({ code: 'invalid_input', message: 'name: too short', fields: { name: 'too short', 'tags.0': expect.any(String) } })
})

test('what nobody expected is hidden behind a reference', () => {
  const described = describeError(new Error('password=hunter2 at 10.0.0.1'))
  expect(described.code).toBe('internal')
  expect(described.message).toMatch(/The log has it under [0-9a-f]{8}\./)
  expect(described.message).not.toContain('hunter2')
})
