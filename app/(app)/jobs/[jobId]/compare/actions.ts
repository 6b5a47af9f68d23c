'use server'
import { recordAnswer } from '#lib/preferences/record-answer.ts'
import { undoAnswer } from '#lib/preferences/undo-answer.ts'
import { answerRequest, comparisonRequest } from '#lib/validation/preferences.ts'
import { authedAction } from '../../../../_lib/authed-action.ts'

export const recordAnswerAction = authedAction(answerRequest, 'recruiter', recordAnswer)
export const undoAnswerAction = authedAction(comparisonRequest, 'recruiter', undoAnswer)
