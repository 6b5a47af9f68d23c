'use client'
/** The rules and what they would teach, side by side: each change shows in the preview before anything is saved. */
import { useTranslations } from 'next-intl'
import { Suspense, useDeferredValue, useState } from 'react'
import type { MatchingRules } from '#lib/training/rules/matching-rules.ts'
import type { RulesPreview } from '#lib/training/preview-matching-rules.ts'
import { Skeleton } from '../../../../_components/skeleton.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { RulesForm } from './rules-form.tsx'

export interface SavedRulesView {
  rules: MatchingRules
  changedAt: string | null
  changedByName: string | null
}

export function RulesScreen({ saved: given, preview, canEdit }: { saved: SavedRulesView; preview: Promise<RulesPreview>; canEdit: boolean }) {
  const t = useTranslations('training.rules')
  const [saved, setSaved] = useState(given)
  const [rules, setRules] = useState(given.rules)
  const shown = useDeferredValue(rules)
  return (
    <div className="grid w-full max-w-6xl gap-x-12 gap-y-10 px-4 py-6 md:px-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <RulesForm saved={saved} rules={rules} canEdit={canEdit} onChange={setRules} onSaved={setSaved} />
      <section aria-labelledby="preview-heading" className="min-w-0">
        <h2 id="preview-heading" className="text-sm font-semibold text-ink">
          {t('preview.title')}
        </h2>
        <p className="mt-1 max-w-[68ch] text-sm leading-5 text-muted">{t('preview.explain')}</p>
        <Suspense fallback={<PreviewSkeleton label={t('preview.loading')} />}>
          <PreviewPanel preview={preview} rules={shown} />
        </Suspense>
      </section>
    </div>
  )
}

function PreviewSkeleton({ label }: { label: string }) {
  return (
    <div role="status" className="mt-4 flex flex-col gap-3">
      <span className="sr-only">{label}</span>
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="h-10 w-full" />
      ))}
    </div>
  )
}
