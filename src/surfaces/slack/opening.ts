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
const LONGEST_GOODBYE_MS = 3_000

/** Gets in touch with Slack, again and again until it answers, and again whenever the connection is lost. Never throws. */
export function createOpening({ heard, workspace, rooms, log }: OpeningParts): Opening {
  let connected = heard.is === 'http'
  let opened = false
  let stopped = false

  async function reach(): Promise<boolean> {
    const own = await workspace.get()
    if (own.is === 'unknown') log.warn({ why: own.why }, 'Slack does not say which workspace this is; asking again later')
    if (own.is !== 'found') return false
    if (!connected && heard.is === 'socket') await heard.connect()
    if (stopped) {
      await goodbye(heard)
      return true
    }
    if (!opened) log.info({ workspace: own.value.team, mode: heard.is }, 'Slack is open')
    connected = true
    opened = true
    return rooms.openConfigured()
  }
  const attempts = createAttempts(reach, (thrown) => log.warn({ why: messageOf(thrown) }, 'Slack could not be reached; trying again later'))

  if (heard.is === 'socket') {
    heard.onLost(() => {
      connected = false
      if (stopped) return
      log.info({}, 'the connection to Slack ended; connecting again')
      void attempts.begin()
    })
  }

  return {
    // A connection that hangs must not hold up the service.
    start: () => Promise.race([attempts.begin(), waitAtMost(LONGEST_START_MS)]),
    async stop() {
      stopped = true
      attempts.stop()
      if (connected) await goodbye(heard)
    },
  }
}

/** The SDK gives Slack half a minute to answer; a service that stops has less. */
async function goodbye(heard: Heard): Promise<void> {
  if (heard.is === 'socket') await Promise.race([heard.disconnect(), waitAtMost(LONGEST_GOODBYE_MS)])
}

const waitAtMost = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())

interface Attempts {
  /** Tries now, then ever more slowly until it is done. Resolves after the first try. */
  begin(): Promise<void>
  stop(): void
}

/** One attempt at a time: two would open two connections. `tryOnce` says whether it is done. */
function createAttempts(tryOnce: () => Promise<boolean>, onFault: (thrown: unknown) => void): Attempts {
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  let underway: Promise<void> = Promise.resolve()

  function attempt(tries: number): Promise<void> {
    if (timer) clearTimeout(timer)
    underway = underway.then(() => attemptNow(tries))
    return underway
  }

  async function attemptNow(tries: number): Promise<void> {
    if (stopped) return
    const done = await tryOnce().catch((thrown) => {
      onFault(thrown)
      return false
    })
    if (done || stopped) return
    timer = setTimeout(() => void attempt(tries + 1), RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]).unref()
  }

  return {
    begin: () => attempt(0),
    stop() {
      stopped = true
      if (timer) clearTimeout(timer)
    },
  }
}
