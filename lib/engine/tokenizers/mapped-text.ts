/** A text after normalisation that remembers where each of its units came from. */
export interface MappedText {
  readonly text: string
  /** Offset in the original of what became the unit at `index`. */
  startOf(index: number): number
  /** Offset in the original behind what became the unit before `index`. */
  endOf(index: number): number
}

export function unchangedText(text: string): MappedText {
  return { text, startOf: (index) => index, endOf: (index) => index }
}

/** A stretch [start, end) of the text before, and what it becomes. */
export interface Replacement { start: number; end: number; text: string }

/** Applies stretches that cover `before` without gaps. */
export function replaceStretches(before: MappedText, replacements: Iterable<Replacement>): MappedText {
  let text = ''
  const [starts, ends]: [number[], number[]] = [[], []]
  for (const { start, end, text: becomes } of replacements) {
    const isUnchanged = becomes.length === end - start && before.text.startsWith(becomes, start)
    for (let unit = 0; unit < becomes.length; unit++) {
      starts.push(before.startOf(isUnchanged ? start + unit : start))
      ends.push(before.endOf(isUnchanged ? start + unit + 1 : end))
    }
    text += becomes
  }
  return { text, startOf: (index) => starts[index] ?? 0, endOf: (index) => ends[index - 1] ?? 0 }
}

/** Characters that may compose with what stands before them: marks, and the parts of Korean syllables. */
const CLUSTER = /[\u1100-\u11FF\uA960-\uA97F\uAC00-\uD7FF]+\p{M}*|\P{M}\p{M}*|\p{M}+/gu

/** Unicode's composed form (NFC), cluster by cluster. */
export function composeText(before: MappedText): MappedText {
  if (before.text.normalize('NFC') === before.text) return before
  return replaceStretches(before, matches(before.text, CLUSTER, (cluster) => cluster.normalize('NFC')))
}

/** Each match of a pattern replaced, what lies between kept. */
export function* matches(text: string, pattern: RegExp, replace: (match: string) => string): Generator<Replacement> {
  let done = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > done) yield { start: done, end: match.index, text: text.slice(done, match.index) }
    done = match.index + match[0].length
    yield { start: match.index, end: done, text: replace(match[0]) }
  }
  if (done < text.length) yield { start: done, end: text.length, text: text.slice(done) }
}
