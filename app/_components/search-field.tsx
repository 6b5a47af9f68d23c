'use client'
/** A field that narrows what is listed. Escape clears it. */
import { Search, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Input } from './input.tsx'

interface SearchFieldProps {
  label: string
  value: string
  className?: string
  onChange: (value: string) => void
}

export function SearchField({ label, value, className = '', onChange }: SearchFieldProps) {
  const t = useTranslations('common')
  return (
    <search className={`relative ${className}`}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted" />
      <Input
        type="text"
        inputMode="search"
        aria-label={label}
        placeholder={label}
        value={value}
        maxLength={200}
        className="pr-11 pl-8 md:pr-8"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') onChange('')
        }}
      />
      {value !== '' && (
        <button type="button" aria-label={t('clear')} className="absolute top-0 right-0 grid size-11 place-items-center text-muted hover:text-ink md:size-8" onClick={() => onChange('')}>
          <X aria-hidden className="size-4" />
        </button>
      )}
    </search>
  )
}
