import { randomInt } from 'node:crypto'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { DnsQuestion, DnsReply } from '../../domain/evidence.ts'
import type { DnsWay } from '../../ports/network.ts'
import type { Reroute } from './converse.ts'
import { type DnsOrder, dnsOrder } from './dns-order.ts'
import { type AskPatiently, patientSockets } from './dns-patience.ts'
import { encodeQuestion, type Manner } from './dns-records.ts'
import { dnsSlots, type Place } from './dns-slots.ts'
import { askTcp, askUdp, type DnsServer, type Heard, parseServer, shownServer } from './dns-transport.ts'

export interface DnsSettings {
  readonly servers: readonly string[]
  /** For one question, all servers together, from the moment it is sent, milliseconds. */
  readonly timeoutMs: number
  readonly now: () => number
  /** Which servers named by a question may not be asked. */
  readonly forbidden: (ip: string) => string | null
  /** Where to dial instead of a server named by a question. */
  readonly reroute: Reroute
  /** Sockets open at one moment; further questions wait their turn. Default 256. */
  readonly mostSockets?: number
}

export type DnsQuery = (question: DnsQuestion, way?: DnsWay) => Promise<DnsReply>

type Rcode = DnsReply['rcode']

/** A server that answers thus has answered; after any other outcome the next one is asked. */
const FINAL: ReadonlySet<Rcode> = new Set(['NOERROR', 'NXDOMAIN'])
/** What is told when no server gives a final answer: an answer before silence, and silence before our own missing way there. */
const TELLING: readonly Rcode[] = ['SERVFAIL', 'REFUSED', 'NOTIMP', 'FORMERR', 'truncated', 'garbled', 'timeout', 'unreachable']
/** A server that is silent for so long keeps its chance, and the next one gets one beside it. */
const BESIDE_MS = 500
const MOST_SOCKETS = 256
/** Questions that wait on shared sockets: as many as a hundred domains without any answer have, and no storm for a resolver. */
const MOST_PATIENT = 1500
const DNS_PORT = 53

/**
 * Asks a question of the servers until one answers it. Every outcome keeps its own name, so that "no such name" (NXDOMAIN), "nothing of that
 * type" (NOERROR without records) and "could not find out" are never mixed up. Equal questions of the same moment are sent once.
 */
export function dnsQuery(settings: DnsSettings): DnsQuery {
  const order = dnsOrder(settings.servers.map(parseServer), settings.now)
  const patience = patientSockets(settings.now)
  const slots = dnsSlots(settings.mostSockets ?? MOST_SOCKETS, () => patience.waiting() < MOST_PATIENT)
  const running = new Map<string, Promise<DnsReply>>()
  const ask = async (question: DnsQuestion, way: DnsWay): Promise<DnsReply> => {
    const alone = way.server === undefined ? null : named(way.server, settings)
    const most = alone?.length ?? settings.servers.length
    if (most === 0) return failed(question, 'unreachable', way.server === undefined ? '' : shownServer(way.server, DNS_PORT))
    const manner = { recursive: alone === null, unchecked: way.unchecked ?? false }
    const tcp: typeof askTcp = (server, asking) => slots.with(1, () => askTcp(server, asking))
    // One socket for each server that may be asked beside the others. Which one comes first is seen when the turn has come.
    return slots.with(most, (place) =>
      race(alone ?? order.now(), question, settings, order, { manner, patiently: patience.ask, tcp, place }),
    )
  }
  return (question, way = {}) => {
    const name = wireName(question.name)
    if (name === null) return Promise.resolve(failed(question, 'FORMERR', ''))
    const key = `${question.type} ${name.toLowerCase()} ${way.server ?? ''} ${way.unchecked ?? false}`
    const asking = running.get(key) ?? ask({ ...question, name }, way).finally(() => running.delete(key))
    running.set(key, asking)
    return asking.then((reply) => ({ ...reply, question }))
  }
}

function named(ip: string, { forbidden, reroute }: DnsSettings): readonly DnsServer[] {
  if (isIP(ip) === 0 || forbidden(ip) !== null) return []
  return [{ ...(reroute(ip, DNS_PORT) ?? { host: ip, port: DNS_PORT }), text: shownServer(ip, DNS_PORT) }]
}

/** The first final answer wins. The next server is asked when all asked before have failed, or beside them after a short silence. */
function race(
  servers: readonly DnsServer[],
  question: DnsQuestion,
  settings: DnsSettings,
  order: DnsOrder,
  means: Means,
): Promise<DnsReply> {
  const { now, timeoutMs } = settings
  return new Promise((resolve) => {
    const began = now()
    const over = new AbortController()
    const replies = new Map<DnsServer, DnsReply>()
    let asked = 0
    let timer: NodeJS.Timeout | undefined
    const end = (reply: DnsReply): void => {
      clearTimeout(timer)
      // A reason of its own spares the making of an error with its stack.
      over.abort('answered')
      resolve({ ...reply, ms: round(now() - began) })
    }
    const hear = (server: DnsServer, reply: DnsReply): void => {
      if (over.signal.aborted) return
      replies.set(server, reply)
      if (!isSilence(reply)) order.answered(server)
      if (FINAL.has(reply.rcode)) {
        const before = servers.slice(0, servers.indexOf(server))
        for (const other of before) if (isSilence(replies.get(other))) order.kept(other)
        end(reply)
      } else if (replies.size === servers.length) end(mostTelling([...replies.values()]) ?? reply)
      else if (replies.size === asked) next()
    }
    const next = (): void => {
      clearTimeout(timer)
      const server = servers[asked++]
      if (!server) return
      if (asked < servers.length) timer = setTimeout(next, Math.min(BESIDE_MS, timeoutMs / (servers.length + 1)))
      const ms = Math.max(1, timeoutMs - (now() - began))
      askServer(server, question, { ...means, ms, now, signal: over.signal }).then(
        (reply) => hear(server, reply),
        () => hear(server, failed(question, 'unreachable', server.text)),
      )
    }
    next()
  })
}

