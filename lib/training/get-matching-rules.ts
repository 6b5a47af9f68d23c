/** The rules that the next run learns from, who changed them last, and when. */
import { requireRole } from '../actor.ts'
import type { Actor } from '../actor.ts'
import { withOrganization } from '../db/client.ts'
import type { Transaction } from '../db/client.ts'
import { findMatchingRules } from '../db/queries/matching-rules.ts'
import type { Services } from '../services.ts'
import { DEFAULT_MATCHING_RULES } from './rules/matching-rules.ts'
import type { MatchingRules } from './rules/matching-rules.ts'

export interface SavedMatchingRules {
  rules: MatchingRules
  /** Null: never changed, these are the defaults. */
  changedAt: Date | null
  changedByName: string | null
}

export async function getMatchingRules({ db }: Services, actor: Actor): Promise<SavedMatchingRules> {
  requireRole(actor, 'viewer')
  return withOrganization(db, actor.organizationId, (tx) => readMatchingRules(tx, actor))
}

export async function readMatchingRules(tx: Transaction, { organizationId }: Pick<Actor, 'organizationId'>): Promise<SavedMatchingRules> {
  const row = await findMatchingRules(tx, { organizationId })
  if (!row) return { rules: DEFAULT_MATCHING_RULES, changedAt: null, changedByName: null }
  const { locationWeight, seniorityWeight, fieldWeight, skillsWeight, positiveThreshold, negativeThreshold } = row
  return {
    rules: { weights: { location: locationWeight, seniority: seniorityWeight, field: fieldWeight, skills: skillsWeight }, positiveThreshold, negativeThreshold },
    changedAt: row.updatedAt,
    changedByName: row.updatedByName,
  }
}
