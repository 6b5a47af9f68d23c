'use client'
/** The weights and thresholds: sliders that the keyboard moves, saved together. */
import { useFormatter, useTranslations } from 'next-intl'
import { useId, useState, useTransition } from 'react'
import { toast } from 'sonner'
import { DEFAULT_MATCHING_RULES, RULE_NAMES } from '#lib/training/rules/matching-rules.ts'
import type { MatchingRules } from '#lib/training/rules/matching-rules.ts'
import { matchingRulesInput } from '#lib/validation/matching-rules.ts'
import { Button } from '../../../../_components/button.tsx'
import { FormError } from '../../../../_components/form-error.tsx'
import { updateMatchingRulesAction } from '../../actions.ts'
import type { SavedRulesView } from './rules-screen.tsx'

interface RulesFormProps {
  saved: SavedRulesView
  rules: MatchingRules
  canEdit: boolean
  onChange: (rules: MatchingRules) => void
  onSaved: (saved: SavedRulesView) => void
}

const isSame = (a: MatchingRules, b: MatchingRules) => RULE_NAMES.every((name) => a.weights[name] === b.weights[name]) && a.positiveThreshold === b.positiveThreshold && a.negativeThreshold === b.negativeThreshold

export function RulesForm({ saved, rules, canEdit, onChange, onSaved }: RulesFormProps) {
  const t = useTranslations('training.rules')
  const format = useFormatter()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isBusy, startTransition] = useTransition()
  const problem = matchingRulesInput.safeParse(rules).error?.issues[0]?.message ?? null
  const change = (next: MatchingRules) => {
    setRefusal(null)
    onChange(next)
  }
  const save = () =>
    startTransition(async () => {
      const result = await updateMatchingRulesAction({ rules, seenAt: saved.changedAt }).catch(() => null)
      if (!result?.ok) return setRefusal(result?.error.message ?? t('unreachable'))
      onSaved({ ...result.data, changedAt: result.data.changedAt?.toISOString() ?? null })
      toast.success(t('saved'))
    })

  return (
    <form
      noValidate
      method="post"
      className="flex min-w-0 flex-col gap-8"
      onSubmit={(event) => {
        event.preventDefault()
        if (problem === null) save()
      }}
    >
      <fieldset disabled={!canEdit} className="m-0 flex min-w-0 flex-col gap-4 border-0 p-0">
        <legend className="mb-1 p-0 text-sm font-semibold text-ink">{t('weights')}</legend>
        {RULE_NAMES.map((name) => (
          <Slider
            key={name}
            label={t(`rule.${name}`)}
            hint={t(`ruleHint.${name}`)}
            value={rules.weights[name]}
            max={10}
            step={0.5}
            text={rules.weights[name] === 0 ? t('off') : String(rules.weights[name])}
            onChange={(value) => change({ ...rules, weights: { ...rules.weights, [name]: value } })}
          />
        ))}
      </fieldset>
      <fieldset disabled={!canEdit} className="m-0 flex min-w-0 flex-col gap-4 border-0 p-0">
        <legend className="mb-1 p-0 text-sm font-semibold text-ink">{t('thresholds')}</legend>
        {(['positiveThreshold', 'negativeThreshold'] as const).map((name) => (
          <Slider
            key={name}
            label={t(name)}
            hint={t(`${name}Hint`)}
            value={Math.round(rules[name] * 100)}
            max={100}
            step={1}
            text={`${Math.round(rules[name] * 100)}\u00a0%`}
            onChange={(value) => change({ ...rules, [name]: value / 100 })}
          />
        ))}
      </fieldset>
      <div className="flex flex-col gap-3">
        <FormError>{problem ?? refusal}</FormError>
        {canEdit && (
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" isBusy={isBusy} disabled={problem !== null || isSame(rules, saved.rules)}>
              {t('save')}
            </Button>
            <Button disabled={isBusy || isSame(rules, saved.rules)} onClick={() => change(saved.rules)}>
              {t('discard')}
            </Button>
            <Button variant="ghost" disabled={isBusy || isSame(rules, DEFAULT_MATCHING_RULES)} onClick={() => change(DEFAULT_MATCHING_RULES)}>
              {t('reset')}
            </Button>
          </div>
        )}
        <p className="text-xs leading-5 text-muted">
          {saved.changedAt === null
            ? t('neverChanged')
            : t('lastChanged', { name: saved.changedByName ?? t('somebody'), date: format.dateTime(new Date(saved.changedAt), { dateStyle: 'medium', timeStyle: 'short' }) })}
        </p>
      </div>
    </form>
  )
}

interface SliderProps {
  label: string
  hint: string
  value: number
  max: number
  step: number
  text: string
  onChange: (value: number) => void
}

function Slider({ label, hint, value, max, step, text, onChange }: SliderProps) {
  const id = useId()
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </label>
        <output htmlFor={id} className="text-sm text-ink tabular-nums">
          {text}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={max}
        step={step}
        value={value}
        aria-valuetext={text}
        aria-describedby={`${id}-hint`}
        className="h-11 w-full cursor-pointer accent-accent disabled:cursor-not-allowed md:h-6"
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <p id={`${id}-hint`} className="max-w-[60ch] text-xs leading-5 text-muted">
        {hint}
      </p>
    </div>
  )
}
