'use client'
/** A button with an icon only; its label is read aloud and shown as a tooltip. */
import type { ComponentProps } from 'react'
import { Tooltip } from './tooltip.tsx'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  label: string
  shortcut?: string
}

export function IconButton({ label, shortcut, className = '', type = 'button', children, ...props }: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut}>
      <button
        type={type}
        aria-label={label}
        className={`inline-grid size-11 shrink-0 place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-40 aria-expanded:bg-hover aria-expanded:text-ink md:size-8 ${className}`}
        {...props}
      >
        {children}
      </button>
    </Tooltip>
  )
}
