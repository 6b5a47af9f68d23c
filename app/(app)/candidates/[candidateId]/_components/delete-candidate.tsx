'use client'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { Button } from '../../../../_components/button.tsx'
import { ConfirmDialog } from '../../../../_components/confirm-dialog.tsx'
import { deleteCandidateAction } from '../../actions.ts'

export function DeleteCandidate({ candidateId, name }: { candidateId: string; name: string | null }) {
  const t = useTranslations('candidates.person')
  const router = useRouter()
  const shown = name ?? t('thisPerson')
  const remove = async () => {
    const result = await deleteCandidateAction({ candidateId }).catch(() => null)
    if (!result?.ok) return result?.error.message ?? t('formFailed')
    const { trainedModels } = result.data
    toast.success(t('deleted', { name: shown }), {
      description: trainedModels.length > 0 ? t('trainedModels', { count: trainedModels.length, list: trainedModels.join(', ') }) : undefined,
      duration: trainedModels.length > 0 ? 12_000 : undefined,
    })
    router.push('/candidates')
    router.refresh()
    return null
  }
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name: shown })}
      description={t('deleteText')}
      confirmLabel={t('deleteConfirm')}
      onConfirm={remove}
      trigger={
        <Button variant="ghost">
          <Trash2 aria-hidden className="size-4" />
          {t('delete')}
        </Button>
      }
    />
  )
}
