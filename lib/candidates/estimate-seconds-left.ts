/** Time left of an upload from the pace so far. A file half read counts as half. Pure. */
interface DocumentPace {
  state: 'queued' | 'reading' | 'ready' | 'needs_review' | 'duplicate'
  rowsDone: number | null
  rowsTotal: number | null
}

/** A pace measured over less than this says nothing. */
const LEAST_SECONDS = 1

export function estimateSecondsLeft(documents: readonly DocumentPace[], { startedAt, now }: { startedAt: Date; now: Date }): number | null {
  const parts = documents.map((document) => ({ weight: weigh(document), done: shareDone(document) }))
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  const done = parts.reduce((sum, { weight, done }) => sum + weight * done, 0)
  if (parts.every(({ done }) => done === 1)) return 0
  const elapsed = (now.getTime() - startedAt.getTime()) / 1000
  if (done === 0 || elapsed < LEAST_SECONDS) return null
  return Math.ceil((elapsed / done) * (total - done))
}

/** A table weighs by its rows, so that one beside ten résumés is not taken for one file. */
const weigh = ({ rowsTotal }: DocumentPace) => 1 + (rowsTotal ?? 0) / 100

function shareDone({ state, rowsDone, rowsTotal }: DocumentPace): number {
  if (state === 'queued') return 0
  if (state === 'reading') return rowsTotal ? (rowsDone ?? 0) / rowsTotal : 0
  return 1
}
