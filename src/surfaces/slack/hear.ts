import { z } from 'zod'
import type { Card, Showing } from '../../cards/card.ts'
import type { Acting } from '../../core/desk.ts'
import type { Channel } from '../../domain/person.ts'
import type { CommandContext } from '../commands.ts'
import { draw } from '../draw.ts'
import { answerSent, explainSent, type Sent } from '../sent.ts'
import { answerOnce, notice } from './answered.ts'
import { deliver } from './deliver.ts'
import type { Said } from './message-text.ts'
import { plainText } from './plain-text.ts'
import { addressOf, isDirect, type SlackReply } from './poster.ts'
import type { Ack, Deps, Origin } from './turn.ts'

const SlashCommand = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string().nullish(),
  user_id: z.string(),
  channel_id: z.string(),
  channel_name: z.string().default(''),
  response_url: z.string(),
  trigger_id: z.string(),
})

/** `/mailflow …`: acknowledged at once, answered privately through its response_url. */
export async function command(body: unknown, signature: string | null, ack: Ack, deps: Deps): Promise<void> {
  await ack()
  deps.lane.run(() => answerCommand(body, signature, deps))
}

async function answerCommand(body: unknown, signature: string | null, deps: Deps): Promise<void> {
  const read = SlashCommand.safeParse(body)
  if (!read.success)
    return deps.log.warn({ fields: read.error.issues.map((issue) => issue.path.join('.')) }, 'a slash command could not be read')
  const { text, command: prefix, team_id, user_id, channel_id, channel_name, response_url, trigger_id } = read.data
  const origin: Origin = { once: onceKey(signature, trigger_id), team: team_id ?? null, user: user_id }
  const reply: SlackReply = { platform: 'slack', is: 'response-url', url: response_url }
  await answerTyped({ text: plainText(text), prefix, origin, reply, channel: { id: channel_id, name: channel_name } }, deps)
}

/** The signature of the request names it; over Socket Mode there is none, but a trigger is never issued twice. */
export const onceKey = (signature: string | null, trigger: string): string => `slack:${signature ?? trigger}`

export interface Typed {
  readonly text: string
  /** What people type before a command here. */
  readonly prefix: string
  readonly origin: Origin
  readonly reply: SlackReply
  readonly channel: { readonly id: string; readonly name: string }
  /** What hangs on the message; left out where nothing can. */
  readonly along?: Pick<Said, 'quoted' | 'files'>
}

/** Answers what somebody typed, pasted or attached; the real answer of a slow command takes the place of "working". */
export async function answerTyped(typed: Typed, deps: Deps): Promise<void> {
  return answerWith(typed, deps, async (sent, context) => (await answerSent(sent, context, deps.answerCommand)).card)
}

/** Explains a message, whatever its words: none of them is taken for a command. */
export const explainTyped = (typed: Typed, deps: Deps): Promise<void> => answerWith(typed, deps, explainSent)

type Work = (sent: Sent, context: CommandContext) => Promise<Card>

async function answerWith(typed: Typed, deps: Deps, work: Work): Promise<void> {
  const { origin, reply } = typed
  const sent = deps.replaceable.expect(addressOf(reply))
  let message: string | null = null
  try {
    const answered = await answerOnce(origin, deps, {
      changes: /^\s*(bind|lier)\b/i.test(typed.text),
      work: async (acting, showing) => notice(await work(sentOf(typed, deps), contextOf(typed, acting, showing, deps))),
    })
    if (!answered) return
    const outcome = await deliver(reply, draw(answered.answer.card, 'slack'), deps)
    if (outcome.is === 'posted' && answered.answer.card.tone === 'working') message = outcome.message
  } finally {
    sent(message)
  }
}

const sentOf = ({ text, along }: Typed, deps: Deps): Sent => ({
  text,
  formatted: null,
  quoted: along?.quoted ?? [],
  files: along?.files.length ? () => deps.files.read(along.files) : null,
})

export function contextOf(
  { prefix, origin, reply, channel: { id, name } }: Typed,
  acting: Acting,
  showing: Showing,
  deps: Deps,
): CommandContext {
  const { desk, tenantName, workspace } = deps
  const channel: Omit<Channel, 'tenants'> = {
    platform: 'slack',
    organisation: origin.team ?? workspace.known()?.team ?? '',
    id,
    name: name || id,
    isPersonal: isDirect(id),
    language: null,
  }
  return { desk, acting, showing, reply, channel, prefix, tenantName }
}
