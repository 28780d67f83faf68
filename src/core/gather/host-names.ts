import { asciiName } from '../../domain/ascii-name.ts'
import { plainName } from '../../domain/dns.ts'
import type { Queue } from '../../domain/queue.ts'
import type { AcceptedDomain, OutboundConnector } from '../../domain/tenant.ts'
import type { HostName } from './resolve.ts'

const MOST_HOSTS = 16
const MOST_WAITING_DOMAINS = 4

const smartHost = (host: string): HostName => ({ host, as: 'smart-host', bare: false })
const domain = (host: string): HostName => ({ host, as: 'domain', bare: false })

/**
 * The names a connector delivers to: its smart hosts (CIDR entries name no host), or with MX routing the recipient domains themselves. `*` names
 * no domain, and of all accepted domains only relayed ones leave the tenant.
 */
export function connectorNames(connector: OutboundConnector, accepted: readonly AcceptedDomain[]): readonly HostName[] {
  if (!connector.useMxRecord) return distinct(connector.smartHosts.filter((name) => !name.includes('/')).map(smartHost))
  const relayed = connector.allAcceptedDomains ? accepted.filter((each) => each.domainType === 'InternalRelay') : []
  const named = connector.recipientDomains.filter((name) => !name.includes('*'))
  return distinct([...named, ...relayed.map((each) => each.domainName)].map(domain))
}

/** Where no domain is named, those that mail waits for: the first of them have the most. */
export const waitingNames = (queue: Queue): readonly HostName[] =>
  distinct(queue.byDomain.slice(0, MOST_WAITING_DOMAINS).map((each) => domain(each.domain)))

/** What somebody named without a connector. */
export const givenNames = (hosts: readonly string[], domains: readonly string[]): readonly HostName[] =>
  distinct([...hosts.map((host) => ({ ...smartHost(host), bare: true })), ...domains.map(domain)])

/** In letters of their own language names are for people; everything that is asked of the network goes by their A-labels. */
const inAscii = (name: HostName): HostName =>
  /^\p{ASCII}*$/u.test(name.host) ? name : { ...name, host: asciiName(name.host) ?? name.host }

function distinct(all: readonly HostName[]): readonly HostName[] {
  const names = all.map(inAscii)
  const byName = new Map<string, HostName>()
  for (const name of names) if (!byName.has(plainName(name.host))) byName.set(plainName(name.host), name)
  return [...byName.values()].filter((name) => name.host.trim() !== '').slice(0, MOST_HOSTS)
}
