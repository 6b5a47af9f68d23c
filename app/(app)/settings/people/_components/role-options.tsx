'use client'
import { useTranslations } from 'next-intl'
import { ROLES } from '#lib/actor.ts'

export function RoleOptions() {
  const t = useTranslations('shell.roles')
  return ROLES.map((role) => (
    <option key={role} value={role}>
      {t(role)}
    </option>
  ))
}
