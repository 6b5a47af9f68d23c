/** The person an owner is about to change, under a lock: an organisation never loses its last owner, not even to two owners at once. */
import type { Actor } from '../actor.ts'
import type { Transaction } from '../db/client.ts'
import { countOtherOwners, findMember, lockAccounts } from '../db/queries/accounts.ts'
import type { Member } from '../db/queries/accounts.ts'
import { AppError } from '../errors.ts'

export async function getMemberToChange(tx: Transaction, { organizationId }: Actor, { userId, keepsOwner }: { userId: string; keepsOwner: boolean }): Promise<Member> {
  await lockAccounts(tx)
  const member = await findMember(tx, { organizationId, userId })
  if (!member) throw new AppError('not_found', `user ${userId} is not in organisation ${organizationId}`, { userMessage: 'This person is not in your organisation.' })
  if (!keepsOwner && member.role === 'owner' && (await countOtherOwners(tx, { organizationId, userId })) === 0) {
    throw new AppError('conflict', 'last owner', { userMessage: 'This is the last owner who can sign in. Make somebody else an owner first.' })
  }
  return member
}
