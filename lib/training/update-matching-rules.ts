/** Changes what counts as a match. Runs under way keep the rules that they began with. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import { recordAudit } from '../db/queries/audit-events.ts'
import { saveMatchingRules } from '../db/queries/matching-rules.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { matchingRulesChange } from '../validation/matching-rules.ts'
import type { MatchingRulesChange } from '../validation/matching-rules.ts'
import { readMatchingRules } from './get-matching-rules.ts'
import type { SavedMatchingRules } from './get-matching-rules.ts'

export async function updateMatchingRules({ db }: Services, actor: Actor, input: MatchingRulesChange): Promise<SavedMatchingRules> {
  requireRole(actor, 'admin')
  const parsed = matchingRulesChange.safeParse(input)
  if (!parsed.success) throw new AppError('invalid_input', parsed.error.issues[0]!.message)
  const { rules, seenAt } = parsed.data
  const { organizationId, userId } = actor
  return withOrganization(db, organizationId, async (tx) => {
    const before = await readMatchingRules(tx, actor)
    const { location, seniority, field, skills } = rules.weights
    const { positiveThreshold, negativeThreshold } = rules
    const values = { locationWeight: location, seniorityWeight: seniority, fieldWeight: field, skillsWeight: skills, positiveThreshold, negativeThreshold }
    if (!(await saveMatchingRules(tx, { organizationId, updatedBy: userId, seenAt, values }))) {
      throw new AppError('conflict', `${before.changedByName ?? 'Somebody'} changed the rules while you were editing them. Reload the page to see theirs, then change them again.`)
    }
    await recordAudit(tx, actor, 'matching_rules.updated', organizationId, { before: before.rules, after: rules })
    return readMatchingRules(tx, actor)
  })
}
