import net, { isIP, type Socket } from 'node:net'
import { hostname } from 'node:os'
import type { SecureContext, TLSSocket } from 'node:tls'
import {
  SESSION_STAGES,
  type SessionFault,
  type SessionStage,
  type StageResult,
  type TlsFacts,
  type Transcript,
} from '../../domain/evidence.ts'
import type { ConversationTarget } from '../../ports/network.ts'
import type { Roots } from './chain-trust.ts'
import { handshake } from './handshake.ts'
import { sessionFault } from './session-fault.ts'
import { offers } from './smtp-replies.ts'
import { tlsFacts } from './tls-facts.ts'
import { openWire, type Received, type Wire } from './wire.ts'

export type Reroute = (ip: string, port: number) => { readonly host: string; readonly port: number } | null

export interface SessionSettings {
  readonly port: number
  /** null: this machine's name, or the local address as a literal (RFC 5321 §4.1.4) when it has no full name. */
  readonly ehloName: string | null
  /** For the whole session and for each stage, milliseconds. */
  readonly timeoutMs: number
  readonly stageTimeoutMs: number
  readonly reroute: Reroute
  readonly now: () => number
  readonly roots: Roots
  readonly context: SecureContext
  readonly forbidden: (ip: string) => string | null
}

/** A stage's end: what to show of it and what the next stage needs, or why it ended the session. */
type Step<T> =
  | { readonly is: 'ok'; readonly value: T; readonly detail: string | null }
  | { readonly is: 'fault'; readonly why: SessionFault }

/** What one session gathers on its way. */
interface Session {
  readonly target: ConversationTarget
  readonly settings: SessionSettings
  readonly stages: StageResult[]
  readonly deadline: number
  fault: Transcript['fault']
  banner: readonly string[]
  ehlo: readonly string[]
  tls: TlsFacts | null
}

const DETAIL_LIMIT = 2000
/** How long a closing session waits for the other side's end. */
const LINGER_MS = 1000

/** One session with one address, judged by nobody. The transcript shows the address and port asked for, also when they are rerouted. */
export async function converse(target: ConversationTarget, settings: SessionSettings): Promise<Transcript> {
  const session: Session = {
    target,
    settings,
    stages: [],
    deadline: settings.now() + settings.timeoutMs,
    fault: null,
    banner: [],
    ehlo: [],
    tls: null,
  }
  await walk(session)
  for (const stage of SESSION_STAGES.slice(session.stages.length)) note(session, { stage, ms: 0, is: 'skipped', detail: null })
  const { stages, fault, banner, ehlo, tls } = session
  return {
    host: target.host,
    ip: target.ip,
    port: settings.port,
    stages,
    fault,
    banner,
    ehlo,
    tls,
    dialogue: [],
    smuggled: null,
    recipientTests: [],
  }
}

async function walk(session: Session): Promise<void> {
  const socket = await stage(session, 'connect', (ms) => connect(session, ms))
  if (!socket) return
  const wire = openWire(socket)
  const secured = await plainPart(session, socket, wire)
  if (!secured) {
    part(socket, wire, session.fault)
    return
  }
  const inside = openWire(secured)
  await stage(session, 'ehlo2', (ms) => greet(session, inside, secured, ms))
  part(secured, inside, session.fault)
}

async function plainPart(session: Session, socket: Socket, wire: Wire): Promise<TLSSocket | null> {
  const banner = await stage(session, 'banner', async (ms) => expecting(await wire.reply(ms), [220]))
  if (!banner) return null
  session.banner = banner
  const ehlo = await stage(session, 'ehlo', (ms) => greet(session, wire, socket, ms))
  if (!ehlo) return null
  session.ehlo = ehlo
  const go = await stage(session, 'starttls', (ms) => startTls(wire, ehlo, ms))
  if (!go) return null
  wire.detach()
  return stage(session, 'handshake', (ms) => secure(session, socket, ms))
}

/** Runs one stage within its own time and the session's, and notes how it ended. */
async function stage<T>(session: Session, name: SessionStage, work: (ms: number) => Promise<Step<T>>): Promise<T | null> {
  const { now, stageTimeoutMs } = session.settings
  const began = now()
  const step = await work(Math.min(stageTimeoutMs, session.deadline - began))
  const ms = Math.round((now() - began) * 10) / 10
  if (step.is === 'ok') {
    note(session, { stage: name, ms, is: 'ok', detail: step.detail })
    return step.value
  }
  session.fault = { stage: name, why: step.why }
  note(session, { stage: name, ms, is: 'failed', detail: faultText(step.why) })
  return null
}

