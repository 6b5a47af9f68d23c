/** The rule behind the demo's answers and shortlists: how well an invented person fits an invented job. Pure; the product itself knows nothing of it. */
import type { DemoJob } from './demo-jobs.ts'
import type { DemoPerson } from './generate-people.ts'

/** Closer than this is a tie. */
export const TIE = 0.06

export function judgeFit({ field, skills, years }: Pick<DemoPerson, 'field' | 'skills' | 'years'>, job: DemoJob): number {
  const share = (wanted: readonly string[]) => wanted.filter((skill) => skills.includes(skill)).length / wanted.length
  return 0.45 * share(job.musts) + 0.15 * share(job.nices) + 0.2 * Math.min(1, years / job.years) + (field === job.field ? 0.2 : 0)
}
