/** Who asks, for which organisation, and what their role allows. Use cases take it from the caller and never look for it. */
import { AppError } from './errors.ts'

export const ROLES = ['viewer', 'recruiter', 'admin', 'owner'] as const
export type Role = (typeof ROLES)[number]

export interface Actor {
  userId: string
  organizationId: string
  role: Role
}

export function hasRole(actor: Pick<Actor, 'role'>, least: Role): boolean {
  return ROLES.indexOf(actor.role) >= ROLES.indexOf(least)
}

export function requireRole(actor: Actor, least: Role): void {
  if (!hasRole(actor, least)) throw new AppError('forbidden', `The role ${actor.role} may not do this: it needs ${least}.`, { userMessage: `You need the role ${least} for this. Ask an owner of your organisation.` })
}
