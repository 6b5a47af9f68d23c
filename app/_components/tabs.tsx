'use client'
/** Tabs that are pages: each has its address. */
import Link from 'next/link'
import { usePathname } from 'next/navigation'

export interface Tab {
  href: string
  label: string
  count?: number
}

export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const pathname = usePathname()
  return (
    <nav aria-label={label} className="-mb-px flex gap-5 overflow-x-auto">
      {tabs.map((tab) => {
        const isCurrent = pathname === tab.href
        return (
          <Link
            key={tab.href}
            href={tab.href}
            aria-current={isCurrent ? 'page' : undefined}
            className={`flex h-11 shrink-0 items-center gap-1.5 border-b-2 text-sm -outline-offset-2 md:h-9 ${isCurrent ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink'}`}
          >
            {tab.label}
            {tab.count !== undefined && <span className="text-xs text-muted tabular-nums">{tab.count}</span>}
          </Link>
        )
      })}
    </nav>
  )
}
