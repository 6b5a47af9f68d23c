/** Goes through a list that is longer than a page. */
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { Button } from '../../../_components/button.tsx'
import { PAGE_SIZE } from '../_lib/candidate-search.ts'

export function Pages({ page, total, query }: { page: number; total: number; query: string }) {
  const t = useTranslations('candidates')
  const last = Math.max(1, Math.ceil(total / PAGE_SIZE))
  if (last === 1) return null
  const address = (number: number) => `/candidates?${new URLSearchParams({ ...(query && { q: query }), page: String(number) })}`
  return (
    <nav aria-label={t('pages')} className="flex items-center justify-end gap-3">
      <span className="text-xs text-muted tabular-nums">{t('range', { from: (page - 1) * PAGE_SIZE + 1, to: Math.min(total, page * PAGE_SIZE), total })}</span>
      {page > 1 && (
        <Button asChild>
          <Link href={address(Math.min(page - 1, last))}>{t('previous')}</Link>
        </Button>
      )}
      {page < last && (
        <Button asChild>
          <Link href={address(page + 1)}>{t('next')}</Link>
        </Button>
      )}
    </nav>
  )
}
