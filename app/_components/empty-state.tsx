/** Nothing here yet: what would be here, and how to get it. */
import type { ReactNode } from 'react'

interface EmptyStateProps {
  title: string
  children?: ReactNode
  action?: ReactNode
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-lg border border-dashed border-line px-5 py-8 md:px-8">
      <div className="max-w-[60ch]">
        <p className="text-sm font-medium text-ink">{title}</p>
        {children && <div className="mt-1 text-sm leading-5 text-muted">{children}</div>}
      </div>
      {action}
    </div>
  )
}
