/** The answers to ids that are not of this organisation, whether they are another's or nobody's. */
import type { Actor } from '../actor.ts'
import { AppError } from '../errors.ts'

const notFound = (what: string, userMessage: string) => ({ organizationId }: Actor, id: string) => new AppError('not_found', `${what} ${id} is not in organisation ${organizationId}`, { userMessage })

export const candidateNotFound = notFound('candidate', 'This person does not exist.')
export const documentNotFound = notFound('document', 'This file does not exist.')
export const uploadNotFound = notFound('upload', 'This upload does not exist.')
