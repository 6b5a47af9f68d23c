'use client'
/** Keys that work everywhere: `g` and a letter goes somewhere, `?` shows the list. Silent while a person types or something is open. */
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { Dialog } from '../../_components/dialog.tsx'
import { Kbd } from '../../_components/kbd.tsx'
import { PLACES } from './places.ts'

/** The event by which a menu asks for the list. */
export const SHOW_SHORTCUTS = 'rankwell:show-shortcuts'

const SECOND_KEY_WITHIN_MS = 1200
const GOES = { home: 'goHome', jobs: 'goJobs', candidates: 'goCandidates', training: 'goTraining', settings: 'goSettings' } as const

export function KeyboardShortcuts({ canPost }: { canPost: boolean }) {
  const t = useTranslations('shell.shortcutsDialog')
  const router = useRouter()
  const [isOpen, setIsOpen] = useState(false)
  const firstKeyAt = useRef(-Infinity)
  useEffect(() => {
    const show = () => setIsOpen(true)
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) return
      const isSecond = event.timeStamp - firstKeyAt.current < SECOND_KEY_WITHIN_MS
      firstKeyAt.current = -Infinity
      const href = isSecond ? (PLACES.find(({ key }) => key === event.key)?.href ?? (event.key === 'n' && canPost ? '/jobs/new' : undefined)) : undefined
      if (href) {
        event.preventDefault()
        event.stopPropagation()
        router.push(href)
      } else if (event.key === 'g') firstKeyAt.current = event.timeStamp
      else if (event.key === '?') show()
    }
    document.addEventListener(SHOW_SHORTCUTS, show)
    document.addEventListener('keydown', onKeyDown, true)
    return () => {
      document.removeEventListener(SHOW_SHORTCUTS, show)
      document.removeEventListener('keydown', onKeyDown, true)
    }
  }, [router, canPost])
  return (
    <Dialog title={t('title')} description={t('note')} open={isOpen} onOpenChange={setIsOpen}>
      <dl className="flex flex-col gap-2">
        {PLACES.map(({ name, key }) => (
          <Shortcut key={name} keys={['g', key]} then={t('then')} meaning={t(GOES[name])} />
        ))}
        {canPost && <Shortcut keys={['g', 'n']} then={t('then')} meaning={t('newJob')} />}
        <Shortcut keys={['?']} then={t('then')} meaning={t('help')} />
      </dl>
    </Dialog>
  )
}

function Shortcut({ keys, then, meaning }: { keys: string[]; then: string; meaning: string }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <dt className="text-sm text-ink">{meaning}</dt>
      <dd className="flex items-center gap-1.5 text-xs text-muted">
        {keys.map((key, position) => (
          <span key={key} className="flex items-center gap-1.5">
            {position > 0 && then}
            <Kbd>{key}</Kbd>
          </span>
        ))}
      </dd>
    </div>
  )
}

function isBusy({ target }: KeyboardEvent): boolean {
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return true
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select'))
}
