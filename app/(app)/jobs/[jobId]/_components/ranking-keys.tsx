'use client'
/** The keys of the page, told when somebody asks. */
import { Keyboard } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from '../../../../_components/dialog.tsx'
import { IconButton } from '../../../../_components/icon-button.tsx'
import { Kbd } from '../../../../_components/kbd.tsx'

const KEYS = [
  { keys: ['j', '↓'], does: 'next' },
  { keys: ['k', '↑'], does: 'previous' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['s'], does: 'shortlist' },
  { keys: ['c'], does: 'compare' },
  { keys: ['/'], does: 'filter' },
  { keys: ['Esc'], does: 'close' },
] as const

export function RankingKeys({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const t = useTranslations('job.ranking.keys')
  return (
    <>
      <IconButton label={t('show')} shortcut="?" className="hidden md:grid" onClick={() => onOpenChange(true)}>
        <Keyboard aria-hidden className="size-4" />
      </IconButton>
      <Dialog open={isOpen} onOpenChange={onOpenChange} title={t('title')}>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-sm">
          {KEYS.map(({ keys, does }) => (
            <div key={does} className="contents">
              <dt className="flex gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd>{t(does)}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </>
  )
}
