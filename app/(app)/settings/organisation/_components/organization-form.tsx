'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import { Button } from '../../../../_components/button.tsx'
import { Field } from '../../../../_components/field.tsx'
import { Input } from '../../../../_components/input.tsx'
import { updateOrganizationAction } from '../../actions.ts'

export function OrganizationForm({ name, hidesNames, canEdit }: { name: string; hidesNames: boolean; canEdit: boolean }) {
  const t = useTranslations('settings')
  const router = useRouter()
  const [values, setValues] = useState({ name, hidesNames })
  const [error, setError] = useState<string | undefined>()
  const [isBusy, startTransition] = useTransition()
  const save = () =>
    startTransition(async () => {
      const result = await updateOrganizationAction(values).catch(() => null)
      setError(result?.ok ? undefined : (result?.error.fields?.name ?? result?.error.message ?? t('failed')))
      if (result?.ok) {
        toast.success(t('organization.saved'))
        router.refresh()
      }
    })
  return (
    <form
      noValidate
      method="post"
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Field label={t('organization.name')} error={error}>
        {(control) => <Input {...control} value={values.name} disabled={!canEdit} onChange={(event) => setValues({ ...values, name: event.target.value })} />}
      </Field>
      <label className="flex min-h-11 items-start gap-2.5 text-sm text-ink md:min-h-0">
        <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent" checked={values.hidesNames} disabled={!canEdit} onChange={(event) => setValues({ ...values, hidesNames: event.target.checked })} />
        <span>
          <span className="font-medium">{t('organization.hidesNames')}</span>
          <span className="block text-xs leading-5 text-muted">{t('organization.hidesNamesHint')}</span>
        </span>
      </label>
      {canEdit && (
        <Button type="submit" className="self-start" isBusy={isBusy} disabled={values.name === name && values.hidesNames === hidesNames}>
          {t('organization.save')}
        </Button>
      )}
    </form>
  )
}
