import { refusalCard } from '../../cards/index.ts'
import type { ReplyTo } from '../../domain/post.ts'
import { Press, type Verb } from '../../domain/press.ts'
import { refused } from '../../domain/refusal.ts'
import { type Answered, answerOnce, languageNow, notice } from './answered.ts'
import { deliver, drawMessage, fill, open } from './deliver.ts'
import { onceKey } from './hear.ts'
import { loadingModal } from './modal.ts'
import { Interaction, originOf, type Place, placeOf } from './place.ts'
import type { Ack, Deps, Origin } from './turn.ts'

/** What leads to more than a sentence is shown in a modal. */
const SHOWN_IN_MODAL: ReadonlySet<Verb> = new Set(['plan', 'more', 'details', 'show-request', 'show-incident'])

/** A button: acknowledged at once. The answer is for the one who pressed; shared cards are edited by the publisher alone. */
export async function pressed(body: unknown, signature: string | null, ack: Ack, deps: Deps): Promise<void> {
  await ack()
  const read = Interaction.safeParse(body)
  if (!read.success) return deps.log.warn({ fields: read.error.issues.map((issue) => issue.path.join('.')) }, 'a press could not be read')
  const press = pressOf(read.data.actions?.[0]?.value)
  const origin = originOf(read.data, onceKey(signature, read.data.trigger_id))
  const place = placeOf(read.data)
  const wantsModal = place.is === 'nowhere' || (place.is === 'message' && press !== null && SHOWN_IN_MODAL.has(press.verb))
  if (!wantsModal) return deps.lane.run(() => answerPressed({ press, origin, place }, deps))
  // The trigger lives three seconds: the modal opens before anything else is asked.
  const modal = await open(read.data.trigger_id, loadingModal(deps, languageNow(origin, deps)), deps)
  const shownAt: Place = modal ? { is: 'modal', ...modal } : place
  deps.lane.run(() => answerPressed({ press, origin, place: shownAt }, deps))
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
  readonly place: Place
}

async function answerPressed({ press, origin, place }: Pressed, deps: Deps): Promise<void> {
  const answered = await answerPress({ press, origin, reply: replyTo(place, origin, deps) }, deps)
  if (!answered) return
  if (place.is === 'modal') return fill(place, answered, deps)
  if (place.is === 'message') {
    // A question of their own has been answered: its button goes, so that nobody presses it again by mistake.
    const replaced = place.isOwn && answered.answer.card.tone === 'working' ? '' : null
    await deliver({ platform: 'slack', is: 'response-url', url: place.url }, drawMessage(answered.answer), deps, replaced)
  } else deps.log.warn({}, 'a press in Slack left no address for its answer')
}

/** What a press leads to, for whoever made it; null when it was seen before. */
export function answerPress(
  { press, origin, reply }: Omit<Pressed, 'place'> & { readonly reply: ReplyTo | null },
  deps: Deps,
): Promise<Answered | null> {
  return answerOnce(origin, deps, {
    changes: press !== null && !SHOWN_IN_MODAL.has(press.verb),
    work: async (acting, showing) => {
      if (!press) return notice(refusalCard(refused('too-late'), showing))
      return deps.answerPress(press, { desk: deps.desk, acting, showing, reply, tenantName: deps.tenantName })
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
