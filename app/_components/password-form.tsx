'use client'
/** Changes the signed-in person's password: after a temporary one, and from their account page. */
import { zodResolver } from '@hookform/resolvers/zod'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { passwordChange } from '#lib/validation/accounts.ts'
import { changePasswordAction } from '../_lib/change-password-action.ts'
import { Button } from './button.tsx'
import { Field } from './field.tsx'
import { FormError } from './form-error.tsx'
import { PasswordInput } from './password-input.tsx'

interface PasswordFormProps {
  email: string
  labels: { current: string; new: string; submit: string }
  /** Where to go when it is done; absent: stay and say so. */
  goesTo?: string
  doneMessage?: string
}

export function PasswordForm({ email, labels, goesTo, doneMessage }: PasswordFormProps) {
  const t = useTranslations('account')
  const router = useRouter()
  const { register, handleSubmit, formState, setError, reset } = useForm({ resolver: zodResolver(passwordChange), defaultValues: { currentPassword: '', newPassword: '' } })
  const { errors, isSubmitting } = formState
  const submit = handleSubmit(async (values) => {
    const result = await changePasswordAction(values).catch(() => null)
    if (!result?.ok) {
      setError('root', { message: result?.error.message ?? t('signIn.unreachable') })
      return
    }
    reset()
    if (doneMessage) toast.success(doneMessage)
    if (goesTo) router.replace(goesTo)
    router.refresh()
  })
  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)} className="flex max-w-sm flex-col gap-4">
      <FormError>{errors.root?.message}</FormError>
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <Field label={labels.current} error={errors.currentPassword?.message}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" {...register('currentPassword')} />}
      </Field>
      <Field label={labels.new} error={errors.newPassword?.message} hint={t('setUp.passwordHint')}>
        {(control) => <PasswordInput {...control} autoComplete="new-password" {...register('newPassword')} />}
      </Field>
      <Button type="submit" variant="primary" isBusy={isSubmitting} className="self-start">
        {labels.submit}
      </Button>
    </form>
  )
}
