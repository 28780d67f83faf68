import type { DnsQuestion, DnsReply } from '../../domain/evidence.ts'
import type { DnsWay, Network } from '../../ports/network.ts'
import { within } from './within.ts'

/** Less time than this is too little to hold silence against a name server. */
const FAIR_MS = 2_000

/** One question within so many milliseconds. Cut short it reads as silence, or as our own when it had no fair time. */
export function ask(network: Network, question: DnsQuestion, ms: number, way: DnsWay = {}): Promise<DnsReply> {
  return within(ms, network.query(question, way), () => ({
    question,
    rcode: ms < FAIR_MS ? 'unreachable' : 'timeout',
    records: [],
    server: '',
    authenticated: false,
    authoritative: false,
    ms: Math.round(ms),
  }))
}

/** The same on suspicion: cut short it is as if it had not been asked, so that nobody is accused of what our own time ended. */
export const askInTime = (network: Network, question: DnsQuestion, way: DnsWay, ms: number): Promise<DnsReply | null> =>
  within<DnsReply | null>(ms, network.query(question, way), () => null)
