/** A button with a word on it. `asChild` gives its look to a link. */
import { LoaderCircle } from 'lucide-react'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'

const VARIANTS = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border-line bg-surface text-ink hover:border-line-strong hover:bg-hover',
  ghost: 'border-transparent bg-transparent text-ink hover:bg-hover',
  danger: 'border-danger bg-surface text-danger hover:bg-danger-soft',
} as const

export type ButtonVariant = keyof typeof VARIANTS

interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant
  asChild?: boolean
  isBusy?: boolean
}

export function Button({ variant = 'secondary', asChild = false, isBusy = false, className = '', type = 'button', disabled, children, ...props }: ButtonProps) {
  const look = `inline-flex h-11 shrink-0 items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap transition-colors select-none disabled:pointer-events-none disabled:opacity-50 md:h-8 ${VARIANTS[variant]} ${className}`
  if (asChild) {
    return (
      <Slot.Root className={look} {...props}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button type={type} className={look} disabled={disabled || isBusy} aria-busy={isBusy || undefined} {...props}>
      {isBusy && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </button>
  )
}
