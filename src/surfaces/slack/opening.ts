import { messageOf } from '../../domain/failure.ts'
import type { Rooms } from './channels.ts'
import type { Heard } from './receiver.ts'
import type { Log } from './turn.ts'
import type { Workspace } from './workspace.ts'

export interface OpeningParts {
  readonly heard: Heard
  readonly workspace: Workspace
  readonly rooms: Rooms
  readonly log: Log
}

export interface Opening {
  start(): Promise<void>
  stop(): Promise<void>
}

const RETRY_MS = [5_000, 15_000, 60_000, 300_000]
const LONGEST_START_MS = 10_000

/** Gets in touch with Slack, again and again until it answers, and again whenever the connection is lost. Never throws. */
export function createOpening({ heard, workspace, rooms, log }: OpeningParts): Opening {
  let timer: NodeJS.Timeout | null = null
  let connected = heard.is === 'http'
  let opened = false
  let stopped = false
  let underway: Promise<void> = Promise.resolve()

  /** One attempt at a time: two would open two connections. */
  function attempt(tries: number): Promise<void> {
    if (timer) clearTimeout(timer)
    underway = underway.then(() => tryOnce(tries))
    return underway
  }

  async function tryOnce(tries: number): Promise<void> {
    if (stopped) return
    const done = await reach().catch((thrown) => {
      log.warn({ why: messageOf(thrown) }, 'Slack could not be reached; trying again later')
      return false
    })
    if (done || stopped) return
    timer = setTimeout(() => void attempt(tries + 1), RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]).unref()
  }

  async function reach(): Promise<boolean> {
    const own = await workspace.get()
    if (own.is === 'unknown') log.warn({ why: own.why }, 'Slack does not say which workspace this is; asking again later')
    if (own.is !== 'found') return false
    if (!connected && heard.is === 'socket') await heard.connect()
    if (!opened) log.info({ workspace: own.value.team, mode: heard.is }, 'Slack is open')
    connected = true
    opened = true
    return rooms.openConfigured()
  }

  if (heard.is === 'socket') {
    heard.onLost(() => {
      connected = false
      if (stopped) return
      log.info({}, 'the connection to Slack ended; connecting again')
      void attempt(0)
    })
  }

  return {
    // A connection that hangs must not hold up the service.
    start: () => Promise.race([attempt(0), new Promise<void>((resolve) => setTimeout(resolve, LONGEST_START_MS).unref())]),
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      if (connected && heard.is === 'socket') await heard.disconnect()
    },
  }
}
