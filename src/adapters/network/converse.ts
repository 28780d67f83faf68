import type { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Revocation, Transcript } from '../../domain/evidence.ts'
import type { ConversationTarget } from '../../ports/network.ts'
import { connect } from './connect.ts'
import { expecting, greet } from './greet.ts'
import { handshake } from './handshake.ts'
import { recipientTests } from './recipient-tests.ts'
import { sentBy } from './sent-certificates.ts'
import { hear, type Session, type SessionSettings, type Step, stage, startSession, timeLeft, transcriptOf } from './session.ts'
import { offers } from './smtp-replies.ts'
import { tlsFacts } from './tls-facts.ts'
import { openWire, type Wire } from './wire.ts'

export type { Reroute } from './session.ts'

/** A connection inside TLS, with the OCSP response the server brought along. */
interface Secured {
  readonly socket: TLSSocket
  readonly staple: Buffer | null
}

/** How long a closing session waits for the other side's end. */
const LINGER_MS = 1000
/** With less time than this left, silence would say nothing about the other side: nobody waits so long for a place. */
const LEAST_MS = 2000
const NO_PLACE = { is: 'fault', why: { is: 'no-route-here', error: 'too many connections are open here' } } as const

/** One session with one address, judged by nobody. It begins when the gate lets it in, and holds its place until the connection is closed. */
export async function converse(target: ConversationTarget, settings: SessionSettings): Promise<Transcript> {
  const { withinMs } = target
  const asked = settings.now()
  const leave = await settings.gate.enter(withinMs === undefined ? undefined : Math.max(0, withinMs - LEAST_MS))
  const session = startSession(target, settings, asked)
  const socket = await stage(session, 'connect', async (ms) => (leave ? connect(session, ms) : NO_PLACE))
  if (socket && leave) await talk(session, socket.once('close', leave))
  else leave?.()
  return transcriptOf(session)
}

async function talk(session: Session, socket: Socket): Promise<void> {
  const wire = openWire(socket, hear(session, false))
  const secured = await plainPart(session, socket, wire)
  if (secured) return securedPart(session, secured)
  // Mail for a server that offers no TLS is sent in clear, unless the connector forbids it.
  if (session.fault?.why.is === 'starttls-not-offered') await testRecipient(session, wire)
  part(session, socket, wire)
}

async function plainPart(session: Session, socket: Socket, wire: Wire): Promise<Secured | null> {
  const banner = await stage(session, 'banner', async (ms) => expecting(await wire.reply(ms), 220))
  if (!banner) return null
  session.banner = banner
  const ehlo = await stage(session, 'ehlo', (ms) => greet(session, wire, socket, ms))
  if (!ehlo) return null
  session.ehlo = ehlo
  const go = await stage(session, 'starttls', (ms) => startTls(session, wire, ms))
  if (!go) return null
  return stage(session, 'handshake', (ms) => secure(session, socket, wire, ms))
}

async function startTls(session: Session, wire: Wire, ms: number): Promise<Step<true>> {
  if (!offers(session.ehlo, 'STARTTLS')) return { is: 'fault', why: { is: 'starttls-not-offered' } }
  wire.send('STARTTLS')
  const answer = expecting(await wire.reply(ms), 220)
  if (answer.is === 'fault') return answer
  // What came behind the answer in a packet of its own is read in the next turn; fed to TLS it would look like a broken handshake.
  await turn()
  await turn()
  session.smuggled = wire.unasked()
  return { ...answer, value: true }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function secure(session: Session, socket: Socket, wire: Wire, ms: number): Promise<Step<Secured>> {
  const { way = null, host } = session.target
  const ended = wire.ended()
  if (ended) return { is: 'fault', why: ended }
  wire.detach()
  const outcome = await handshake(socket, {
    name: way === 'no-sni' ? null : host,
    context: session.settings.contextFor(way),
    ms,
  })
  if (outcome.is === 'fault') return outcome
  const { standardName, name } = outcome.socket.getCipher()
  return { is: 'ok', value: outcome, detail: `${outcome.socket.getProtocol() ?? ''} ${standardName ?? name}` }
}

/**
 * The second EHLO leaves at once; what TLS showed is read while its answer is on the way. We are inside OpenSSL's call back here, which sends
 * nothing before it is over, and other hosts are waiting for their turn.
 */
async function securedPart(session: Session, { socket, staple }: Secured): Promise<void> {
  const wire = openWire(socket, hear(session, true))
  const greeting = stage(session, 'ehlo2', (ms) => greet(session, wire, socket, ms))
  await turn()
  const sent = sentBy(socket)
  session.tls = tlsFacts(socket, sent, session.settings.roots)
  const revocation = askRevocation(session, sent, staple)
  if (await greeting) await testRecipient(session, wire)
  part(session, socket, wire)
  const answer = await revocation
  if (session.tls && answer) session.tls = { ...session.tls, revocation: answer }
}

/** null: not asked. A second look is there for one question only. */
async function askRevocation(session: Session, sent: readonly X509Certificate[], staple: Buffer | null): Promise<Revocation | null> {
  const { tls, target, settings } = session
  if (!tls || !settings.revocation || target.way) return null
  return settings.revocation(sent, tls.trust, staple, timeLeft(session))
}

async function testRecipient(session: Session, wire: Wire): Promise<void> {
  const { recipient } = session.target
  if (recipient) session.recipientTests = await recipientTests(wire, recipient, () => timeLeft(session))
}

/** Says QUIT where the other side can still follow, waits for no answer and never holds the process. */
function part({ fault }: Session, socket: Socket, wire: Wire): void {
  const follows = fault === null || ['reply', 'starttls-not-offered'].includes(fault.why.is)
  if (!follows || wire.ended() || !socket.writable) {
    wire.detach()
    socket.destroy()
    return
  }
  wire.send('QUIT')
  wire.detach()
  socket.resume().end()
  const timer = setTimeout(() => socket.destroy(), LINGER_MS)
  timer.unref()
  socket.once('end', () => socket.destroy()).once('close', () => clearTimeout(timer))
  socket.unref()
}
