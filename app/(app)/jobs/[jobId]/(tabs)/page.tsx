import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { z } from 'zod'
import { hasRole } from '#lib/actor.ts'
import type { Actor } from '#lib/actor.ts'
import { AppError } from '#lib/errors.ts'
import { rankCandidates } from '#lib/matching/rank-candidates.ts'
import type { Services } from '#lib/services.ts'
import type { ShortlistTarget } from '#lib/validation/shortlist.ts'
import { requireActor } from '../../../../_lib/page.ts'
import { RankingScreen } from '../_components/ranking-screen.tsx'
import { findJob } from '../_lib/find-job.ts'
import type { PersonView } from '../_lib/person-view.ts'
import { filterKey, isFiltered, loadRankingSearch, rankingFilter } from '../_lib/ranking-filter.ts'
import { PAGE_SIZE, toRankingView } from '../_lib/ranking-view.ts'
import { readPerson } from '../_lib/read-person.ts'

interface JobPageProps {
  params: Promise<{ jobId: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: JobPageProps): Promise<Metadata> {
  return { title: (await findJob((await params).jobId)).title }
}

export default async function JobPage({ params, searchParams }: JobPageProps) {
  const [{ jobId }, query] = await Promise.all([params, searchParams])
  const { services, actor } = await requireActor()
  await findJob(jobId)
  const search = loadRankingSearch(query)
  const ranking = await rankCandidates(services, actor, { jobId, filter: rankingFilter(search, new Date()), limit: PAGE_SIZE, offset: 0 })
  const candidateId = z.uuid().safeParse(query.candidate).data ?? ranking.candidates[0]?.candidateId
  return (
    <RankingScreen
      jobId={jobId}
      ranking={toRankingView(ranking)}
      filterKey={filterKey(search)}
      isFiltered={isFiltered(search)}
      initialPerson={candidateId ? await findPerson(services, actor, { jobId, candidateId }) : null}
      canEdit={hasRole(actor, 'recruiter')}
    />
  )
}

/** Null when the person is gone: the list is shown all the same and the panel says so. */
async function findPerson(services: Services, actor: Actor, target: ShortlistTarget): Promise<PersonView | null> {
  try {
    return await readPerson(services, actor, target)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}
