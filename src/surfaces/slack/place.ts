import { z } from 'zod'
import type { Origin } from './turn.ts'

const Named = z.object({ id: z.string() })
const View = z.object({
  id: z.string(),
  type: z.string().default('modal'),
  hash: z.string().nullish(),
  private_metadata: z.string().nullish(),
})

/** An interaction as Slack sends it (docs.slack.dev, interaction payloads): presses, modals and shortcuts share most of it. */
export const Interaction = z.object({
  user: z.object({ id: z.string(), team_id: z.string().nullish() }),
  team: Named.nullish(),
  trigger_id: z.string(),
  response_url: z.string().nullish(),
  channel: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
  container: z.object({ is_ephemeral: z.boolean().nullish() }).nullish(),
  view: View.nullish(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().nullish() })).nullish(),
  message: z.unknown().optional(),
})
export type Interaction = z.infer<typeof Interaction>

/**
 * Where a button sat: on a message, in a modal, or on the home tab, where there is no address for an answer. `isOwn`: a message that only the one
 * who pressed can see.
 */
export type Place =
  | { readonly is: 'message'; readonly url: string; readonly isOwn: boolean }
  | { readonly is: 'modal'; readonly id: string; readonly hash: string | null }
  | { readonly is: 'nowhere' }

export function placeOf({ view, response_url, container }: Interaction): Place {
  if (view?.type === 'modal') return { is: 'modal', id: view.id, hash: view.hash ?? null }
  return response_url ? { is: 'message', url: response_url, isOwn: container?.is_ephemeral === true } : { is: 'nowhere' }
}

/** The workspace the interaction came through; whether the person belongs to it is asked from Slack. */
export const originOf = ({ user, team }: Interaction, once: string): Origin => ({
  once,
  team: team?.id ?? user.team_id ?? null,
  user: user.id,
})
