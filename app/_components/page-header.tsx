/** The head of a page: its one h1, a sentence, its actions, and what sits under them (tabs, filters). */
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

interface PageHeaderProps {
  title: string
  /** The page this one hangs on. */
  back?: { href: string; label: string }
  lead?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}

export function PageHeader({ title, back, lead, actions, children }: PageHeaderProps) {
  return (
    <header className="border-b border-line px-4 pt-4 md:px-8 md:pt-6">
      {back && (
        <Link href={back.href} className="-mt-2 inline-flex min-h-11 items-center gap-1.5 text-xs text-muted hover:text-ink md:min-h-7">
          <ArrowLeft aria-hidden className="size-3.5" />
          {back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3 pb-4">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-xl leading-7 font-semibold tracking-[-0.01em] break-words text-ink">{title}</h1>
          {lead && <div className="mt-1 max-w-[72ch] text-sm leading-5 text-muted">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </header>
  )
}
