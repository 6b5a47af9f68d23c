/** The people of the organisation. */
import type { Actor } from '../actor.ts'
import { listMembers as listRows } from '../db/queries/accounts.ts'
import type { Member } from '../db/queries/accounts.ts'
import type { Services } from '../services.ts'

export function listMembers(services: Services, actor: Actor): Promise<Member[]> {
  return listRows(services.db, { organizationId: actor.organizationId })
}
