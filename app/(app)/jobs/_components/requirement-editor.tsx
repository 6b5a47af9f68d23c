'use client'
/** The requirements of a job: what was read from the text, or what a person made of it. */
import { Plus, RotateCcw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import type { Requirement } from '#lib/db/schema/jobs.ts'
import { REQUIREMENT_LIMIT, REQUIREMENT_TEXT_LIMIT } from '#lib/validation/jobs.ts'
import { Button } from '../../../_components/button.tsx'
import { IconButton } from '../../../_components/icon-button.tsx'
import { SegmentedControl } from '../../../_components/segmented-control.tsx'
import { Textarea } from '../../../_components/textarea.tsx'

interface RequirementEditorProps {
  requirements: Requirement[]
  hasText: boolean
  /** A person has changed them: they no longer follow the text. */
  isOwn: boolean
  error: string | undefined
  onChange: (requirements: Requirement[]) => void
  onReadAgain: () => void
}

export function RequirementEditor({ requirements, hasText, isOwn, error, onChange, onReadAgain }: RequirementEditorProps) {
  const t = useTranslations('jobs.form')
  const list = useRef<HTMLOListElement>(null)
  const change = (id: string, values: Partial<Requirement>) => onChange(requirements.map((requirement) => (requirement.id === id ? { ...requirement, ...values } : requirement)))
  const add = () => {
    onChange([...requirements, { id: crypto.randomUUID(), text: '', level: 'must', span: null }])
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('li:last-child textarea')?.focus())
  }
  const musts = requirements.filter(({ level }) => level === 'must').length
  const levels = [{ value: 'must' as const, label: t('must') }, { value: 'nice' as const, label: t('nice') }]
  return (
    <section aria-labelledby="requirements-heading" className="flex min-w-0 flex-col gap-3">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3">
        <h2 id="requirements-heading" className="text-sm font-medium text-ink">
          {t('requirements')}
        </h2>
        <p role="status" className="text-xs text-muted tabular-nums">
          {requirements.length > 0 && t('counts', { must: musts, nice: requirements.length - musts })}
        </p>
      </div>
      <p className="flex flex-wrap items-center gap-x-2 text-xs leading-5 text-muted">
        {requirements.length === 0 && hasText ? t('none') : t(isOwn ? 'requirementsOwn' : 'requirementsRead')}
        {isOwn && (
          <button type="button" className="inline-flex min-h-11 items-center gap-1 text-accent underline-offset-2 hover:underline md:min-h-6" onClick={onReadAgain}>
            <RotateCcw aria-hidden className="size-3.5" />
            {t('readAgain')}
          </button>
        )}
      </p>
      {error && (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
      <ol ref={list} className="flex flex-col">
        {requirements.map(({ id, text, level }, position) => (
          <li key={id} className="flex items-start gap-1.5 border-t border-line py-2">
            <div className="flex min-w-0 flex-1 flex-col gap-1.5">
              <Textarea
                aria-label={t('requirementLabel', { number: position + 1 })}
                dir="auto"
                rows={1}
                maxLength={REQUIREMENT_TEXT_LIMIT}
                value={text}
                className="field-sizing-content resize-none border-transparent! bg-transparent! px-1.5! py-0.5! leading-5! hover:border-line! focus-visible:border-accent!"
                onChange={(event) => change(id, { text: event.target.value.replaceAll('\n', ' '), span: null })}
              />
            </div>
            <SegmentedControl label={t('level', { number: position + 1 })} value={level} options={levels} onChange={(value) => change(id, { level: value })} />
            <IconButton label={t('remove', { number: position + 1 })} onClick={() => onChange(requirements.filter((requirement) => requirement.id !== id))}>
              <X aria-hidden className="size-4" />
            </IconButton>
          </li>
        ))}
      </ol>
      <Button className="self-start" disabled={requirements.length >= REQUIREMENT_LIMIT} onClick={add}>
        <Plus aria-hidden className="size-4" />
        {t('add')}
      </Button>
    </section>
  )
}
