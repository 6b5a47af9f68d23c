'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { toast } from 'sonner'
import { Badge } from '../../../../_components/badge.tsx'
import { Button } from '../../../../_components/button.tsx'
import { revokeSessionAction } from '../../actions.ts'
import { describeDevice } from './describe-device.ts'

interface ShownSession {
  id: string
  userAgent: string
  isThis: boolean
  createdAt: string
  lastSeenAt: string
}

export function SessionList({ sessions }: { sessions: ShownSession[] }) {
  const t = useTranslations('settings')
  const format = useFormatter()
  const router = useRouter()
  const [isBusy, startTransition] = useTransition()
  const end = (sessionId: string) =>
    startTransition(async () => {
      const result = await revokeSessionAction({ sessionId }).catch(() => null)
      if (result?.ok) toast.success(t('sessions.ended'))
      else toast.error(result?.error.message ?? t('failed'))
      router.refresh()
    })
  const date = (value: string) => format.dateTime(new Date(value), { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <ul className="border-t border-line">
      {sessions.map((session) => {
        const device = describeDevice(session.userAgent)
        return (
          <li key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2.5">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2 text-sm text-ink" title={session.userAgent}>
                {device ? t('sessions.device', device) : t('sessions.unknown')}
                {session.isThis && <Badge tone="accent">{t('sessions.this')}</Badge>}
              </p>
              <p className="text-xs leading-5 text-muted tabular-nums">
                {t('sessions.lastSeen', { date: date(session.lastSeenAt) })} · {t('sessions.since', { date: date(session.createdAt) })}
              </p>
            </div>
            {!session.isThis && (
              <Button disabled={isBusy} onClick={() => end(session.id)}>
                {t('sessions.end')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
