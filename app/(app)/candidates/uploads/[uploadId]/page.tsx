import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { getUploadProgress } from '#lib/candidates/get-upload-progress.ts'
import { uploadTarget } from '#lib/validation/candidates.ts'
import { orNotFound } from '../../../../_lib/or-not-found.ts'
import { requireActor } from '../../../../_lib/page.ts'
import { CandidatesHeader } from '../../_components/candidates-header.tsx'
import { UploadProgressPanel } from '../../_components/upload-progress-panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('candidates.uploads'))('columnUpload') }
}

export default async function UploadPage({ params }: { params: Promise<{ uploadId: string }> }) {
  const { services, actor } = await requireActor()
  const target = uploadTarget.safeParse(await params)
  if (!target.success) notFound()
  await orNotFound(getUploadProgress(services, actor, target.data))
  return (
    <>
      <CandidatesHeader />
      <div className="px-4 py-4 md:px-8 md:py-6">
        <UploadProgressPanel uploadId={target.data.uploadId} isSending={false} expected={0} />
      </div>
    </>
  )
}
