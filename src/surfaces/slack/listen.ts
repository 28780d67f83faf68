import type { App } from '@slack/bolt'
import { z } from 'zod'
import type { Rooms } from './channels.ts'
import { happened } from './events.ts'
import { command } from './hear.ts'
import { pressed } from './pressed.ts'
import { explainMessage, listIncidents, SHORTCUTS } from './shortcuts.ts'
import { submitted } from './submitted.ts'
import type { Ack, Deps } from './turn.ts'

type Listener = (body: unknown, signature: string | null, ack: Ack, deps: Deps) => Promise<void>

const Kind = z.object({
  type: z.string().optional(),
  callback_id: z.string().optional(),
  actions: z.array(z.object({ action_id: z.string().optional() })).optional(),
  view: z.object({ callback_id: z.string().optional() }).optional(),
})

/**
 * Hears everything Slack sends, in one place: Bolt walks through every registered listener for every request, which costs more than
 * the acknowledgement itself. What is none of ours is acknowledged all the same; three seconds of silence would look like a fault.
 */
export function listen(app: App, deps: Deps, rooms: Rooms): void {
  app.use(async (heard) => {
    const { body, context } = heard
    const ack = 'ack' in heard && typeof heard.ack === 'function' ? (heard.ack as Ack) : null
    // Events come without one: Bolt has acknowledged them.
    if (!ack) return happened(body, deps, rooms)
    const listener = listenerFor(body)
    return listener ? listener(body, typeof context.signature === 'string' ? context.signature : null, ack, deps) : ack()
  })
}

/** Who hears it, or null when it is none of ours. */
function listenerFor(body: unknown): Listener | null {
  // The one that is measured in fractions of a millisecond goes first.
  if (typeof body === 'object' && body !== null && 'command' in body) return command
  const kind = Kind.safeParse(body).data
  if (!kind) return null
  switch (kind.type) {
    case 'block_actions':
      return kind.actions?.[0]?.action_id?.startsWith('press:') ? pressed : null
    case 'view_submission':
      return kind.view?.callback_id === 'press' ? submitted : null
    case 'shortcut':
      return kind.callback_id === SHORTCUTS.incidents ? listIncidents : null
    case 'message_action':
      return kind.callback_id === SHORTCUTS.explain ? explainMessage : null
    default:
      return null
  }
}
