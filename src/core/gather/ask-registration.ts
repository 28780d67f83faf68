import { type Answer, unknown } from '../../domain/answer.ts'
import { rdapAddress, rdapBaseOf, registrationIn } from '../../domain/rdap.ts'
import type { Registration } from '../../domain/registration.ts'
import type { GetOptions, Network } from '../../ports/network.ts'
import { addressesOf } from '../../probes/resolution.ts'
import { ask } from './ask.ts'
import type { Deadline } from './deadline.ts'
import { within } from './within.ts'

/** The list of registries that speak RDAP (RFC 9224). */
export const IANA_RDAP_BOOTSTRAP = 'https://data.iana.org/rdap/dns.json'

const HOUR_MS = 3_600_000
const BOOTSTRAP: GetOptions = { accept: 'application/json', keepMs: 24 * HOUR_MS, mostBytes: 512 * 1024, redirects: 3 }
/** Registries send thick answers and send on to registrars (RFC 7480 §5.2). */
const DOMAIN: GetOptions = { accept: 'application/rdap+json', keepMs: HOUR_MS, mostBytes: 256 * 1024, redirects: 3 }

/**
 * What the registry of a domain says of it. `absent`: the registry says that nobody registered it. A registry that does not speak RDAP over https, or
 * does not answer, leaves it unknown.
 */
export async function askRegistration(
  network: Network,
  bootstrapUrl: string,
  domain: string,
  deadline: Deadline,
): Promise<Answer<Registration>> {
  const bootstrap = await fetchText(network, bootstrapUrl, BOOTSTRAP, deadline)
  if (bootstrap.is !== 'found') return bootstrap.is === 'absent' ? unknown(`${bootstrapUrl} is not there`) : bootstrap
  const base = rdapBaseOf(bootstrap.value, domain)
  if (base.is !== 'found') return base.is === 'absent' ? unknown(`no registry of ${domain} speaks RDAP`) : base
  const url = rdapAddress(base.value, domain)
  const answer = await fetchText(network, url, DOMAIN, deadline)
  if (answer.is === 'found') return registrationIn(answer.value, domain)
  if (answer.is === 'absent' && !(await hasAddress(network, new URL(url).hostname, deadline)))
    return unknown(`${base.value} has no address`)
  return answer
}

/** A document is also absent when its server has no address: that says nothing of what the server holds. */
async function hasAddress(network: Network, name: string, deadline: Deadline): Promise<boolean> {
  const replies = await Promise.all((['A', 'AAAA'] as const).map((type) => ask(network, { name, type }, deadline.left())))
  return addressesOf(name, replies).length > 0
}

function fetchText(network: Network, url: string, options: GetOptions, deadline: Deadline): Promise<Answer<string>> {
  const withinMs = deadline.left()
  return within(withinMs, network.get(url, { ...options, withinMs }), () => unknown(`no answer within ${Math.round(withinMs)} ms`))
}
