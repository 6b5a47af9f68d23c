/** A long text with one passage marked. */
import { splitHighlight } from '../_lib/split-highlight.ts'
import { MaskedText } from './masked-text.tsx'

export function HighlightedText({ text, span, markId }: { text: string; span: { start: number; end: number } | null; markId?: string }) {
  return (
    <div className="max-w-[68ch] text-sm leading-6 break-words whitespace-pre-wrap text-ink" dir="auto">
      {splitHighlight(text, span).map((segment, index) =>
        segment.isHighlighted ? (
          <mark key={index} id={markId} tabIndex={-1} className="scroll-mt-24 rounded-sm bg-warning-soft px-0.5 text-ink outline-none">
            <MaskedText text={segment.text} />
          </mark>
        ) : (
          <MaskedText key={index} text={segment.text} />
        ),
      )}
    </div>
  )
}
