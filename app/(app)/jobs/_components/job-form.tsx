'use client'
/** Posts a job or saves its next version. Requirements follow the text until a person changes one of them. */
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useDeferredValue, useMemo, useState, useTransition } from 'react'
import { toast } from 'sonner'
import type { Requirement } from '#lib/db/schema/jobs.ts'
import { readRequirements } from '#lib/jobs/read-requirements.ts'
import { JOB_LOCATION_LIMIT, JOB_TEXT_LIMIT, JOB_TITLE_LIMIT } from '#lib/validation/jobs.ts'
import { Button } from '../../../_components/button.tsx'
import { Field } from '../../../_components/field.tsx'
import { FormError } from '../../../_components/form-error.tsx'
import { Input } from '../../../_components/input.tsx'
import { Textarea } from '../../../_components/textarea.tsx'
import type { ActionError } from '../../../_lib/action-result.ts'
import { createJobAction, updateJobAction } from '../actions.ts'
import { JobFileButton } from './job-file-button.tsx'
import { RequirementEditor } from './requirement-editor.tsx'

export interface EditedJob {
  jobId: string
  title: string
  location: string | null
  text: string
  requirements: Requirement[]
  versionCount: number
}

export function JobForm({ job }: { job: EditedJob | null }) {
  const t = useTranslations('jobs.form')
  const router = useRouter()
  const [title, setTitle] = useState(job?.title ?? '')
  const [location, setLocation] = useState(job?.location ?? '')
  const [text, setText] = useState(job?.text ?? '')
  const [own, setOwn] = useState<Requirement[] | null>(job?.requirements ?? null)
  const [error, setError] = useState<ActionError | null>(null)
  const [isSaving, startSaving] = useTransition()
  const settledText = useDeferredValue(text)
  const read = useMemo(() => readRequirements(settledText.slice(0, JOB_TEXT_LIMIT)), [settledText])
  const requirements = own ?? read
  const save = () =>
    startSaving(async () => {
      setError(null)
      const values = { title, location: location || null, text, requirements: own?.filter((requirement) => requirement.text.trim() !== '') }
      const result = await (job ? updateJobAction({ ...values, jobId: job.jobId }) : createJobAction(values)).catch(() => null)
      if (!result?.ok) {
        setError(result?.error ?? { code: 'unavailable', message: t('failed') })
        return
      }
      const { data } = result
      if ('isChanged' in data) {
        toast.success(data.isChanged ? t('savedVersion', { number: data.versionNumber }) : t('unchanged'))
        router.push(`/jobs/${job!.jobId}`)
      } else {
        toast.success(t('posted', { title: data.title }))
        router.push(`/jobs/${data.jobId}`)
      }
    })
  return (
    <form
      noValidate
      method="post"
      className="grid gap-x-10 gap-y-6 px-4 py-4 md:px-8 md:py-6 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !isSaving) save()
      }}
    >
      <div className="flex min-w-0 flex-col gap-4">
        <FormError>{error && !error.fields ? error.message : null}</FormError>
        <div className="grid gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <Field label={t('title')} hint={t('titleHint')} error={error?.fields?.title}>
            {(control) => <Input {...control} value={title} placeholder={text.trimStart().split('\n', 1)[0]!.slice(0, JOB_TITLE_LIMIT)} maxLength={JOB_TITLE_LIMIT} autoFocus={!job} onChange={(event) => setTitle(event.target.value)} />}
          </Field>
          <Field label={t('location')} hint={t('locationHint')} error={error?.fields?.location}>
            {(control) => <Input {...control} value={location} maxLength={JOB_LOCATION_LIMIT} onChange={(event) => setLocation(event.target.value)} />}
          </Field>
        </div>
        <JobFileButton
          hasText={text.trim() !== ''}
          onRead={(file) => {
            setText(file.text)
            if (title.trim() === '' && file.title) setTitle(file.title.slice(0, JOB_TITLE_LIMIT))
            setOwn(null)
          }}
        />
        <Field label={t('text')} error={error?.fields?.text} hint={t('characters', { count: text.length, limit: JOB_TEXT_LIMIT })}>
          {(control) => <Textarea {...control} dir="auto" rows={22} value={text} placeholder={t('textPlaceholder')} className="min-h-64 resize-y" onChange={(event) => setText(event.target.value)} />}
        </Field>
      </div>
      <RequirementEditor requirements={requirements} hasText={settledText.trim() !== ''} isOwn={own !== null} error={requirementError(error)} onChange={setOwn} onReadAgain={() => setOwn(null)} />
      <div className="sticky bottom-0 -mx-4 -mb-4 flex flex-wrap items-center gap-2 border-t border-line bg-page px-4 py-3 md:-mx-8 md:-mb-6 md:px-8 lg:col-span-2">
        <Button type="submit" variant="primary" isBusy={isSaving}>
          {job ? t('submitEdit', { next: job.versionCount + 1 }) : t('submitNew')}
        </Button>
        <Button variant="ghost" onClick={() => router.back()}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}

function requirementError(error: ActionError | null): string | undefined {
  return Object.entries(error?.fields ?? {}).find(([field]) => field.startsWith('requirements'))?.[1]
}
