import { isIP } from 'node:net'
import { exchangesOf, isAnswer, isNullMx } from '../../domain/dns.ts'
import type { DnsReply, Transcript } from '../../domain/evidence.ts'
import type { FindingCode } from '../../domain/finding.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'
import type { Network } from '../../ports/network.ts'

/** One host of a connector: a conversation with each of its addresses, or why it has none. */
export interface HostTest {
  readonly host: string
  readonly transcripts: readonly Transcript[]
  /** What DNS said instead of addresses; null when there are some. */
  readonly dns: FindingCode | null
}

const MOST_HOSTS = 4
const MOST_ADDRESSES = 4

/** Talks to the hosts a connector delivers to: its smart hosts, else the MX of the domains it names. No mail is sent. */
export async function testHosts(network: Network, connector: OutboundConnector): Promise<readonly HostTest[]> {
  const named = connector.useMxRecord ? connector.recipientDomains.filter((domain) => !domain.includes('*')) : connector.smartHosts
  return Promise.all(named.slice(0, MOST_HOSTS).map((host) => testHost(network, host, connector.useMxRecord)))
}

async function testHost(network: Network, host: string, isDomain: boolean): Promise<HostTest> {
  if (isIP(host)) return { host, transcripts: [await network.converse({ host, ip: host })], dns: null }
  const mx = await network.query({ name: host, type: 'MX' })
  const exchanges = exchangesOf(host, [mx])
  if (isNullMx(exchanges)) return { host, transcripts: [], dns: 'null-mx' }
  // A sender waits then, and may not go on to the address of the domain itself (RFC 5321 §5.1).
  if (isDomain && !isAnswer(mx)) return { host, transcripts: [], dns: 'dns-query-failed' }
  const targets = exchanges.map((each) => each.exchange).filter((name) => name !== '.')
  const replies = await Promise.all(
    (targets.length > 0 ? targets : [host]).flatMap((name) => [network.query({ name, type: 'A' }), network.query({ name, type: 'AAAA' })]),
  )
  const addresses = replies.flatMap((reply) =>
    reply.records.filter(isAddress).map((record) => ({ host: reply.question.name, ip: record.data })),
  )
  if (addresses.length === 0) return { host, transcripts: [], dns: dnsFinding([mx, ...replies]) }
  const transcripts = await Promise.all(addresses.slice(0, MOST_ADDRESSES).map((target) => network.converse(target)))
  return { host, transcripts, dns: null }
}

const isAddress = (record: { readonly type: string }): boolean => record.type === 'A' || record.type === 'AAAA'

function dnsFinding(replies: readonly DnsReply[]): FindingCode {
  if (replies.some((reply) => !isAnswer(reply))) return 'dns-query-failed'
  return replies.some((reply) => reply.rcode === 'NXDOMAIN') ? 'dns-domain-missing' : 'dns-no-records'
}
