import { answerOnce, languageNow, notice } from './answered.ts'
import { fill, open } from './deliver.ts'
import { contextOf, explainTyped, onceKey, type Typed } from './hear.ts'
import { saidIn } from './message-text.ts'
import { loadingModal } from './modal.ts'
import { Interaction, originOf } from './place.ts'
import type { Ack, Deps } from './turn.ts'

/** Callback ids of the shortcuts, as the manifests name them. */
export const SHORTCUTS = { incidents: 'mailflow_incidents', explain: 'mailflow_explain' } as const

const PREFIX = '/mailflow'

/** The global shortcut: the incidents in a modal. */
export async function listIncidents(body: unknown, signature: string | null, ack: Ack, deps: Deps): Promise<void> {
  await ack()
  const read = Interaction.safeParse(body)
  if (!read.success) return deps.log.warn({}, 'a shortcut could not be read')
  const { trigger_id, user } = read.data
  const origin = originOf(read.data, onceKey(signature, trigger_id))
  const modal = await open(trigger_id, loadingModal(deps, languageNow(origin, deps)), deps)
  if (!modal) return
  deps.lane.run(async () => {
    const reply = { platform: 'slack', is: 'view', organisation: origin.team ?? '', view: modal.id } as const
    // A shortcut comes from no channel: what is listed is what the person's own conversation with the bot would list.
    const typed: Typed = { text: 'incidents', prefix: PREFIX, origin, reply, channel: { id: user.id, name: '' } }
    const answered = await answerOnce(origin, deps, {
      changes: false,
      work: async (acting, showing) => notice(await deps.answerCommand(typed.text, contextOf(typed, acting, showing, deps))),
    })
    if (answered) await fill(modal, answered, deps)
  })
}

/** The message shortcut: what the errors in a message and in the files with it mean, told privately under it. */
export async function explainMessage(body: unknown, signature: string | null, ack: Ack, deps: Deps): Promise<void> {
  await ack()
  const read = Interaction.safeParse(body)
  if (!read.success || !read.data.response_url) return deps.log.warn({}, 'a message shortcut could not be read')
  const { trigger_id, response_url, channel, message } = read.data
  const origin = originOf(read.data, onceKey(signature, trigger_id))
  const { text, ...along } = saidIn(message)
  const typed: Typed = {
    text,
    along,
    prefix: PREFIX,
    origin,
    reply: { platform: 'slack', is: 'response-url', url: response_url },
    channel: { id: channel?.id ?? '', name: channel?.name ?? '' },
  }
  deps.lane.run(() => explainTyped(typed, deps))
}
