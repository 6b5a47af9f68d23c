'use client'
import { zodResolver } from '@hookform/resolvers/zod'
import { signIn } from 'next-auth/react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { organizationSetUp } from '#lib/validation/accounts.ts'
import { Button } from '../../../_components/button.tsx'
import { Field } from '../../../_components/field.tsx'
import { FormError } from '../../../_components/form-error.tsx'
import { Input } from '../../../_components/input.tsx'
import { PasswordInput } from '../../../_components/password-input.tsx'
import { setUpAction } from '../actions.ts'

export function SetUpForm() {
  const t = useTranslations('account')
  const router = useRouter()
  const { register, handleSubmit, formState, setError } = useForm({ resolver: zodResolver(organizationSetUp), defaultValues: { organizationName: '', name: '', email: '', password: '' } })
  const { errors, isSubmitting } = formState
  const submit = handleSubmit(async (values) => {
    const result = await setUpAction(values).catch(() => null)
    if (!result?.ok) {
      setError('root', { message: result?.error.message ?? t('signIn.unreachable') })
      return
    }
    const signedIn = await signIn('credentials', { email: values.email, password: values.password, redirect: false }).catch(() => null)
    router.replace(signedIn?.ok && !signedIn.error ? '/' : '/sign-in')
    router.refresh()
  })
  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError>{errors.root?.message}</FormError>
      <Field label={t('setUp.organization')} error={errors.organizationName?.message}>
        {(control) => <Input {...control} autoComplete="organization" autoFocus {...register('organizationName')} />}
      </Field>
      <Field label={t('setUp.name')} error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="name" {...register('name')} />}
      </Field>
      <Field label={t('email')} error={errors.email?.message}>
        {(control) => <Input {...control} type="email" autoComplete="username" {...register('email')} />}
      </Field>
      <Field label={t('password')} error={errors.password?.message} hint={t('setUp.passwordHint')}>
        {(control) => <PasswordInput {...control} autoComplete="new-password" {...register('password')} />}
      </Field>
      <Button type="submit" variant="primary" isBusy={isSubmitting}>
        {t('setUp.submit')}
      </Button>
    </form>
  )
}
