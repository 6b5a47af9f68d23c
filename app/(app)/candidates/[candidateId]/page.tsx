import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { hasRole } from '#lib/actor.ts'
import { getCandidate } from '#lib/candidates/get-candidate.ts'
import { candidateTarget } from '#lib/validation/candidates.ts'
import { PageHeader } from '../../../_components/page-header.tsx'
import { orNotFound } from '../../../_lib/or-not-found.ts'
import { requireActor } from '../../../_lib/page.ts'
import { DeleteCandidate } from './_components/delete-candidate.tsx'
import { EditCandidate } from './_components/edit-candidate.tsx'
import { FactList } from './_components/fact-list.tsx'
import { TextWithFacts } from './_components/text-with-facts.tsx'

interface CandidatePageProps {
  params: Promise<{ candidateId: string }>
}

const findCandidate = cache(async (candidateId: string) => {
  const { services, actor } = await requireActor()
  const target = candidateTarget.safeParse({ candidateId })
  if (!target.success) notFound()
  return orNotFound(getCandidate(services, actor, target.data))
})

export async function generateMetadata({ params }: CandidatePageProps): Promise<Metadata> {
  const { name } = await findCandidate((await params).candidateId)
  return { title: name ?? (await getTranslations('candidates'))('unnamed') }
}

export default async function CandidatePage({ params }: CandidatePageProps) {
  const candidate = await findCandidate((await params).candidateId)
  const { actor } = await requireActor()
  const t = await getTranslations('candidates')
  const format = await getFormatter()
  const { candidateId, name, headline, email, phone, location, text, facts, documents } = candidate
  return (
    <>
      <PageHeader
        title={name ?? t('unnamed')}
        back={{ href: '/candidates', label: t('person.back') }}
        lead={headline}
        actions={
          hasRole(actor, 'recruiter') && (
            <>
              <EditCandidate candidate={{ candidateId, name, headline, email, phone, location }} />
              <DeleteCandidate candidateId={candidateId} name={name} />
            </>
          )
        }
      />
      <div className="grid gap-x-12 gap-y-8 px-4 py-4 md:px-8 md:py-6 lg:grid-cols-[minmax(16rem,20rem)_minmax(0,1fr)]">
        <div className="flex flex-col gap-6">
          <FactList candidate={{ name, headline, email, phone, location }} facts={facts} />
          <section aria-labelledby="documents-heading" className="flex flex-col gap-1">
            <h2 id="documents-heading" className="text-xs font-medium text-muted">
              {t('person.documents')}
            </h2>
            {documents.length === 0 && <p className="text-sm text-muted">{t('person.noDocuments')}</p>}
            {documents.map((document) => (
              <p key={document.id} className="text-sm break-words">
                {document.hasBytes ? (
                  <a href={`/documents/${document.id}/file`} download aria-label={t('person.download', { name: document.fileName })} className="inline-flex min-h-11 items-center gap-1.5 text-accent hover:underline md:min-h-6">
                    <Download aria-hidden className="size-3.5 shrink-0" />
                    {document.fileName}
                  </a>
                ) : (
                  <span className="text-muted">{document.fileName}</span>
                )}
              </p>
            ))}
          </section>
          <p className="text-xs text-muted">
            {t('person.added')} {format.dateTime(candidate.createdAt, { dateStyle: 'medium' })}, {t(`person.origin.${candidate.origin}`)}
          </p>
        </div>
        <section aria-labelledby="text-heading" className="min-w-0">
          <h2 id="text-heading" className="text-xs font-medium text-muted">
            {t('person.text')} <span className="font-normal">· {t('person.textHint')}</span>
          </h2>
          <TextWithFacts text={text} facts={facts} />
        </section>
      </div>
    </>
  )
}
