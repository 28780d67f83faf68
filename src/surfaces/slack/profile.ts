import { z } from 'zod'
import { addressOf, type Profile } from '../../domain/person.ts'

/** A user object of Slack (docs.slack.dev/reference/objects/user-object), as far as it decides who counts. */
export const SlackUser = z.object({
  id: z.string(),
  team_id: z.string().nullish(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_workflow_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  is_email_confirmed: z.boolean().nullish(),
  locale: z.string().nullish(),
  profile: z.object({ email: z.string().nullish(), real_name: z.string().nullish(), display_name: z.string().nullish() }).nullish(),
  /** Only in an Enterprise organisation: the workspaces the account belongs to. */
  enterprise_user: z.object({ teams: z.array(z.string()).nullish() }).nullish(),
})
export type SlackUser = z.infer<typeof SlackUser>

/** What Slack says of an account, read for identification in the workspace `organisation`. The address counts only when Slack confirmed it. */
export function profileOf(user: SlackUser, organisation: string): Profile {
  const email = addressOf(user.profile?.email ?? '') || null
  const disqualified = disqualificationOf(user, email, organisation)
  return {
    platform: 'slack',
    organisation,
    user: user.id,
    name: user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || user.id,
    email: disqualified ? null : email,
    locale: user.locale ?? null,
    mention: user.id,
    proof: 'confirmed-email',
    disqualified,
  }
}

/** Somebody of another organisation, seen through a shared channel or not at all. */
export const strangerOf = (user: string, organisation: string): Profile => ({
  platform: 'slack',
  organisation,
  user,
  name: user,
  email: null,
  locale: null,
  mention: user,
  proof: 'confirmed-email',
  disqualified: 'stranger',
})

function disqualificationOf(user: SlackUser, email: string | null, organisation: string): Profile['disqualified'] {
  if (user.deleted) return 'deactivated'
  if (user.is_bot || user.is_workflow_bot || user.id === 'USLACKBOT') return 'bot'
  if (user.is_stranger || !belongsTo(user, organisation)) return 'stranger'
  if (user.is_restricted || user.is_ultra_restricted) return 'guest'
  return email && user.is_email_confirmed !== true ? 'unconfirmed-email' : null
}

const belongsTo = (user: SlackUser, organisation: string): boolean =>
  user.team_id === organisation || Boolean(user.enterprise_user?.teams?.includes(organisation))
