'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { signIn } from 'next-auth/react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { credentials } from '#lib/validation/accounts.ts'
import { Button } from '../../../_components/button.tsx'
import { Field } from '../../../_components/field.tsx'
import { FormError } from '../../../_components/form-error.tsx'
import { Input } from '../../../_components/input.tsx'
import { PasswordInput } from '../../../_components/password-input.tsx'

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('account')
  const router = useRouter()
  const [error, setError] = useState<string | null>(null)
  const { register, handleSubmit, formState, resetField, setFocus } = useForm({ resolver: zodResolver(credentials), defaultValues: { email: '', password: '' } })
  const submit = handleSubmit(async ({ email, password }) => {
    setError(null)
    const result = await signIn('credentials', { email, password, redirect: false }).catch(() => null)
    if (result?.ok && !result.error) {
      router.replace(next)
      router.refresh()
      return
    }
    setError(result ? (result.error === 'CredentialsSignin' || !result.error ? t('signIn.wrong') : result.error) : t('signIn.unreachable'))
    resetField('password')
    setFocus('password')
  })
  const { errors, isSubmitting, isSubmitSuccessful } = formState
  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError>{error}</FormError>
      <Field label={t('email')} error={errors.email?.message}>
        {(control) => <Input {...control} type="email" autoComplete="username" autoFocus {...register('email')} />}
      </Field>
      <Field label={t('password')} error={errors.password?.message}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" {...register('password')} />}
      </Field>
      <Button type="submit" variant="primary" isBusy={isSubmitting || (isSubmitSuccessful && !error)}>
        {t('signIn.submit')}
      </Button>
    </form>
  )
}
