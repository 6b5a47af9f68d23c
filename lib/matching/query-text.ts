/** The text of a job that is encoded: one place, so that what is trained is what is ranked. */
export function jobQueryText({ title, text }: { title: string; text: string }): string {
  return text.startsWith(title) ? text : `${title}\n\n${text}`
}
