'use server'
import { z } from 'zod'
import { cancelTrainingRun } from '#lib/training/cancel-training-run.ts'
import { promoteModel } from '#lib/training/promote-model.ts'
import { rollBackModel } from '#lib/training/roll-back-model.ts'
import { startTrainingRun } from '#lib/training/start-training-run.ts'
import { updateMatchingRules } from '#lib/training/update-matching-rules.ts'
import { matchingRulesChange } from '#lib/validation/matching-rules.ts'
import { modelReleaseInput, trainingRunIdInput } from '#lib/validation/training.ts'
import { authedAction } from '../../_lib/authed-action.ts'

export const startTrainingRunAction = authedAction(z.void(), 'admin', startTrainingRun)
export const cancelTrainingRunAction = authedAction(trainingRunIdInput, 'admin', cancelTrainingRun)
export const promoteModelAction = authedAction(modelReleaseInput, 'admin', promoteModel)
export const rollBackModelAction = authedAction(modelReleaseInput, 'admin', rollBackModel)
export const updateMatchingRulesAction = authedAction(matchingRulesChange, 'admin', updateMatchingRules)
