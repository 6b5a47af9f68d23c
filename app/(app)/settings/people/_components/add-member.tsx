'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { newMember } from '#lib/validation/accounts.ts'
import type { NewMember } from '#lib/validation/accounts.ts'
import { Button } from '../../../../_components/button.tsx'
import { Dialog } from '../../../../_components/dialog.tsx'
import { Field } from '../../../../_components/field.tsx'
import { FormError } from '../../../../_components/form-error.tsx'
import { Input } from '../../../../_components/input.tsx'
import { Select } from '../../../../_components/select.tsx'
import { addMemberAction } from '../../actions.ts'
import { RoleOptions } from './role-options.tsx'
import { TemporaryPassword } from './temporary-password.tsx'

export function AddMember() {
  const t = useTranslations('settings.members')
  const tSettings = useTranslations('settings')
  const router = useRouter()
  const [isOpen, setIsOpen] = useState(false)
  const [added, setAdded] = useState<{ name: string; password: string } | null>(null)
  const { register, handleSubmit, formState, setError, reset } = useForm<NewMember>({ resolver: zodResolver(newMember), defaultValues: { name: '', email: '', role: 'recruiter' } })
  const { errors, isSubmitting } = formState
  const submit = handleSubmit(async (values) => {
    const result = await addMemberAction(values).catch(() => null)
    if (!result?.ok) {
      setError('root', { message: result?.error.message ?? tSettings('failed') })
      return
    }
    setIsOpen(false)
    setAdded({ name: values.name, password: result.data.temporaryPassword })
    reset()
    router.refresh()
  })
  return (
    <>
      <Dialog
        title={t('addTitle')}
        description={t('addText')}
        open={isOpen}
        onOpenChange={(open) => {
          setIsOpen(open)
          reset()
        }}
        trigger={
          <Button variant="primary">
            <UserPlus aria-hidden className="size-4" />
            {t('add')}
          </Button>
        }
        footer={
          <Button type="submit" form="add-member" variant="primary" isBusy={isSubmitting}>
            {t('submit')}
          </Button>
        }
      >
        <form id="add-member" noValidate method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <FormError>{errors.root?.message}</FormError>
          <Field label={t('name')} error={errors.name?.message}>
            {(control) => <Input {...control} autoComplete="off" {...register('name')} />}
          </Field>
          <Field label={t('email')} error={errors.email?.message}>
            {(control) => <Input {...control} type="email" autoComplete="off" {...register('email')} />}
          </Field>
          <Field label={t('role')} error={errors.role?.message}>
            {(control) => (
              <Select {...control} {...register('role')}>
                <RoleOptions />
              </Select>
            )}
          </Field>
        </form>
      </Dialog>
      <TemporaryPassword shown={added} onDone={() => setAdded(null)} />
    </>
  )
}
