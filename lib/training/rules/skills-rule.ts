/** The skills rule: how much of the words of each requirement a résumé contains, rare words counting more. Words only: what is paraphrased is not seen. */
import type { Requirement } from '../../db/schema/jobs.ts'
import type { TermIndex } from '../term-index.ts'

/** What a candidate must show: the musts, or the nice-to-haves where no must was read. */
export function wantedRequirements(requirements: readonly Requirement[]): Requirement[] {
  const musts = requirements.filter(({ level }) => level === 'must')
  return musts.length > 0 ? musts : [...requirements]
}

/** Mean share over the requirements, per document that has any of it; null when no requirement has a word that tells anything. */
export function scoreSkills(requirements: readonly Requirement[], index: TermIndex): Map<string, number> | null {
  const coverages = wantedRequirements(requirements).map(({ text }) => index.coverageOf(text)).filter((coverage) => coverage !== null)
  if (coverages.length === 0) return null
  const mean = new Map<string, number>()
  for (const coverage of coverages) for (const [id, share] of coverage) mean.set(id, (mean.get(id) ?? 0) + share / coverages.length)
  return mean
}
