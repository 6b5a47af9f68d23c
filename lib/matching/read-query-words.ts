/** What a person typed into a search box, as the words and "quoted phrases" that must all occur. */
const MAX_WORDS = 20

export function readQueryWords(query: string): string[] {
  const found = [...query.normalize('NFC').matchAll(/"([^"]+)"|[^\s"]+/g)].map(([whole, phrase]) => (phrase ?? whole).trim())
  return [...new Set(found.filter((word) => word !== ''))].slice(0, MAX_WORDS)
}
