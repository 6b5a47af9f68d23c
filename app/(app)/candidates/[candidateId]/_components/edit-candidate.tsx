'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import type { CandidateSummary } from '#lib/candidates/list-candidates.ts'
import { Button } from '../../../../_components/button.tsx'
import { Dialog } from '../../../../_components/dialog.tsx'
import { Field } from '../../../../_components/field.tsx'
import { FormError } from '../../../../_components/form-error.tsx'
import { Input } from '../../../../_components/input.tsx'
import type { ActionError } from '../../../../_lib/action-result.ts'
import { updateCandidateAction } from '../../actions.ts'

const FIELDS = ['name', 'headline', 'email', 'phone', 'location'] as const

export function EditCandidate({ candidate }: { candidate: Pick<CandidateSummary, 'candidateId' | (typeof FIELDS)[number]> }) {
  const t = useTranslations('candidates.person')
  const router = useRouter()
  const [isOpen, setIsOpen] = useState(false)
  const [error, setError] = useState<ActionError | null>(null)
  const [isBusy, startTransition] = useTransition()
  const save = (form: FormData) =>
    startTransition(async () => {
      const changed = FIELDS.filter((field) => String(form.get(field)) !== (candidate[field] ?? ''))
      const values = Object.fromEntries(changed.map((field) => [field, String(form.get(field))]))
      const result = await updateCandidateAction({ candidateId: candidate.candidateId, ...values }).catch(() => null)
      if (!result?.ok) {
        setError(result?.error ?? { code: 'unavailable', message: t('formFailed') })
        return
      }
      setIsOpen(false)
      toast.success(t('saved'))
      router.refresh()
    })
  return (
    <Dialog
      title={t('editTitle')}
      description={t('editText')}
      trigger={<Button>{t('edit')}</Button>}
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open)
        setError(null)
      }}
      footer={
        <Button type="submit" form="edit-candidate" variant="primary" isBusy={isBusy}>
          {t('save')}
        </Button>
      }
    >
      <form
        id="edit-candidate"
        noValidate
        method="post"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          save(new FormData(event.currentTarget))
        }}
      >
        <FormError>{error && !error.fields ? error.message : null}</FormError>
        {FIELDS.map((field) => (
          <Field key={field} label={t(field)} error={error?.fields?.[field]}>
            {(control) => <Input {...control} name={field} dir="auto" autoComplete="off" defaultValue={candidate[field] ?? ''} />}
          </Field>
        ))}
      </form>
    </Dialog>
  )
}
