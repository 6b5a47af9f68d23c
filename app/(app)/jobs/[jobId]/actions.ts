'use server'
import { addToShortlist } from '#lib/shortlist/add-to-shortlist.ts'
import { moveInShortlist } from '#lib/shortlist/move-in-shortlist.ts'
import { updateShortlistEntry } from '#lib/shortlist/update-shortlist-entry.ts'
import { closeJob } from '#lib/jobs/close-job.ts'
import { reopenJob } from '#lib/jobs/reopen-job.ts'
import { jobTarget } from '#lib/validation/jobs.ts'
import { shortlistChange, shortlistMove, shortlistTarget } from '#lib/validation/shortlist.ts'
import { authedAction } from '../../../_lib/authed-action.ts'
import { removeKeepingPlace, restoreToShortlist, shortlistPlace } from './_lib/shortlist-place.ts'

export const addToShortlistAction = authedAction(shortlistTarget, 'recruiter', addToShortlist)
export const removeFromShortlistAction = authedAction(shortlistTarget, 'recruiter', removeKeepingPlace)
export const restoreToShortlistAction = authedAction(shortlistPlace, 'recruiter', restoreToShortlist)
export const moveInShortlistAction = authedAction(shortlistMove, 'recruiter', moveInShortlist)
export const updateShortlistEntryAction = authedAction(shortlistChange, 'recruiter', updateShortlistEntry)
export const closeJobAction = authedAction(jobTarget, 'recruiter', closeJob)
export const reopenJobAction = authedAction(jobTarget, 'recruiter', reopenJob)
