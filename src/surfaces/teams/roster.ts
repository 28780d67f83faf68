import { z } from 'zod'
import { type Answer, absent, found, unknown } from '../../domain/answer.ts'
import { messageOf } from '../../domain/failure.ts'
import { addressOf, type Profile } from '../../domain/person.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Activity } from './activity.ts'
import { statusOf } from './declined.ts'
import { rootOf } from './reference.ts'
import type { Conversations } from './seam.ts'

const FRESH_MS = 10 * 60_000
const MOST_REMEMBERED = 5000

/** A member of a conversation as Teams describes them. */
export const Member = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
})
export type Member = z.infer<typeof Member>

export interface Roster {
  /** Who sent an activity, asked from Teams and remembered for ten minutes. */
  sender(activity: Activity, tenant: string, conversations: Conversations): Promise<Answer<Profile>>
}

export function createRoster(options: { readonly clock: Clock; readonly sandbox: boolean }): Roster {
  const remembered = new Map<string, { readonly profile: Profile; readonly until: number }>()
  return {
    async sender(activity, tenant, conversations) {
      const key = `${tenant} ${activity.from.id} ${activity.from.aadObjectId ?? ''}`
      const known = remembered.get(key)
      if (known && known.until > options.clock.tick()) return found({ ...known.profile, locale: activity.locale ?? null })
      const asked = await askMember(conversations, activity)
      if (asked.is !== 'found') return asked
      const profile = profileOf(asked.value, {
        tenant,
        sandbox: options.sandbox,
        claimed: activity.from.aadObjectId,
        locale: activity.locale,
      })
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      remembered.set(key, { profile, until: options.clock.tick() + FRESH_MS })
      return found(profile)
    },
  }
}

async function askMember(conversations: Conversations, activity: Activity): Promise<Answer<Member>> {
  try {
    const place = activity.channelData?.team?.id ?? rootOf(activity.conversation.id)
    const member = Member.safeParse(await conversations.getConversationMember(place, activity.from.id))
    return member.success ? found(member.data) : unknown('Teams described the sender in a form that cannot be read')
  } catch (thrown) {
    return statusOf(thrown) === 404 ? absent : unknown(messageOf(thrown))
  }
}

export interface ProfileContext {
  readonly tenant: string
  readonly sandbox: boolean
  /** aadObjectId the activity itself named. */
  readonly claimed?: string | undefined
  readonly locale?: string | null | undefined
}

/**
 * What Teams says of a member, read for identification. The user principal name counts as their address: unlike the mail attribute it
 * lies in a verified domain of the tenant. Guests, people of other tenants and anonymous participants never count.
 */
export function profileOf(member: Member, context: ProfileContext): Profile {
  const upn = addressOf(member.userPrincipalName ?? '') || null
  const disqualified = disqualificationOf(member, upn, context)
  return {
    platform: 'teams',
    organisation: context.tenant,
    user: member.aadObjectId?.toLowerCase() || member.id,
    name: member.name ?? '',
    email: disqualified ? null : upn,
    locale: context.locale ?? null,
    mention: member.id,
    proof: context.sandbox ? 'sandbox' : 'entra-upn',
    disqualified,
  }
}

function disqualificationOf(member: Member, upn: string | null, context: ProfileContext): Profile['disqualified'] {
  const role = member.userRole?.toLowerCase()
  if (role === 'guest' || role === 'anonymous' || upn?.includes('#ext#')) return 'guest'
  if (!member.aadObjectId || (member.tenantId && member.tenantId.toLowerCase() !== context.tenant)) return 'stranger'
  if (context.claimed && context.claimed.toLowerCase() !== member.aadObjectId.toLowerCase()) return 'stranger'
  return upn ? null : 'unconfirmed-email'
}