const isSilence = (reply: DnsReply | undefined): boolean => !reply || reply.rcode === 'timeout' || reply.rcode === 'unreachable'

const mostTelling = (replies: readonly DnsReply[]): DnsReply | undefined =>
  TELLING.map((rcode) => replies.find((reply) => reply.rcode === rcode)).find((reply) => reply !== undefined)

/** How a question goes out. */
interface Means {
  readonly manner: Manner
  readonly patiently: AskPatiently
  /** Over TCP, once there is a place for it. */
  readonly tcp: typeof askTcp
  readonly place: Place
}

interface Terms extends Means {
  readonly ms: number
  readonly now: () => number
  readonly signal: AbortSignal
}

/** The first datagram may be lost: it is sent again after this time, then after twice as long each time. */
const RESEND_MS = 400
/** Codes with which servers answer EDNS that they do not know (RFC 6891 §7). */
const WITHOUT_EDNS: ReadonlySet<Rcode> = new Set(['FORMERR', 'NOTIMP'])

/**
 * UDP, then without EDNS for a server that does not understand it, then TCP for an answer that was cut. While others wait for a socket, a
 * server that does not answer at once is asked again from a shared one, so that its silence holds nobody up; nor is it left for answers to
 * what was not asked.
 */
async function askServer(server: DnsServer, question: DnsQuestion, terms: Terms): Promise<DnsReply> {
  const { manner, ms, now, signal, place } = terms
  const began = now()
  const left = (): number => ms - (now() - began)
  const pauseMs = Math.min(RESEND_MS, ms / 2)
  let edns = true
  let patient = false
  const onCrowd: Place['onCrowd'] = (leave) =>
    place.onCrowd(() => {
      patient = true
      leave()
    })
  const ask = (how: AskPatiently): Promise<Heard> => {
    const id = randomInt(65_536)
    const message = encodeQuestion(question, manner, id, edns)
    const plain = (): Buffer => encodeQuestion(question, manner, id, false)
    return how(server, { message, plain, question, id, ms: Math.max(1, left()), pauseMs, signal, onCrowd })
  }
  const askDatagram = async (): Promise<Heard> => {
    if (patient) return ask(terms.patiently)
    const heard = await ask(askUdp)
    if (!patient || signal.aborted || (heard.is !== 'timeout' && heard.is !== 'foreign')) return heard
    place.giveBack()
    const later = await ask(terms.patiently)
    return later.is === 'timeout' ? heard : later
  }
  let heard = await askDatagram()
  if (heard.is === 'reply' && WITHOUT_EDNS.has(heard.rcode) && !signal.aborted) {
    edns = false
    heard = await askDatagram()
  }
  if (heard.is === 'reply' && heard.truncated) {
    heard = signal.aborted ? heard : await ask(patient ? terms.tcp : askTcp)
    if (heard.is !== 'reply' || heard.truncated) return failed(question, 'truncated', server.text)
  }
  if (heard.is !== 'reply') return failed(question, heard.is === 'foreign' ? 'garbled' : heard.is, server.text)
  const { rcode, records, referral, authenticated, authoritative } = heard
  // A name server that points to others instead of asking them is no resolver: it has not said that there is nothing.
  if (manner.recursive && referral.length > 0 && !heard.recursive) return failed(question, 'REFUSED', server.text)
  return {
    question,
    rcode,
    records,
    ...(referral.length > 0 ? { referral } : {}),
    authenticated,
    authoritative,
    server: server.text,
    ms: now() - began,
  }
}

const failed = (question: DnsQuestion, rcode: Rcode, server: string): DnsReply => ({
  question,
  rcode,
  records: [],
  server,
  authenticated: false,
  authoritative: false,
  ms: 0,
})

const round = (ms: number): number => Math.round(ms * 10) / 10

/** The name as it travels: ASCII, labels of 1 to 63 octets, 253 in all (RFC 1035 §2.3.4), `.` for the root; null when it cannot be asked for. */
function wireName(name: string): string | null {
  if (name === '.') return name
  const bare = name.replace(/\.$/, '')
  const ascii = /^[\x21-\x7e]+$/.test(bare) ? bare : domainToASCII(bare)
  const fits = ascii.length > 0 && ascii.length <= 253 && ascii.split('.').every((label) => label.length >= 1 && label.length <= 63)
  return fits ? ascii : null
}
