import { isIP, type Socket } from 'node:net'
import { hostname } from 'node:os'
import type { Received } from './reply-reader.ts'
import type { Session, Step } from './session.ts'
import type { Wire } from './wire.ts'

const DETAIL_LIMIT = 2000

/** RFC 5321 §4.2.2: the command is not known. */
const UNKNOWN_COMMAND: readonly number[] = [500, 502]

/**
 * EHLO, and HELO where EHLO is refused (RFC 5321 §3.2). Who refuses EHLO for a reason of its own, and HELO after it, is shown with that reason.
 * EHLO leaves before this returns.
 */
export async function greet(session: Session, wire: Wire, socket: Socket, ms: number): Promise<Step<readonly string[]>> {
  const { now } = session.settings
  const began = now()
  const name = session.settings.ehloName ?? ownName(socket)
  wire.send(`EHLO ${name}`)
  const first = expecting(await wire.reply(ms), 250)
  if (first.is === 'ok' || first.why.is !== 'reply' || first.why.code < 500) return first
  wire.send(`HELO ${name}`)
  const second = expecting(await wire.reply(ms - (now() - began)), 250)
  return second.is === 'ok' || UNKNOWN_COMMAND.includes(first.why.code) ? second : first
}

function ownName(socket: Socket): string {
  const name = hostname()
  if (/^[a-z\d-]+(\.[a-z\d-]+)+$/i.test(name)) return name
  const address = socket.localAddress ?? '127.0.0.1'
  return isIP(address) === 6 ? `[IPv6:${address}]` : `[${address}]`
}

/** The reply's lines when it has that code, else why the session ends here. */
export function expecting(received: Received, wanted: number): Step<readonly string[]> {
  if (received.is === 'fault') return received
  const { code, lines } = received.reply
  const text = lines.join('\n').slice(0, DETAIL_LIMIT)
  if (code === wanted) return { is: 'ok', value: lines, detail: text }
  // Any other kind of success means another protocol, or a server that has lost its place.
  return code >= 400 ? { is: 'fault', why: { is: 'reply', code, text } } : { is: 'fault', why: { is: 'not-smtp', text } }
}
