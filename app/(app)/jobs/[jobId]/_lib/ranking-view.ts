/** The part of a ranking that the page shows, in a shape that survives JSON: dates as ISO strings. */
import type { Ranking } from '#lib/matching/rank-candidates.ts'

export const PAGE_SIZE = 100

type Candidate = Ranking['candidates'][number]

export type RankedRow = Omit<Candidate, 'createdAt'> & { createdAt: string }

export type RankingView = Pick<Ranking, 'isReady' | 'isExact' | 'total' | 'waitingCount' | 'tookMs'> & {
  versionNumber: number
  model: { number: number; stage: Ranking['modelVersion']['stage']; promotedAt: string | null }
  change: { fromModelNumber: number; moved: number; at: string; reason: string | null } | null
  candidates: RankedRow[]
}

export function toRankingView(ranking: Ranking): RankingView {
  const { isReady, isExact, total, waitingCount, tookMs, modelVersion, change } = ranking
  return {
    isReady,
    isExact,
    total,
    waitingCount,
    tookMs,
    versionNumber: ranking.job.versionNumber,
    model: { number: modelVersion.number, stage: modelVersion.stage, promotedAt: modelVersion.promotedAt?.toISOString() ?? null },
    change: change && { ...change, at: change.at.toISOString() },
    candidates: ranking.candidates.map((candidate) => ({ ...candidate, createdAt: candidate.createdAt.toISOString() })),
  }
}
