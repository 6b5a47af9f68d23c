/** A candidate's fields from the facts that were read: the first of each kind. What was not read stays null. */
import type { Fact } from '../db/schema/candidates.ts'

export function fieldsOf(facts: readonly Fact[]): Record<'name' | 'headline' | 'email' | 'phone' | 'location', string | null> {
  const first = (kind: Fact['kind']) => facts.find((fact) => fact.kind === kind)?.value ?? null
  return { name: first('name'), headline: first('headline'), email: first('email'), phone: first('phone'), location: first('location') }
}
