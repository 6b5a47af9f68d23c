/** A passage as one line of prose, with an ellipsis where it was cut out of a longer text. */
export function quote(text: string, start: number, goesOn = true): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return `${start > 0 ? '… ' : ''}${line}${goesOn ? ' …' : ''}`
}
