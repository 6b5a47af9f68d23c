/** A passage as one line of prose, with an ellipsis where it was cut out of a longer text. */
export function quote(text: string, start: number, goesOn = true): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return `${start > 0 ? '… ' : ''}${line}${goesOn ? ' …' : ''}`
}

/** The passage without the letterhead that a row shows already: leading lines with the name, the headline or an address. */
export function quoteBody(text: string, start: number, known: readonly (string | null)[]): string {
  const shown = known.filter((value) => value !== null && value !== '').map((value) => value!.toLowerCase())
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.trim() !== '' && !/\S@\S/.test(line) && !shown.some((value) => line.toLowerCase().includes(value)))
  return first <= 0 ? quote(text, start) : quote(lines.slice(first).join('\n'), 1)
}
