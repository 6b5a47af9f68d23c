import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import type { SearchParams } from 'nuqs/server'
import { hasRole } from '#lib/actor.ts'
import { listCandidates } from '#lib/candidates/list-candidates.ts'
import { Button } from '../../_components/button.tsx'
import { EmptyState } from '../../_components/empty-state.tsx'
import { requireActor } from '../../_lib/page.ts'
import { CandidateFilter } from './_components/candidate-filter.tsx'
import { CandidateTable } from './_components/candidate-table.tsx'
import { CandidatesHeader } from './_components/candidates-header.tsx'
import { Pages } from './_components/pages.tsx'
import { UploadArea } from './_components/upload-area.tsx'
import { PAGE_SIZE, loadCandidateSearch } from './_lib/candidate-search.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('candidates'))('title') }
}

export default async function CandidatesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { q, page } = loadCandidateSearch(await searchParams)
  const { services, actor } = await requireActor()
  const t = await getTranslations('candidates')
  const offset = (Math.max(1, page) - 1) * PAGE_SIZE
  const { total, candidates } = await listCandidates(services, actor, { query: q.slice(0, 200), limit: PAGE_SIZE, offset })
  const canAdd = hasRole(actor, 'recruiter')
  return (
    <>
      <CandidatesHeader />
      <div className="flex flex-col gap-4 px-4 py-4 md:px-8 md:py-6">
        {canAdd && <UploadArea />}
        {total === 0 && q === '' ? (
          !canAdd && <EmptyState title={t('empty')}>{t('emptyViewer')}</EmptyState>
        ) : (
          <>
            <CandidateFilter count={total} />
            {candidates.length > 0 ? (
              <CandidateTable candidates={candidates} />
            ) : (
              <EmptyState
                title={t('noneFound')}
                action={
                  <Button asChild>
                    <Link href="/candidates">{t('clearSearch')}</Link>
                  </Button>
                }
              >
                {t('noneFoundText')}
              </EmptyState>
            )}
            <Pages page={Math.max(1, page)} total={total} query={q} />
          </>
        )}
      </div>
    </>
  )
}
