/** What forms about accounts may contain. Safe in the browser. */
import { z } from 'zod'

export const PASSWORD_MIN = 12
/** Long enough for any sentence; an upper bound so that hashing stays cheap. */
const PASSWORD_MAX = 256

const email = z.string().trim().toLowerCase().pipe(z.email('Enter an e-mail address, like ada@example.org.')).pipe(z.string().max(254))
const personName = z.string().trim().min(1, 'Enter a name.').max(100, 'A name has at most 100 characters.')
const organizationName = z.string().trim().min(1, 'Enter the name of your organisation.').max(100, 'A name has at most 100 characters.')
const role = z.enum(['viewer', 'recruiter', 'admin', 'owner'])

export const newPassword = z.string().min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters. A sentence is good.`).max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters.`)

export const credentials = z.object({ email, password: z.string().min(1, 'Enter your password.').max(PASSWORD_MAX) })

export const organizationSetUp = z.object({ organizationName, name: personName, email, password: newPassword })

export const passwordChange = z.object({ currentPassword: z.string().min(1, 'Enter the password you have now.').max(PASSWORD_MAX), newPassword })

export const profileChange = z.object({ name: personName })

export const organizationChange = z.object({ name: organizationName, hidesNames: z.boolean() })

export const newMember = z.object({ name: personName, email, role })

export const memberTarget = z.object({ userId: z.uuid() })

export const memberRoleChange = memberTarget.extend({ role })

export const memberDisabling = memberTarget.extend({ isDisabled: z.boolean() })

export const sessionTarget = z.object({ sessionId: z.uuid() })

export const demoDeletion = z.object({ name: z.string() })

export type OrganizationSetUp = z.infer<typeof organizationSetUp>
export type PasswordChange = z.infer<typeof passwordChange>
export type OrganizationChange = z.infer<typeof organizationChange>
export type NewMember = z.infer<typeof newMember>
