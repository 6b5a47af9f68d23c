'use client'
/** One of a few, all in sight. */
import { RadioGroup } from 'radix-ui'

interface SegmentedControlProps<V extends string> {
  label: string
  value: V
  options: { value: V; label: string }[]
  disabled?: boolean
  onChange: (value: V) => void
}

export function SegmentedControl<V extends string>({ label, value, options, disabled, onChange }: SegmentedControlProps<V>) {
  return (
    <RadioGroup.Root aria-label={label} value={value} disabled={disabled} orientation="horizontal" onValueChange={(next) => onChange(next as V)} className="inline-flex h-11 shrink-0 rounded-md border border-line bg-hover p-0.5 md:h-8">
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="inline-flex items-center rounded-sm border border-transparent px-2.5 text-sm text-muted hover:text-ink disabled:opacity-50 data-[state=checked]:border-line data-[state=checked]:bg-surface data-[state=checked]:font-medium data-[state=checked]:text-ink"
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
