'use client'
/** A note that saves itself while one writes, says whether it is saved, and keeps what could not be. */
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useId, useRef, useState } from 'react'
import { SHORTLIST_NOTE_LIMIT } from '#lib/validation/shortlist.ts'
import { Textarea } from '../../../../_components/textarea.tsx'

const SAVE_AFTER_MS = 700

type Saving = { kind: 'idle' } | { kind: 'typing' } | { kind: 'saving' } | { kind: 'saved' } | { kind: 'failed'; message: string }

interface NoteFieldProps {
  value: string
  label: string
  isLabelHidden?: boolean
  isReadOnly: boolean
  /** Among many: its frame shows only under the pointer and with the focus. */
  isQuiet?: boolean
  /** Resolves to null when it is saved, or to the sentence that says why not. */
  save: (note: string) => Promise<string | null>
}

export function NoteField({ value, label, isLabelHidden = false, isReadOnly, isQuiet = false, save }: NoteFieldProps) {
  const t = useTranslations('job.person')
  const id = useId()
  const [text, setText] = useState(value)
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' })
  const latest = useRef({ text: value, saved: value, save })
  useEffect(() => {
    latest.current.save = save
  }, [save])

  const flush = useCallback(async () => {
    const { text: note, saved, save: run } = latest.current
    if (note === saved) return
    setSaving({ kind: 'saving' })
    const failure = await run(note)
    if (failure !== null) return setSaving({ kind: 'failed', message: failure })
    latest.current.saved = note
    setSaving(latest.current.text === note ? { kind: 'saved' } : { kind: 'typing' })
  }, [])

  useEffect(() => {
    if (text === latest.current.saved) return
    const timer = setTimeout(() => void flush(), SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text, flush])

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (latest.current.text !== latest.current.saved) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      void flush()
    }
  }, [flush])

  const said = { idle: '', typing: t('noteTyping'), saving: t('noteSaving'), saved: t('noteSaved'), failed: t('noteFailed', { message: saving.kind === 'failed' ? saving.message : '' }) }[saving.kind]
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-xs font-medium text-muted'}>
        {label}
      </label>
      <Textarea
        id={id}
        value={text}
        readOnly={isReadOnly}
        maxLength={SHORTLIST_NOTE_LIMIT}
        rows={1}
        placeholder={isReadOnly ? '' : t(isQuiet ? 'noteShort' : 'notePlaceholder')}
        className={`field-sizing-content max-h-64 resize-none ${isQuiet ? 'border-transparent bg-transparent hover:border-line-strong focus-visible:bg-surface' : ''}`}
        onChange={(event) => {
          latest.current.text = event.target.value
          setText(event.target.value)
          setSaving({ kind: 'typing' })
        }}
        onBlur={() => void flush()}
      />
      <span role="status" className={`text-xs leading-4 ${saving.kind === 'failed' ? 'text-danger' : 'text-muted'}`}>
        {said}
      </span>
    </div>
  )
}
