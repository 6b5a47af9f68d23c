/** A person changes how they are called. */
import type { Actor } from '../actor.ts'
import { updateUser } from '../db/queries/accounts.ts'
import type { Services } from '../services.ts'

export async function updateOwnProfile(services: Services, actor: Actor, { name }: { name: string }): Promise<void> {
  await updateUser(services.db, { organizationId: actor.organizationId, userId: actor.userId, name })
}
