'use client'
/** A dialog over the page: focus stays inside, Escape closes, the opener gets the focus back. */
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'

interface DialogProps {
  title: string
  description?: ReactNode
  /** Opens it; leave out when `open` is steered from outside. */
  trigger?: ReactElement
  open?: boolean
  onOpenChange?: (isOpen: boolean) => void
  children?: ReactNode
  /** Buttons, the one that acts last. */
  footer?: ReactNode
}

export function Dialog({ title, description, trigger, open, onOpenChange, children, footer }: DialogProps) {
  const t = useTranslations('common')
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className="fixed inset-x-0 bottom-0 z-50 flex max-h-[90dvh] animate-appear flex-col rounded-t-lg border border-line bg-surface shadow-pop outline-none md:inset-auto md:top-[12dvh] md:left-1/2 md:max-h-[76dvh] md:w-[32rem] md:-translate-x-1/2 md:rounded-lg"
        >
          <div className="flex items-start gap-2 px-4 pt-4 md:px-6 md:pt-5">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-base leading-6 font-semibold text-ink">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-sm leading-5 text-muted">{description}</Radix.Description>}
            </div>
            <Radix.Close aria-label={t('close')} className="-mt-1.5 -mr-2 grid size-11 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink md:size-8">
              <X aria-hidden className="size-4" />
            </Radix.Close>
          </div>
          {children && <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 md:px-6">{children}</div>}
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3 md:px-6">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
