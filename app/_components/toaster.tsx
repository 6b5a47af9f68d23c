'use client'
/** Where toasts appear: for what left the screen, never for what is in sight. Raise one with `toast` from sonner. */
import { Toaster as Sonner } from 'sonner'

export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      offset={16}
      mobileOffset={{ bottom: 72 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: 'flex w-full items-center gap-3 rounded-md border border-line bg-surface px-3 py-2.5 font-sans text-sm text-ink shadow-pop md:w-96',
          title: 'font-medium',
          description: 'text-muted',
          content: 'min-w-0 flex-1',
          error: 'border-danger',
          icon: 'shrink-0',
          actionButton: 'h-8 shrink-0 rounded-md border border-line px-2.5 text-sm font-medium hover:bg-hover',
          cancelButton: 'h-8 shrink-0 rounded-md px-2.5 text-sm text-muted hover:bg-hover',
        },
      }}
    />
  )
}
