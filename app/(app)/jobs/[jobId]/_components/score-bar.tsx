/** A score as a number with a quiet bar beside it. The bar is relative to the best score shown; it is no probability. */
interface ScoreBarProps {
  score: number
  best: number
  label: string
  hint: string
}

export function ScoreBar({ score, best, label, hint }: ScoreBarProps) {
  const share = best > 0 ? Math.max(0, Math.min(1, score / best)) : 0
  return (
    <span className="flex h-5 items-center gap-2" title={hint}>
      <span aria-hidden className="hidden h-1 w-12 overflow-hidden rounded-full bg-line sm:block">
        <span className="block h-full rounded-full bg-line-strong" style={{ width: `${share * 100}%` }} />
      </span>
      <span aria-label={label} role="img" className="font-mono text-xs tabular-nums text-ink">
        {score.toFixed(3)}
      </span>
    </span>
  )
}
