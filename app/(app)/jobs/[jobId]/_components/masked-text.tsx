'use client'
/** Text in which names and addresses may be hidden: the blocks that stand for them are quiet to the eye and one word to a screen reader. */
import { useTranslations } from 'next-intl'

const MASK = /(█+)/

export function MaskedText({ text }: { text: string }) {
  const t = useTranslations('job.compare')
  if (!text.includes('█')) return <>{text}</>
  return (
    <>
      {text.split(MASK).map((part, index) =>
        part.startsWith('█') ? (
          <span key={index} className="rounded-sm bg-line text-transparent select-none">
            <span aria-hidden>{part}</span>
            <span className="sr-only">[{t('hidden')}]</span>
          </span>
        ) : (
          part
        ),
      )}
    </>
  )
}
