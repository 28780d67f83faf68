import type { App } from '@slack/bolt'
import type { Rooms } from './channels.ts'
import { happened } from './events.ts'
import { command } from './hear.ts'
import { pressed } from './pressed.ts'
import { explainMessage, listIncidents, SHORTCUTS } from './shortcuts.ts'
import { submitted } from './submitted.ts'
import type { Ack, Deps } from './turn.ts'

type Listener = (body: unknown, signature: string | null, ack: Ack, deps: Deps) => Promise<void>

const EVENTS = [
  'app_home_opened',
  'app_mention',
  'message',
  'member_joined_channel',
  'channel_left',
  'group_left',
  'app_uninstalled',
  'tokens_revoked',
]

/** Tells Bolt who hears what. Whatever else Slack sends is acknowledged, so that nobody looks at three seconds of silence. */
export function listen(app: App, deps: Deps, rooms: Rooms): void {
  const to =
    (listener: Listener) =>
    ({ body, context, ack }: Heard): Promise<void> =>
      listener(body, typeof context.signature === 'string' ? context.signature : null, (answer) => ack(answer), deps)
  app.command(/./, async (heard) => to(command)(heard as Heard))
  app.action(/^press:/, async (heard) => to(pressed)(heard as Heard))
  app.action(/^(?!press:)/, ({ ack }) => ack())
  app.view({ callback_id: 'press', type: 'view_submission' }, async (heard) => to(submitted)(heard as unknown as Heard))
  app.view(/^(?!press$)/, ({ ack }) => ack())
  app.shortcut({ callback_id: SHORTCUTS.incidents, type: 'shortcut' }, async (heard) => to(listIncidents)(heard as Heard))
  app.shortcut({ callback_id: SHORTCUTS.explain, type: 'message_action' }, async (heard) => to(explainMessage)(heard as Heard))
  for (const name of EVENTS) app.event(name, ({ body }) => happened(body, deps, rooms))
}

interface Heard {
  readonly body: unknown
  readonly context: Readonly<Record<string, unknown>>
  readonly ack: (answer?: object) => Promise<void>
}
