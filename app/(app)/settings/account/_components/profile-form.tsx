'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import { Button } from '../../../../_components/button.tsx'
import { Field } from '../../../../_components/field.tsx'
import { Input } from '../../../../_components/input.tsx'
import { updateOwnProfileAction } from '../../actions.ts'

export function ProfileForm({ name }: { name: string }) {
  const t = useTranslations('settings')
  const router = useRouter()
  const [value, setValue] = useState(name)
  const [error, setError] = useState<string | undefined>()
  const [isBusy, startTransition] = useTransition()
  const save = () =>
    startTransition(async () => {
      const result = await updateOwnProfileAction({ name: value }).catch(() => null)
      setError(result?.ok ? undefined : (result?.error.fields?.name ?? result?.error.message ?? t('failed')))
      if (result?.ok) {
        toast.success(t('profile.saved'))
        router.refresh()
      }
    })
  return (
    <form
      noValidate
      method="post"
      className="flex max-w-sm flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Field label={t('profile.name')} error={error}>
        {(control) => <Input {...control} autoComplete="name" value={value} onChange={(event) => setValue(event.target.value)} />}
      </Field>
      <Button type="submit" className="self-start" isBusy={isBusy} disabled={value.trim() === name}>
        {t('profile.save')}
      </Button>
    </form>
  )
}
