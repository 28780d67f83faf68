import { isIPv4 } from 'node:net'
import type { Answer, Question } from 'dns-packet'
import { CLOUD_DOMAINS, mxHostOf, ROUTES } from '../scenarios.ts'
import { CLOUD_FRONT } from './cloud-front.ts'
import type { LabFault } from './fault.ts'

/** Short enough that a lifted fault shows at once behind any cache. */
const TTL = 60

/** What the lab's name servers say: `records` empty under NOERROR is a name that exists without that type. */
export interface ZoneAnswer {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL'
  readonly records: readonly Answer[]
}

const domains: readonly string[] = [...ROUTES.flatMap((route) => route.recipientDomains), ...CLOUD_DOMAINS.map((each) => each.domainName)]

const addresses: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...ROUTES.map((route) => [route.host, route.addresses] as const),
  ...[CLOUD_FRONT.suffix, ...domains.map(mxHostOf).filter((name) => name?.endsWith(CLOUD_FRONT.suffix))].map(
    (name) => [name as string, CLOUD_FRONT.addresses] as const,
  ),
])

/** The zone of every host and domain of the scenarios. A host with the fault `dns-failure`, and all below it, is answered SERVFAIL. */
export function zoneAnswer(question: Pick<Question, 'name' | 'type'>, faultOf: (host: string) => LabFault | null): ZoneAnswer {
  const name = question.name.toLowerCase().replace(/\.$/, '')
  const failing = ROUTES.some(({ host }) => (name === host || name.endsWith(`.${host}`)) && faultOf(host) === 'dns-failure')
  if (failing) return { rcode: 'SERVFAIL', records: [] }
  const ips = addresses.get(name)
  if (ips === undefined && !domains.includes(name)) return { rcode: 'NXDOMAIN', records: [] }
  return { rcode: 'NOERROR', records: recordsOf(question, name, ips ?? []) }
}

function recordsOf(question: Pick<Question, 'name' | 'type'>, name: string, ips: readonly string[]): readonly Answer[] {
  const of = { name: question.name, ttl: TTL }
  switch (question.type) {
    case 'A':
      return ips.filter(isIPv4).map((data) => ({ ...of, type: 'A', data }))
    case 'AAAA':
      return ips.filter((ip) => !isIPv4(ip)).map((data) => ({ ...of, type: 'AAAA', data }))
    case 'MX': {
      const exchange = domains.includes(name) ? mxHostOf(name) : null
      return exchange === null ? [] : [{ ...of, type: 'MX', data: { preference: 10, exchange } }]
    }
    default:
      return []
  }
}

/** The SOA record that goes with a negative answer (RFC 2308 §3). */
export function zoneSoa(name: string): Answer {
  const zone = name.toLowerCase().split('.').slice(-2).join('.')
  const data = {
    mname: `ns1.${zone}`,
    rname: `hostmaster.${zone}`,
    serial: 2026112201,
    refresh: 3600,
    retry: 600,
    expire: 604_800,
    minimum: TTL,
  }
  return { name: zone, type: 'SOA', ttl: TTL, data }
}
