'use client'
/** A password that may be looked at while it is typed. */
import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ComponentProps } from 'react'
import { Input } from './input.tsx'

export function PasswordInput({ className = '', ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  const t = useTranslations('account')
  const [isShown, setIsShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <span className={`relative block ${className}`}>
      <Input {...props} type={isShown ? 'text' : 'password'} spellCheck={false} autoCapitalize="off" className="pr-11 md:pr-8" />
      <button type="button" aria-label={t(isShown ? 'hidePassword' : 'showPassword')} className="absolute top-0 right-0 grid size-11 place-items-center rounded-md text-muted hover:text-ink md:size-8" onClick={() => setIsShown(!isShown)}>
        <Icon aria-hidden className="size-4" />
      </button>
    </span>
  )
}
