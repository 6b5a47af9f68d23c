'use client'
/** The stage of a shortlisted person. */
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { ShortlistStage } from '#lib/db/schema/matching.ts'
import { shortlistStage } from '#lib/validation/shortlist.ts'
import { Select } from '../../../../_components/select.tsx'

interface StageSelectProps {
  label: string
  isLabelHidden?: boolean
  value: ShortlistStage
  isDisabled: boolean
  onChange: (stage: ShortlistStage) => void
}

export function StageSelect({ label, isLabelHidden = false, value, isDisabled, onChange }: StageSelectProps) {
  const t = useTranslations('job.stages')
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-xs font-medium text-muted'}>
        {label}
      </label>
      <Select id={id} value={value} disabled={isDisabled} onChange={(event) => onChange(shortlistStage.parse(event.target.value))}>
        {shortlistStage.options.map((stage) => (
          <option key={stage} value={stage}>
            {t(stage)}
          </option>
        ))}
      </Select>
    </div>
  )
}
