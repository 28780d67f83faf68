import type { Evidence, Resolution, Transcript } from './evidence.ts'

/**
 * The same evidence once for each set of addresses that stand in for one another: the MX of one domain, or the smart hosts of one connector.
 * Only within such a set does an address that works make up for one that does not.
 */
export function poolsOf(evidence: Evidence): readonly Evidence[] {
  const { resolutions, transcripts } = evidence
  const domains = resolutions.filter((each) => each.as === 'domain')
  if (domains.length === 0 || resolutions.length === 1) return [evidence]
  const pools = [
    ...domains.map((domain) => transcripts.filter((each) => leadsTo(domain, each))),
    transcripts.filter((each) => !domains.some((domain) => leadsTo(domain, each))),
  ]
  return pools.filter((pool) => pool.length > 0).map((pool) => ({ ...evidence, transcripts: pool }))
}

const leadsTo = ({ addresses }: Resolution, { host, ip }: Transcript): boolean =>
  addresses.some((each) => each.host === host && each.ip === ip)
