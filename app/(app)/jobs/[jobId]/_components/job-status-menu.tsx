'use client'
/** Closes a job or opens it again. */
import { Archive, ArchiveRestore, Ellipsis } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { toast } from 'sonner'
import { IconButton } from '../../../../_components/icon-button.tsx'
import { Menu, MenuItem } from '../../../../_components/menu.tsx'
import { closeJobAction, reopenJobAction } from '../actions.ts'

export function JobStatusMenu({ jobId, status }: { jobId: string; status: 'open' | 'closed' }) {
  const t = useTranslations('job.header')
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const isOpen = status === 'open'
  const change = () =>
    startTransition(async () => {
      const result = await (isOpen ? closeJobAction({ jobId }) : reopenJobAction({ jobId }))
      if (!result.ok) return void toast.error(result.error.message)
      toast(t(isOpen ? 'closedToast' : 'reopenedToast'))
      router.refresh()
    })
  return (
    <Menu
      trigger={
        <IconButton label={t('more')} disabled={isPending}>
          <Ellipsis aria-hidden className="size-4" />
        </IconButton>
      }
    >
      <MenuItem onSelect={change} icon={isOpen ? <Archive aria-hidden className="size-4" /> : <ArchiveRestore aria-hidden className="size-4" />}>
        {t(isOpen ? 'close' : 'reopen')}
      </MenuItem>
    </Menu>
  )
}
