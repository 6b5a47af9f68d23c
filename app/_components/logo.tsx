/** The mark: a list whose first is longest. */
export function Logo({ className = 'size-5' }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={`shrink-0 ${className}`}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path d="M8 9h16M8 16h11M8 23h6" className="stroke-on-accent" strokeWidth="3.2" strokeLinecap="round" />
    </svg>
  )
}
