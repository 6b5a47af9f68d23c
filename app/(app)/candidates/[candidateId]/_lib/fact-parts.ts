/** Cuts a text into plain parts and the places that facts were read from. Of places that overlap, the first is marked. */
export interface TextPart {
  text: string
  /** The fact's position in the given list; null for plain text. */
  fact: number | null
}

export const factId = (position: number): string => `fact-${position}`

export function factParts(text: string, facts: readonly { span: { start: number; end: number } }[]): TextPart[] {
  const ordered = facts.map(({ span }, position) => ({ ...span, position })).sort((a, b) => a.start - b.start || b.end - a.end)
  const parts: TextPart[] = []
  let at = 0
  for (const { start, end, position } of ordered) {
    if (start < at || end <= start || end > text.length) continue
    if (start > at) parts.push({ text: text.slice(at, start), fact: null })
    parts.push({ text: text.slice(start, end), fact: position })
    at = end
  }
  if (at < text.length) parts.push({ text: text.slice(at), fact: null })
  return parts
}
