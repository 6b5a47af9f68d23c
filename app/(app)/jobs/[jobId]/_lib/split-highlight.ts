/** Cuts a text into plain and highlighted pieces. It trusts no offset: a span outside of the text highlights nothing. */
export interface Segment {
  text: string
  isHighlighted: boolean
}

export function splitHighlight(text: string, span: { start: number; end: number } | null): Segment[] {
  if (!span || span.start < 0 || span.end > text.length || span.start >= span.end) return text === '' ? [] : [{ text, isHighlighted: false }]
  const segments = [
    { text: text.slice(0, span.start), isHighlighted: false },
    { text: text.slice(span.start, span.end), isHighlighted: true },
    { text: text.slice(span.end), isHighlighted: false },
  ]
  return segments.filter((segment) => segment.text !== '')
}
