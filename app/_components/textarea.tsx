/** Several lines of text. */
import type { ComponentProps } from 'react'

export function Textarea({ className = '', ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      className={`w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-base leading-6 text-ink placeholder:text-muted focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent disabled:bg-hover disabled:text-muted aria-invalid:border-danger md:text-sm md:leading-6 ${className}`}
      {...props}
    />
  )
}
