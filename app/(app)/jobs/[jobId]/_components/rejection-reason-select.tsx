'use client'
/** Why somebody was rejected: optional, and what tells a retrain whether the rejection speaks about fit. */
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { RejectionReason } from '#lib/db/schema/matching.ts'
import { rejectionReason } from '#lib/validation/shortlist.ts'
import { Select } from '../../../../_components/select.tsx'

interface RejectionReasonSelectProps {
  label: string
  isLabelHidden?: boolean
  value: RejectionReason | null
  isDisabled: boolean
  onChange: (reason: RejectionReason | null) => void
}

export function RejectionReasonSelect({ label, isLabelHidden = false, value, isDisabled, onChange }: RejectionReasonSelectProps) {
  const t = useTranslations('job')
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-xs font-medium text-muted'}>
        {label}
      </label>
      <Select id={id} value={value ?? ''} disabled={isDisabled} onChange={(event) => onChange(event.target.value === '' ? null : rejectionReason.parse(event.target.value))}>
        <option value="">{t('shortlist.noReason')}</option>
        {rejectionReason.options.map((reason) => (
          <option key={reason} value={reason}>
            {t(`rejectionReasons.${reason}`)}
          </option>
        ))}
      </Select>
    </div>
  )
}
