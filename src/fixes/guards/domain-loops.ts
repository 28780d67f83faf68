import type { DnsReply } from '../../domain/evidence.ts'
import type { GuardResult } from '../../domain/plan.ts'
import { isWayIn } from '../../domain/way-in.ts'
import { withoutRoute } from '../steps/served-domains.ts'
import { type Guard, list, ruled, unreadable } from './guard.ts'

/** Refuses when an Internal Relay domain would be left to its MX and that leads back to Exchange Online (5.4.14). */
export const domainLoops: Guard = async (world, { after, domains }) =>
  ruleDomainLoops(await Promise.all(withoutRoute(after, domains).map((name) => world.network.query({ name, type: 'MX' }))))

/** `replies`: the MX of each Internal Relay domain that would have no connector. */
function ruleDomainLoops(replies: readonly DnsReply[]): GuardResult {
  const unread = replies.find((reply) => reply.rcode !== 'NOERROR' && reply.rcode !== 'NXDOMAIN')
  const looping = replies.filter((reply) => reply.records.some((record) => record.type === 'MX' && isExchangeOnline(record.data)))
  if (looping.length > 0) return ruled('domain-loops', 'refuse', { domains: list(looping.map((reply) => reply.question.name)) })
  if (unread) return unreadable(`MX ${unread.question.name}`, unread.rcode)
  return ruled('domain-loops', 'pass', { domains: list(replies.map((reply) => reply.question.name)) })
}

/** Of `10 contoso-com.mail.protection.outlook.com.` the host. */
const isExchangeOnline = (mx: string): boolean => isWayIn(mx.split(/\s+/).at(-1) ?? '')
