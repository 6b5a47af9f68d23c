import { shortlistTarget } from '#lib/validation/shortlist.ts'
import { authedRoute } from '../../../../../_lib/authed-route.ts'
import { readPerson } from '../../_lib/read-person.ts'

export const GET = authedRoute(shortlistTarget, 'viewer', readPerson)
