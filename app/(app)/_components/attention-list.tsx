/** What waits for somebody, each with the way to it. */
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { UploadSummary } from '#lib/candidates/list-uploads.ts'
import type { ModelVersionView, TrainingOverview } from '#lib/training/training-views.ts'

interface AttentionListProps {
  reviewCount: number
  uploads: UploadSummary[]
  training: TrainingOverview
  /** Model versions that could be promoted. */
  waiting: ModelVersionView[]
  canTrain: boolean
  /** Leaves the section out when nothing is in it. */
  isQuiet: boolean
}

interface Matter {
  key: string
  title: string
  text: string
  href: string
  link: string
}

export function AttentionList({ reviewCount, uploads, training, waiting, canTrain, isQuiet }: AttentionListProps) {
  const t = useTranslations('home')
  const { running, promoting, latest } = training
  const newest = waiting.toSorted((a, b) => b.number - a.number)[0]
  const isNewer = newest !== undefined && newest.number > (training.live?.number ?? 0)
  const matters: Matter[] = [
    ...(reviewCount > 0 ? [{ key: 'review', title: t('review', { count: reviewCount }), text: t('reviewText'), href: '/candidates/review', link: t('reviewLink', { count: reviewCount }) }] : []),
    ...uploads.map(({ uploadId, firstFileName, done, total, failed }) => ({ key: uploadId, title: t('upload', { name: firstFileName }), text: t('uploadText', { done, total, failed }), href: `/candidates/uploads/${uploadId}`, link: t('uploadLink') })),
    ...(running ? [{ key: 'running', title: t('training'), text: t('trainingText', { step: running.step, total: running.totalSteps }), href: '/training', link: t('trainingLink') }] : []),
    ...(promoting ? [{ key: 'promoting', title: t('promoting', { number: promoting.number }), text: t('promotingText', { done: promoting.embeddedCount, total: promoting.embedTotal }), href: '/training', link: t('trainingLink') }] : []),
    ...(canTrain && isNewer && !promoting ? [{ key: 'promotable', title: t('promotable', { number: newest.number }), text: t('promotableText'), href: '/training', link: t('promotableLink') }] : []),
    ...(canTrain && latest?.state === 'failed' ? [{ key: 'failed', title: t('failedRun'), text: t('failedRunText', { reason: latest.error ?? '' }), href: '/training', link: t('canTrainLink') }] : []),
    ...(canTrain && training.canStart && latest === null ? [{ key: 'can-train', title: t('canTrain', { count: training.answers.train }), text: t('canTrainText'), href: '/training', link: t('canTrainLink') }] : []),
  ]
  if (isQuiet && matters.length === 0) return null
  return (
    <section aria-labelledby="attention-heading" className="flex flex-col gap-2">
      <h2 id="attention-heading" className="text-sm font-medium text-ink">
        {t('attention')}
      </h2>
      {matters.length === 0 && <p className="text-sm text-muted">{t('nothing')}</p>}
      {matters.length > 0 && (
        <ul className="border-t border-line">
          {matters.map(({ key, title, text, href, link }) => (
            <li key={key} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2.5">
              <div className="min-w-0 flex-1 basis-64">
                <p className="text-sm font-medium break-words text-ink">{title}</p>
                <p className="text-xs leading-5 text-muted tabular-nums">{text}</p>
              </div>
              <Link href={href} className="inline-flex min-h-11 items-center text-sm text-accent hover:underline md:min-h-6">
                {link}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
