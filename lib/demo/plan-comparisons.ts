/** Which comparisons the demo's recruiters were asked, and what they said: most among people near the top of a job, one in five at random for measuring. Pure. */
import type { DemoJob } from './demo-jobs.ts'
import type { DemoPerson } from './generate-people.ts'
import { judgeFit, TIE } from './judge-fit.ts'
import type { Random } from './random.ts'

export interface PlannedComparison {
  left: number
  right: number
  why: 'near_in_rank' | 'random'
  split: 'train' | 'holdout'
  answer: 'left' | 'right' | 'tie' | 'skip'
  tookMs: number
}

const NEAR = 22
/** People are of two minds now and then, and sometimes pass. */
const SKIPPED = 0.03

/** Indexes into `people`, best first. */
export function rankByFit(people: readonly DemoPerson[], job: DemoJob): number[] {
  const fits = people.map((person) => judgeFit(person, job))
  return people.map((_, index) => index).sort((a, b) => fits[b]! - fits[a]! || a - b)
}

export function planComparisons(random: Random, { people, job, count }: { people: readonly DemoPerson[]; job: DemoJob; count: number }): PlannedComparison[] {
  const ranked = rankByFit(people, job)
  const asked = new Set<string>()
  const planned: PlannedComparison[] = []
  while (planned.length < count) {
    const isRandom = planned.length % 5 === 4
    const [left, right] = random.sample(isRandom ? ranked.slice(0, NEAR * 2) : ranked.slice(0, NEAR), 2) as [number, number]
    const key = [left, right].toSorted((a, b) => a - b).join(' ')
    if (asked.has(key)) continue
    asked.add(key)
    const advantage = judgeFit(people[left]!, job) - judgeFit(people[right]!, job)
    const answer = random.chance(SKIPPED) ? 'skip' : Math.abs(advantage) < TIE ? 'tie' : advantage > 0 ? 'left' : 'right'
    planned.push({ left, right, why: isRandom ? 'random' : 'near_in_rank', split: isRandom ? 'holdout' : 'train', answer, tookMs: random.int(4000, 32_000) })
  }
  return planned
}
