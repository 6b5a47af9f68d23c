/** The whole text with the places that facts were read from marked. */
import type { Fact } from '#lib/db/schema/candidates.ts'
import { factId, factParts } from '../_lib/fact-parts.ts'

export function TextWithFacts({ text, facts }: { text: string; facts: Fact[] }) {
  return (
    <div dir="auto" className="mt-2 max-w-[76ch] text-sm leading-6 break-words whitespace-pre-wrap text-ink">
      {factParts(text, facts).map(({ text: part, fact }, position) =>
        fact === null ? (
          part
        ) : (
          <mark key={position} id={factId(fact)} className="scroll-mt-24 rounded-sm bg-transparent text-ink underline decoration-line-strong decoration-dotted underline-offset-4 target:bg-accent-soft target:text-accent target:decoration-accent">
            {part}
          </mark>
        ),
      )}
    </div>
  )
}
