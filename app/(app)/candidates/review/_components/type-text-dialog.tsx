'use client'
/** Takes the text of a file that could not be read from a person's hand. */
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import type { ReactElement } from 'react'
import { toast } from 'sonner'
import { RESUME_TEXT_LIMIT } from '#lib/validation/candidates.ts'
import { Button } from '../../../../_components/button.tsx'
import { Dialog } from '../../../../_components/dialog.tsx'
import { Field } from '../../../../_components/field.tsx'
import { Textarea } from '../../../../_components/textarea.tsx'
import { setReviewTextAction } from '../../actions.ts'

export function TypeTextDialog({ documentId, name, trigger }: { documentId: string; name: string; trigger: ReactElement }) {
  const t = useTranslations('candidates.review')
  const router = useRouter()
  const [isOpen, setIsOpen] = useState(false)
  const [text, setText] = useState('')
  const [error, setError] = useState<string | undefined>()
  const [isBusy, startTransition] = useTransition()
  const save = () =>
    startTransition(async () => {
      const result = await setReviewTextAction({ documentId, text }).catch(() => null)
      if (!result?.ok) {
        setError(result?.error.message ?? t('failed'))
        return
      }
      setIsOpen(false)
      toast.success(t(result.data.isDuplicate ? 'typeDuplicate' : 'typeDone'))
      router.refresh()
    })
  return (
    <Dialog
      title={t('typeTitle', { name })}
      description={t('typeText')}
      trigger={trigger}
      open={isOpen}
      onOpenChange={setIsOpen}
      footer={
        <Button variant="primary" isBusy={isBusy} onClick={save}>
          {t('typeSubmit')}
        </Button>
      }
    >
      <Field label={t('typeLabel')} error={error}>
        {(control) => <Textarea {...control} dir="auto" rows={12} maxLength={RESUME_TEXT_LIMIT} value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
    </Dialog>
  )
}
