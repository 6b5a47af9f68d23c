/** Something failed: what, and what to do about it. */
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

interface ErrorStateProps {
  title: string
  children?: ReactNode
  action?: ReactNode
}

export function ErrorState({ title, children, action }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-col items-start gap-3 rounded-lg border border-line px-5 py-8 md:px-8">
      <div className="flex max-w-[60ch] gap-2">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <div>
          <p className="text-sm font-medium text-ink">{title}</p>
          {children && <div className="mt-1 text-sm leading-5 text-muted">{children}</div>}
        </div>
      </div>
      {action}
    </div>
  )
}
