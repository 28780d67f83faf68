import { type Answer, unknown } from '../../domain/answer.ts'
import type { Resolution } from '../../domain/evidence.ts'
import { policyUrl, stsRecord } from '../../domain/mta-sts.ts'
import type { Network } from '../../ports/network.ts'
import type { Deadline } from './deadline.ts'
import { within } from './within.ts'

/** RFC 8461 §3.3: no redirects are followed, and what is not called plain text may be anybody's upload; §3.2: 64 kB are enough. */
const LIMITS = { mediaType: 'text/plain', mostBytes: 64 * 1024, redirects: 0 } as const

/** The MTA-STS policy file of a domain whose records announce one (RFC 8461 §3.1); null, and nothing yet, while none does. */
export function fetchPolicy(network: Network, resolution: Resolution, deadline: Deadline): Promise<Answer<string>> | null {
  if (resolution.as !== 'domain' || stsRecord(resolution).is !== 'announced') return null
  const withinMs = deadline.leftAtFirst()
  const fetched = network.get(policyUrl(resolution.host), { ...LIMITS, withinMs })
  return within(withinMs, fetched, () => unknown(`no answer within ${Math.round(withinMs)} ms`))
}
