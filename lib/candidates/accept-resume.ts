/** Makes a candidate of a résumé's text and finishes its document, or finds who it duplicates; the vectors' task goes with it. Runs inside the caller's transaction. */
import type { Transaction } from '../db/client.ts'
import { createCandidates, findCandidateByTextHash } from '../db/queries/candidates.ts'
import { updateDocument } from '../db/queries/documents.ts'
import type { DocumentRow } from '../db/queries/documents.ts'
import { hashText } from '../documents/hash-text.ts'
import type { Queue } from '../queue/queue.ts'
import { describeCandidate } from './describe-candidate.ts'
import { readFacts } from './read-facts.ts'
import { fieldsOf } from './fields-of.ts'

export interface AcceptedResume {
  candidateId: string
  isDuplicate: boolean
}

export async function acceptResume(tx: Transaction, queue: Queue, { organizationId, document, text }: { organizationId: string; document: DocumentRow; text: string }): Promise<AcceptedResume> {
  const textHash = hashText(text)
  const facts = readFacts(text, { fileName: document.fileName })
  const [candidateId] = await createCandidates(tx, { organizationId, people: [{ ...fieldsOf(facts), externalId: null, origin: 'upload', text, textHash, facts }] })
  if (candidateId) {
    await updateDocument(tx, { organizationId, documentId: document.id, state: 'ready', reason: null, candidateId })
    await queue.enqueue(tx, 'embed-candidates', { organizationId }, { singletonKey: organizationId })
    return { candidateId, isDuplicate: false }
  }
  const known = await findCandidateByTextHash(tx, { organizationId, textHash })
  if (!known) throw new Error(`the text of document ${document.id} was refused as known, but nobody has it`)
  await updateDocument(tx, { organizationId, documentId: document.id, state: 'duplicate', reason: `Has the same text as ${describeCandidate(known)}, who is here already; nothing was added.`, candidateId: known.candidateId })
  return { candidateId: known.candidateId, isDuplicate: true }
}
