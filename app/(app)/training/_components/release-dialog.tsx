'use client'
/** Asks for the reason before a model version goes live or comes back: colleagues will read it on their lists. */
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { REASON_MAX_LENGTH, modelReleaseInput } from '#lib/validation/training.ts'
import { Button } from '../../../_components/button.tsx'
import { Dialog } from '../../../_components/dialog.tsx'
import { Field } from '../../../_components/field.tsx'
import { Textarea } from '../../../_components/textarea.tsx'
import { promoteModelAction, rollBackModelAction } from '../actions.ts'
import type { ModelVersion } from '../_lib/training-status.ts'

interface ReleaseDialogProps {
  kind: 'promote' | 'rollBack'
  version: ModelVersion
  isPrimary?: boolean
  onDone: () => Promise<void>
}

export function ReleaseDialog({ kind, version, isPrimary = false, onDone }: ReleaseDialogProps) {
  const t = useTranslations('training')
  const [isOpen, setIsOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string | undefined>()
  const [isBusy, startTransition] = useTransition()
  const { number } = version

  const release = () => {
    const input = modelReleaseInput.safeParse({ modelVersionId: version.id, reason })
    if (!input.success) return setError(reason.trim() === '' ? t('promote.reasonMissing') : input.error.issues[0]?.message)
    startTransition(async () => {
      const run = kind === 'promote' ? promoteModelAction : rollBackModelAction
      const result = await run(input.data).catch(() => null)
      if (!result?.ok) return setError(result?.error.message ?? t('start.unreachable'))
      await onDone()
      setIsOpen(false)
    })
  }

  return (
    <Dialog
      title={t(`${kind}.title`, { number })}
      description={t(`${kind}.text`)}
      trigger={
        <Button variant={isPrimary ? 'primary' : 'secondary'} aria-label={t(`${kind}.button`, { number })}>
          {isPrimary ? t(`${kind}.button`, { number }) : t(`${kind}.short`)}
        </Button>
      }
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open)
        setError(undefined)
      }}
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>{t('promote.cancel')}</Button>
          <Button variant="primary" isBusy={isBusy} onClick={release}>
            {t(`${kind}.confirm`)}
          </Button>
        </>
      }
    >
      <Field label={t('promote.reason')} hint={t('promote.reasonHint')} error={error}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={REASON_MAX_LENGTH}
            value={reason}
            placeholder={t('promote.reasonPlaceholder')}
            onChange={(event) => {
              setReason(event.target.value)
              setError(undefined)
            }}
          />
        )}
      </Field>
    </Dialog>
  )
}
