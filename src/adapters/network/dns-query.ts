import { randomInt } from 'node:crypto'
import { domainToASCII } from 'node:url'
import type { DnsQuestion, DnsReply } from '../../domain/evidence.ts'
import { encodeQuestion } from './dns-records.ts'
import { askTcp, askUdp, type DnsServer, type Heard, parseServer } from './dns-transport.ts'

export interface DnsSettings {
  readonly servers: readonly string[]
  /** For one question, all servers together, milliseconds. */
  readonly timeoutMs: number
  readonly now: () => number
}

type Rcode = DnsReply['rcode']

/** A server that answers thus has answered; after any other outcome the next one is asked. */
const FINAL: ReadonlySet<Rcode> = new Set(['NOERROR', 'NXDOMAIN'])
/** What is told when no server gives a final answer: an answer before silence, and silence before our own missing way there. */
const TELLING: readonly Rcode[] = ['SERVFAIL', 'REFUSED', 'NOTIMP', 'FORMERR', 'garbled', 'timeout', 'unreachable']

/**
 * Asks a question of each server in turn until one answers it. Every outcome keeps its own name, so that "no such name" (NXDOMAIN),
 * "nothing of that type" (NOERROR without records) and "could not find out" are never mixed up.
 */
export function dnsQuery(settings: DnsSettings): (question: DnsQuestion) => Promise<DnsReply> {
  const servers = settings.servers.map(parseServer)
  return async (question) => {
    const name = wireName(question.name)
    if (name === null) return failed(question, 'FORMERR', '', 0)
    const began = settings.now()
    const deadline = began + settings.timeoutMs
    const replies: DnsReply[] = []
    for (const [index, server] of servers.entries()) {
      const left = deadline - settings.now()
      const reply = await askServer(server, { ...question, name }, left / (servers.length - index), settings.now)
      replies.push({ ...reply, question, ms: round(settings.now() - began) })
      if (FINAL.has(reply.rcode)) break
    }
    const [last] = replies.slice(-1)
    if (last && FINAL.has(last.rcode)) return last
    const most = TELLING.find((rcode) => replies.some((each) => each.rcode === rcode))
    return replies.find((each) => each.rcode === most) ?? failed(question, 'unreachable', '', 0)
  }
}

/** UDP, then without EDNS for a server that does not understand it, then TCP for an answer that was cut. */
async function askServer(server: DnsServer, question: DnsQuestion, ms: number, now: () => number): Promise<DnsReply> {
  const began = now()
  const left = (): number => Math.max(1, ms - (now() - began))
  const ask = (how: typeof askUdp, edns: boolean): Promise<Heard> => {
    const id = randomInt(65_536)
    return how(server, encodeQuestion(question, id, edns), question, id, left())
  }
  let heard = await ask(askUdp, true)
  if (heard.is === 'reply' && heard.rcode === 'FORMERR') heard = await ask(askUdp, false)
  if (heard.is === 'reply' && heard.truncated) heard = await ask(askTcp, true)
  if (heard.is !== 'reply') return failed(question, heard.is === 'foreign' ? 'garbled' : heard.is, server.text, now() - began)
  const { rcode, records, authenticated, authoritative } = heard
  return { question, rcode, records, authenticated, authoritative, server: server.text, ms: now() - began }
}

const failed = (question: DnsQuestion, rcode: Rcode, server: string, ms: number): DnsReply => ({
  question,
  rcode,
  records: [],
  server,
  authenticated: false,
  authoritative: false,
  ms,
})

const round = (ms: number): number => Math.round(ms * 10) / 10

/** The name as it travels: ASCII, labels of 1 to 63 octets, 253 in all (RFC 1035 §2.3.4); null when it cannot be asked for. */
function wireName(name: string): string | null {
  const bare = name.replace(/\.$/, '')
  const ascii = /^[\x21-\x7e]+$/.test(bare) ? bare : domainToASCII(bare)
  const fits = ascii.length > 0 && ascii.length <= 253 && ascii.split('.').every((label) => label.length >= 1 && label.length <= 63)
  return fits ? ascii : null
}
