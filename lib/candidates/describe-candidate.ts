/** How a sentence names a person whose name may be unknown. */
export function describeCandidate({ name, fileName }: { name: string | null; fileName?: string }): string {
  if (name) return name
  return fileName ? `the person in ${fileName}` : 'a person without a known name'
}
