'use client'
/** Shows a temporary password the one time it can be shown. */
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { Button } from '../../../../_components/button.tsx'
import { Dialog } from '../../../../_components/dialog.tsx'
import { Field } from '../../../../_components/field.tsx'
import { Input } from '../../../../_components/input.tsx'

export function TemporaryPassword({ shown, onDone }: { shown: { name: string; password: string } | null; onDone: () => void }) {
  const t = useTranslations('settings.members')
  const copy = async () => {
    await navigator.clipboard.writeText(shown!.password)
    toast.success(t('copied'))
  }
  return (
    <Dialog
      title={t('passwordTitle', { name: shown?.name ?? '' })}
      description={t('passwordText')}
      open={shown !== null}
      onOpenChange={(isOpen) => !isOpen && onDone()}
      footer={
        <Button variant="primary" onClick={onDone}>
          {t('done')}
        </Button>
      }
    >
      <div className="flex items-end gap-2">
        <Field label={t('password')} className="flex-1">
          {(control) => <Input {...control} readOnly value={shown?.password ?? ''} className="font-mono" onFocus={(event) => event.target.select()} />}
        </Field>
        <Button onClick={() => void copy()}>{t('copy')}</Button>
      </div>
    </Dialog>
  )
}