function note(session: Session, result: StageResult): void {
  session.stages.push(result)
  session.target.onStage?.(result)
}

function connect(session: Session, ms: number): Promise<Step<Socket>> {
  const { ip } = session.target
  const { port, reroute, forbidden } = session.settings
  const range = forbidden(ip)
  if (range !== null) return Promise.resolve({ is: 'fault', why: { is: 'not-public', range } })
  return new Promise((resolve) => {
    // The address that was checked is the one dialled: no name is looked up here.
    const socket = net.connect({ ...(reroute(ip, port) ?? { host: ip, port }), noDelay: true })
    const end = (step: Step<Socket>): void => {
      clearTimeout(timer)
      socket.off('connect', onConnect)
      socket.off('error', onError)
      socket.on('error', () => {})
      if (step.is === 'fault') socket.destroy()
      resolve(step)
    }
    const onConnect = (): void => end({ is: 'ok', value: socket, detail: null })
    const onError = (error: Error): void => end({ is: 'fault', why: sessionFault(error) })
    const timer = setTimeout(() => end({ is: 'fault', why: { is: 'timed-out' } }), Math.max(0, ms))
    socket.on('connect', onConnect).on('error', onError)
  })
}

/** EHLO, and HELO where EHLO is not understood (RFC 5321 §4.1.4). */
async function greet(session: Session, wire: Wire, socket: Socket, ms: number): Promise<Step<readonly string[]>> {
  const { now } = session.settings
  const began = now()
  const name = session.settings.ehloName ?? ownName(socket)
  wire.send(`EHLO ${name}`)
  const first = expecting(await wire.reply(ms), [250])
  if (first.is === 'ok' || first.why.is !== 'reply' || first.why.code < 500) return first
  wire.send(`HELO ${name}`)
  return expecting(await wire.reply(ms - (now() - began)), [250])
}

function ownName(socket: Socket): string {
  const name = hostname()
  if (/^[a-z\d-]+(\.[a-z\d-]+)+$/i.test(name)) return name
  const address = socket.localAddress ?? '127.0.0.1'
  return isIP(address) === 6 ? `[IPv6:${address}]` : `[${address}]`
}

async function startTls(wire: Wire, ehlo: readonly string[], ms: number): Promise<Step<true>> {
  if (!offers(ehlo, 'STARTTLS')) return { is: 'fault', why: { is: 'starttls-not-offered' } }
  wire.send('STARTTLS')
  const answer = expecting(await wire.reply(ms), [220])
  return answer.is === 'ok' ? { ...answer, value: true } : answer
}

async function secure(session: Session, socket: Socket, ms: number): Promise<Step<TLSSocket>> {
  const { context, roots } = session.settings
  const outcome = await handshake(socket, session.target.host, context, ms)
  if (outcome.is === 'fault') return outcome
  session.tls = tlsFacts(outcome.socket, roots)
  const detail = session.tls ? `${session.tls.protocol} ${session.tls.cipher}` : null
  return { is: 'ok', value: outcome.socket, detail }
}

function expecting(received: Received, codes: readonly number[]): Step<readonly string[]> {
  if (received.is === 'fault') return received
  const { code, lines } = received.reply
  const text = lines.join('\n').slice(0, DETAIL_LIMIT)
  if (codes.includes(code)) return { is: 'ok', value: lines, detail: text }
  // Any other kind of success means another protocol, or a server that has lost its place.
  return code >= 400 ? { is: 'fault', why: { is: 'reply', code, text } } : { is: 'fault', why: { is: 'not-smtp', text } }
}

/** Says QUIT where the other side can still follow, waits for no answer and never holds the process. */
function part(socket: Socket, wire: Wire, fault: Transcript['fault']): void {
  wire.detach()
  const follows = fault === null || ['reply', 'starttls-not-offered'].includes(fault.why.is)
  if (!follows || !socket.writable) {
    socket.destroy()
    return
  }
  socket.resume().end('QUIT\r\n')
  const timer = setTimeout(() => socket.destroy(), LINGER_MS)
  timer.unref()
  socket.once('end', () => socket.destroy()).once('close', () => clearTimeout(timer))
  socket.unref()
}

function faultText(why: SessionFault): string | null {
  switch (why.is) {
    case 'not-public':
      return why.range
    case 'reply':
    case 'not-smtp':
      return why.text
    case 'timed-out':
    case 'starttls-not-offered':
      return null
    default:
      return why.error
  }
}
