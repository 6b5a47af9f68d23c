/** What an organisation may count as a match. Safe in the browser. */
import { z } from 'zod'

const weight = z.number('A weight is a number from 0 to 10.').min(0, 'A weight is at least 0.').max(10, 'A weight is at most 10.')
const threshold = z.number('A threshold is a number from 0 to 1.').min(0.01, 'A threshold is at least 1 %.').max(1, 'A threshold is at most 100 %.')

export const matchingRulesInput = z
  .object({
    weights: z.object({ location: weight, seniority: weight, field: weight, skills: weight }),
    positiveThreshold: threshold,
    negativeThreshold: threshold,
  })
  .refine(({ weights }) => Object.values(weights).some((value) => value > 0), { path: ['weights'], message: 'With all weights at 0 nobody matches anything: give at least one rule a weight.' })
  .refine(({ positiveThreshold, negativeThreshold }) => negativeThreshold < positiveThreshold, { path: ['negativeThreshold'], message: 'Who counts as missing must score below who counts as matching: lower this threshold or raise the other.' })

export const matchingRulesChange = z.object({
  rules: matchingRulesInput,
  /** When the rules that were edited had last been changed; null: never. */
  seenAt: z.coerce.date().nullable(),
})

export type MatchingRulesChange = z.infer<typeof matchingRulesChange>
