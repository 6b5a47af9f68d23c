/** Holds the place of something that is still being read; give it the size of what comes. */
export function Skeleton({ className = '' }: { className?: string }) {
  return <div aria-hidden className={`animate-pulse rounded-sm bg-hover ${className}`} />
}
