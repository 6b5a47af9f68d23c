'use client'
import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import type { Role } from '#lib/actor.ts'
import { Badge } from '../../../../_components/badge.tsx'
import { ConfirmDialog } from '../../../../_components/confirm-dialog.tsx'
import { IconButton } from '../../../../_components/icon-button.tsx'
import { Menu, MenuItem } from '../../../../_components/menu.tsx'
import { Select } from '../../../../_components/select.tsx'
import { Cell, HeadCell, Row, Table } from '../../../../_components/table.tsx'
import type { ActionResult } from '../../../../_lib/action-result.ts'
import { changeMemberRoleAction, resetMemberPasswordAction, setMemberDisabledAction } from '../../actions.ts'
import { RoleOptions } from './role-options.tsx'
import { TemporaryPassword } from './temporary-password.tsx'

interface ShownMember {
  userId: string
  name: string
  email: string
  role: Role
  isDisabled: boolean
  isSelf: boolean
}

export function MemberTable({ members, canEdit }: { members: ShownMember[]; canEdit: boolean }) {
  const t = useTranslations('settings.members')
  const tSettings = useTranslations('settings')
  const tRoles = useTranslations('shell.roles')
  const router = useRouter()
  const [isBusy, startTransition] = useTransition()
  const [asking, setAsking] = useState<{ what: 'reset' | 'disable'; member: ShownMember } | null>(null)
  const [password, setPassword] = useState<{ name: string; password: string } | null>(null)
  const run = (action: Promise<ActionResult<unknown>>, done: string) =>
    startTransition(async () => {
      const result = await action.catch(() => null)
      if (result?.ok) toast.success(done)
      else toast.error(result?.error.message ?? tSettings('failed'))
      router.refresh()
    })
  const confirm = async () => {
    const { what, member } = asking!
    const result = await (what === 'reset' ? resetMemberPasswordAction({ userId: member.userId }) : setMemberDisabledAction({ userId: member.userId, isDisabled: true })).catch(() => null)
    if (!result?.ok) return result?.error.message ?? tSettings('failed')
    if (result.data) setPassword({ name: member.name, password: result.data.temporaryPassword })
    else toast.success(t('disabledDone', { name: member.name }))
    router.refresh()
    return null
  }
  return (
    <>
      <Table>
        <thead>
          <tr>
            <HeadCell>{t('columnPerson')}</HeadCell>
            <HeadCell className="w-40">{t('columnRole')}</HeadCell>
            <HeadCell className="hidden w-28 sm:table-cell">{t('columnState')}</HeadCell>
            {canEdit && (
              <HeadCell className="w-12">
                <span className="sr-only">{t('actionsFor', { name: '' })}</span>
              </HeadCell>
            )}
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <Row key={member.userId}>
              <Cell className="min-w-0 break-words">
                <span className="font-medium text-ink">{member.name}</span>
                {member.isSelf && <span className="text-muted"> ({t('you')})</span>}
                <span className="block text-xs leading-5 break-all text-muted">{member.email}</span>
              </Cell>
              <Cell>
                {canEdit ? (
                  <Select
                    aria-label={t('roleOf', { name: member.name })}
                    value={member.role}
                    disabled={isBusy}
                    onChange={(event) => {
                      const role = event.target.value as Role
                      run(changeMemberRoleAction({ userId: member.userId, role }), t('roleChanged', { name: member.name, role: tRoles(role) }))
                    }}
                  >
                    <RoleOptions />
                  </Select>
                ) : (
                  tRoles(member.role)
                )}
              </Cell>
              <Cell className="hidden sm:table-cell">
                <Badge tone={member.isDisabled ? 'warning' : 'positive'}>{t(member.isDisabled ? 'disabled' : 'active')}</Badge>
              </Cell>
              {canEdit && (
                <Cell className="text-right">
                  {!member.isSelf && (
                    <Menu
                      trigger={
                        <IconButton label={t('actionsFor', { name: member.name })}>
                          <Ellipsis aria-hidden className="size-4" />
                        </IconButton>
                      }
                    >
                      <MenuItem onSelect={() => setAsking({ what: 'reset', member })}>{t('reset')}</MenuItem>
                      {member.isDisabled ? (
                        <MenuItem onSelect={() => run(setMemberDisabledAction({ userId: member.userId, isDisabled: false }), t('enabledDone', { name: member.name }))}>{t('enable')}</MenuItem>
                      ) : (
                        <MenuItem isDanger onSelect={() => setAsking({ what: 'disable', member })}>
                          {t('disable')}
                        </MenuItem>
                      )}
                    </Menu>
                  )}
                </Cell>
              )}
            </Row>
          ))}
        </tbody>
      </Table>
      <ConfirmDialog
        title={asking ? t(`${asking.what}Title`, { name: asking.member.name }) : ''}
        description={asking ? t(`${asking.what}Text`) : ''}
        confirmLabel={asking ? t(`${asking.what}Confirm`) : ''}
        open={asking !== null}
        onOpenChange={(isOpen) => !isOpen && setAsking(null)}
        onConfirm={confirm}
      />
      <TemporaryPassword shown={password} onDone={() => setPassword(null)} />
    </>
  )
}
