import { refusalCard } from '../../cards/index.ts'
import type { ReplyTo } from '../../domain/post.ts'
import { Press, type Verb } from '../../domain/press.ts'
import { refused } from '../../domain/refusal.ts'
import { type Answered, answerOnce, languageNow, notice } from './answered.ts'
import { deliver, deliverPublicly, drawMessage, fill, open, type Publicly } from './deliver.ts'
import { onceKey } from './hear.ts'
import { loadingModal } from './modal.ts'
import { Interaction, originOf, type Place, placeOf } from './place.ts'
import type { Ack, Deps, Origin } from './turn.ts'

/** What leads to more than a sentence is shown in a modal. */
const SHOWN_IN_MODAL: ReadonlySet<Verb> = new Set(['plan', 'more', 'details', 'show-request', 'show-incident', 'show-code', 'partner-note'])

/** A button: acknowledged at once. The answer is for the one who pressed; shared cards are edited by the publisher alone. */
export async function pressed(body: unknown, signature: string | null, ack: Ack, deps: Deps): Promise<void> {
  await ack()
  const read = Interaction.safeParse(body)
  if (!read.success) return deps.log.warn({ fields: read.error.issues.map((issue) => issue.path.join('.')) }, 'a press could not be read')
  const press = pressOf(read.data.actions?.[0]?.value)
  const origin = originOf(read.data, onceKey(signature, read.data.trigger_id))
  const place = placeOf(read.data)
  const channel = read.data.channel?.id ?? null
  const wantsModal = place.is === 'nowhere' || (place.is === 'message' && press !== null && SHOWN_IN_MODAL.has(press.verb))
  if (!wantsModal) return deps.lane.run(() => answerPressed({ press, origin, channel, place }, deps))
  // The trigger lives three seconds: the modal opens before anything else is asked.
  const modal = await open(read.data.trigger_id, loadingModal(deps, languageNow(origin, deps)), deps)
  const shownAt: Place = modal ? { is: 'modal', ...modal } : place
  deps.lane.run(() => answerPressed({ press, origin, channel, place: shownAt }, deps))
}

/** The press a button or a modal carries, or null when it is none of ours, or of another version of the bot. */
export function pressOf(value: string | null | undefined): Press | null {
  try {
    return Press.safeParse(JSON.parse(value ?? '')).data ?? null
  } catch {
    return null
  }
}

interface Pressed {
  readonly press: Press | null
  readonly origin: Origin
  /** Id of the channel the button was in, or null. */
  readonly channel: string | null
  readonly place: Place
}

async function answerPressed({ press, origin, channel, place }: Pressed, deps: Deps): Promise<void> {
  const pressed = await answerPress({ press, origin, channel, reply: replyTo(place, origin, deps) }, deps)
  if (!pressed) return
  const answered = await shared(pressed, place, deps)
  if (place.is === 'modal') return fill(place, answered, deps)
  if (place.is === 'message') {
    // A question of their own has been answered: its button goes, so that nobody presses it again by mistake.
    const replaced = place.isOwn && press?.verb === 'validate' && answered.answer.card.tone === 'working' ? '' : null
    await deliver({ platform: 'slack', is: 'response-url', url: place.url }, drawMessage(answered.answer), deps, replaced)
  } else deps.log.warn({}, 'a press in Slack left no address for its answer')
}

/** Tells everybody what is for everybody; what is left is the word for the one who pressed. */
async function shared({ answer, language }: Answered, place: Place, deps: Deps): Promise<Answered> {
  if (answer.is !== 'public') return { answer, language }
  const where: Publicly | null =
    place.is === 'message' ? { is: 'response-url', url: place.url } : answer.to ? { is: 'channel', id: answer.to } : null
  const outcome = where && (await deliverPublicly(where, answer.card, deps))
  const told = outcome?.is === 'posted' ? answer.told : refusalCard(refused('nowhere-to-share'), deps.showing(language))
  return { answer: notice(told), language }
}

/** What a press leads to, for whoever made it; null when it was seen before. */
export function answerPress(
  { press, origin, channel: id, reply }: Omit<Pressed, 'place'> & { readonly reply: ReplyTo | null },
  deps: Deps,
): Promise<Answered | null> {
  return answerOnce(origin, deps, {
    changes: press !== null && !SHOWN_IN_MODAL.has(press.verb),
    work: async (acting, showing) => {
      if (!press) return notice(refusalCard(refused('too-late'), showing))
      const { desk, tenantName, workspace } = deps
      const organisation = origin.team ?? workspace.known()?.team ?? ''
      // A modal is in no channel; what is shared from there names one.
      const at = id ?? (press.verb === 'share' ? (press.to ?? null) : null)
      const channel = at === null ? null : ({ platform: 'slack', organisation, id: at } as const)
      return deps.answerPress(press, { desk, acting, showing, reply, channel, tenantName })
    },
  })
}

function replyTo(place: Place, { team }: Origin, { workspace }: Deps): ReplyTo | null {
  switch (place.is) {
    case 'message':
      return { platform: 'slack', is: 'response-url', url: place.url }
    case 'modal':
      return { platform: 'slack', is: 'view', organisation: team ?? workspace.known()?.team ?? '', view: place.id }
    case 'nowhere':
      return null
  }
}
