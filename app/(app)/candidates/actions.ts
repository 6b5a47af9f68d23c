'use server'
import { deleteCandidate } from '#lib/candidates/delete-candidate.ts'
import { deleteDocument } from '#lib/candidates/delete-document.ts'
import { retryDocument } from '#lib/candidates/retry-document.ts'
import { setReviewText } from '#lib/candidates/set-review-text.ts'
import { updateCandidate } from '#lib/candidates/update-candidate.ts'
import { candidateChange, candidateTarget, documentTarget, reviewTextInput } from '#lib/validation/candidates.ts'
import { authedAction } from '../../_lib/authed-action.ts'

export const updateCandidateAction = authedAction(candidateChange, 'recruiter', updateCandidate)
export const deleteCandidateAction = authedAction(candidateTarget, 'recruiter', deleteCandidate)
export const retryDocumentAction = authedAction(documentTarget, 'recruiter', retryDocument)
export const deleteDocumentAction = authedAction(documentTarget, 'recruiter', deleteDocument)
export const setReviewTextAction = authedAction(reviewTextInput, 'recruiter', setReviewText)
