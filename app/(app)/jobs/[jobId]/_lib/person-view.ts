/** What the panel shows of one person and their place on the job's shortlist, in a shape that survives JSON. Safe in the browser. */
import type { RejectionReason, ShortlistStage } from '#lib/db/schema/matching.ts'

export interface EntryView {
  stage: ShortlistStage
  rejectionReason: RejectionReason | null
  note: string
}

export interface PersonView {
  candidateId: string
  name: string | null
  headline: string | null
  email: string | null
  phone: string | null
  location: string | null
  years: string | null
  addedAt: string
  text: string
  documents: { id: string; fileName: string }[]
  entry: EntryView | null
}
