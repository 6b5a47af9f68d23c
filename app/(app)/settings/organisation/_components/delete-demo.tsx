'use client'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { Button } from '../../../../_components/button.tsx'
import { ConfirmDialog } from '../../../../_components/confirm-dialog.tsx'
import { deleteDemoOrganizationAction } from '../../actions.ts'

export function DeleteDemo({ name }: { name: string }) {
  const t = useTranslations('settings')
  const router = useRouter()
  const remove = async (typed: string) => {
    const result = await deleteDemoOrganizationAction({ name: typed }).catch(() => null)
    if (!result?.ok) return result?.error.message ?? t('failed')
    toast.success(t('organization.demoDeleted'))
    if (result.data.isOwn) router.push('/sign-in')
    router.refresh()
    return null
  }
  return (
    <ConfirmDialog
      title={t('organization.demoDeleteTitle')}
      description={t('organization.demoDeleteText')}
      confirmLabel={t('organization.demoDelete')}
      typedName={name}
      onConfirm={remove}
      trigger={<Button variant="danger">{t('organization.demoDelete')}</Button>}
    />
  )
}
