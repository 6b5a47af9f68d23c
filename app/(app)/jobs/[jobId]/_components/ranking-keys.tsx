'use client'
/** The keys of the page, told when somebody asks. */
import { Keyboard } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { Button } from '../../../../_components/button.tsx'
import { Dialog } from '../../../../_components/dialog.tsx'
import { IconButton } from '../../../../_components/icon-button.tsx'
import { Kbd } from '../../../../_components/kbd.tsx'
import { SHOW_SHORTCUTS } from '../../../_components/keyboard-shortcuts.tsx'
import { isTyping } from '../_lib/use-shortcuts.ts'

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

  // Before the shell's own listener: on this page the question mark tells this page's keys first.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      event.preventDefault()
      event.stopPropagation()
      onOpenChange(true)
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [onOpenChange])

  const showEverywhere = () => {
    onOpenChange(false)
    document.dispatchEvent(new Event(SHOW_SHORTCUTS))
  }
  return (
    <>
      <span className="hidden md:inline">
        <IconButton label={t('show')} shortcut="?" onClick={() => onOpenChange(true)}>
          <Keyboard aria-hidden className="size-4" />
        </IconButton>
      </span>
      <Dialog open={isOpen} onOpenChange={onOpenChange} title={t('title')} footer={<Button onClick={showEverywhere}>{t('everywhere')}</Button>}>
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
