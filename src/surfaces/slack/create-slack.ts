import type { RequestListener } from 'node:http'
import { messageOf } from '../../domain/failure.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Poster } from '../../ports/poster.ts'
import { createClient } from './call.ts'
import { createRooms } from './channels.ts'
import { createFiles } from './files.ts'
import { createGate } from './gate.ts'
import { createLane } from './lane.ts'
import { listen } from './listen.ts'
import { createOpening } from './opening.ts'
import { createDirectory, createPeople } from './people.ts'
import { createPoster } from './poster.ts'
import { openReceiver } from './receiver.ts'
import { createReplaceable } from './replaceable.ts'
import type { Deps } from './turn.ts'
import { createWorkspace } from './workspace.ts'

/** What is configured. */
export interface SlackSettings {
  readonly botToken: string
  readonly signingSecret: string | null
  /** Set: Socket Mode. */
  readonly appToken: string | null
  /** Slack's own unless a double stands in. */
  readonly apiUrl: string | null
  /** Workspaces whose people count; empty for the one of the token. */
  readonly teamIds: readonly string[]
  /** Channels that get the cards from the start. */
  readonly channels: readonly string[]
}

type Around = Pick<Deps, 'desk' | 'clock' | 'log' | 'showing' | 'tenantName' | 'answerCommand' | 'answerPress'>

export interface SlackOptions extends SlackSettings, Around {
  /** Told the workspace of the token. */
  readonly allow: (organisation: string) => void
}

export interface Slack {
  /** Serves POST /slack/events in front of Express, which is what keeps the acknowledgement quick; null in Socket Mode. */
  readonly before: ((rest: RequestListener) => RequestListener) | null
  readonly poster: Poster
  readonly directory: Directory
  /** Asks Slack which workspace this is, and greets the configured channels. Never fails: what Slack does not answer is asked again later. */
  start(): Promise<void>
  /** Closes the connection and waits for the answers under way. */
  stop(): Promise<void>
}

/** Answers worked on at a time. */
const LANE_WIDTH = 8
const LONGEST_GOODBYE_MS = 5_000

/** Opens the Slack surface without asking Slack anything. @throws Failure('config') without signing secret and app token. */
export async function createSlack(options: SlackOptions): Promise<Slack> {
  const { botToken, apiUrl, log, clock } = options
  const client = createClient({ token: botToken, apiUrl, logger: undefined })
  const workspace = createWorkspace({ client, teamIds: options.teamIds, allow: options.allow, log })
  const heard = openReceiver({ ...options, own: () => workspace.known() })
  const replaceable = createReplaceable()
  const poster = createPoster({ client, replaceable, apiUrl })
  const lane = createLane({
    width: LANE_WIDTH,
    tick: clock.tick,
    onFault: (thrown) => log.warn({ why: messageOf(thrown) }, 'work for Slack failed'),
  })
  const rooms = createRooms({ desk: options.desk, client, workspace, channels: options.channels, log })
  const deps: Deps = {
    ...options,
    client,
    workspace,
    replaceable,
    poster,
    lane,
    people: createPeople({ client, clock }),
    files: createFiles({ client, botToken, apiUrl }),
  }
  listen(heard.app, deps, rooms)
  const opening = createOpening({ heard, workspace, rooms, log })
  const gate = heard.is === 'http' ? createGate({ clock, log, receive: heard.receive }) : null
  return {
    before: gate?.before ?? null,
    poster,
    directory: createDirectory(client),
    start: opening.start,
    async stop() {
      await opening.stop()
      await Promise.race([lane.idle(), new Promise((resolve) => setTimeout(resolve, LONGEST_GOODBYE_MS).unref())])
    },
  }
}
