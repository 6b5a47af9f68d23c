/** The platform's own select: it is what phones and screen readers know best. */
import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'

export function Select({ className = '', children, ...props }: ComponentProps<'select'>) {
  return (
    <span className={`relative inline-flex ${className}`}>
      <select
        className="h-11 w-full appearance-none rounded-md border border-line bg-surface pr-8 pl-2.5 text-base text-ink hover:border-line-strong focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent disabled:bg-hover disabled:text-muted aria-invalid:border-danger md:h-8 md:text-sm"
        {...props}
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted" />
    </span>
  )
}
