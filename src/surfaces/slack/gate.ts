import type { RequestListener } from 'node:http'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from './turn.ts'

export interface GateOptions {
  readonly clock: Clock
  readonly log: Log
  /** Bolt's receiver: reads the body, checks the signature, answers. */
  readonly receive: RequestListener
}

export interface Gate {
  /** POST /slack/events here, all other requests to `rest`. In front of Express, whose routing costs more than the acknowledgement itself. */
  before(rest: RequestListener): RequestListener
}

const PATH = '/slack/events'
const MOST_AHEAD_MS = 60_000

/** The door before Bolt: Bolt takes signed timestamps from the future, here they are refused (401). */
export function createGate({ clock, log, receive }: GateOptions): Gate {
  const enter: RequestListener = (request, response) => {
    // What Bolt leaves unread of a body past its limit would stand in front of the next request on a kept-alive connection.
    response.once('finish', () => request.complete || request.resume())
    const timestamp = Number(request.headers['x-slack-request-timestamp'])
    if (timestamp * 1000 - Date.parse(clock.now()) <= MOST_AHEAD_MS || Number.isNaN(timestamp)) return receive(request, response)
    log.warn({ status: 401, why: 'timestamp in the future' }, 'a request to the Slack endpoint was refused')
    response.writeHead(401).end()
  }
  return {
    before: (rest) => (request, response) =>
      request.method === 'POST' && request.url === PATH ? enter(request, response) : rest(request, response),
  }
}
