'use client'
/** Asks before something that cannot be taken back; may want a name typed first. */
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'
import { Input } from './input.tsx'

interface ConfirmDialogProps {
  title: string
  description: ReactNode
  confirmLabel: string
  trigger?: ReactElement
  open?: boolean
  onOpenChange?: (isOpen: boolean) => void
  /** What has to be typed, letter by letter, before the button works. */
  typedName?: string
  /** Returns what went wrong, for people, or null. */
  onConfirm: (typed: string) => Promise<string | null>
}

export function ConfirmDialog({ title, description, confirmLabel, trigger, open, onOpenChange, typedName, onConfirm }: ConfirmDialogProps) {
  const t = useTranslations('common')
  const [isOpenHere, setIsOpenHere] = useState(false)
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [isBusy, startTransition] = useTransition()
  const setOpen = (isOpen: boolean) => {
    setIsOpenHere(isOpen)
    onOpenChange?.(isOpen)
    setTyped('')
    setError(null)
  }
  const confirm = () =>
    startTransition(async () => {
      const problem = await onConfirm(typed)
      if (problem === null) setOpen(false)
      else setError(problem)
    })
  return (
    <Dialog
      title={title}
      description={description}
      trigger={trigger}
      open={open ?? isOpenHere}
      onOpenChange={setOpen}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
          <Button variant="danger" isBusy={isBusy} disabled={typedName !== undefined && typed !== typedName} onClick={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {(typedName !== undefined || error !== null) && (
        <div className="flex flex-col gap-3">
          {typedName !== undefined && (
            <Field label={t('typeToConfirm', { name: typedName })}>
              {(control) => <Input {...control} value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />}
            </Field>
          )}
          {error !== null && (
            <p role="alert" className="text-sm text-danger">
              {error}
            </p>
          )}
        </div>
      )}
    </Dialog>
  )
}
