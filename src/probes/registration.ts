import { plainName } from '../domain/dns.ts'
import type { Evidence, Resolution, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding } from '../domain/finding.ts'
import { quote } from '../domain/quote.ts'
import type { Registration } from '../domain/registration.ts'
import { passed } from '../domain/transcript.ts'

/** Statuses under which a domain is out of DNS, or soon gone (RFC 8056 §2, ICANN's EPP status codes), in letters only. */
const OUT_OF_DNS: ReadonlySet<string> = new Set(['redemptionperiod', 'pendingdelete', 'pendingrestore', 'clienthold', 'serverhold'])

/** Whether the domain is still registered. The end of a registration shows everywhere else first: as names that vanish or servers that changed. */
export function registration(evidence: Evidence): readonly Finding[] {
  const findings = new Map<string, Finding>()
  for (const resolution of evidence.resolutions) {
    const lines = proof(resolution, evidence.at)
    if (lines.length === 0) continue
    const subject = plainName(String(lines[0]?.args.domain ?? ''))
    const severity = worksStill(resolution, evidence.transcripts) ? ('warning' as const) : ('fault' as const)
    // Two hosts of one domain are one finding, as bad as the worse of them.
    if (severity === 'fault' || !findings.has(subject)) {
      findings.set(subject, { finding: 'dns-domain-expired', severity, subject, stage: 'dns', evidence: lines })
    }
  }
  return [...findings.values()]
}

/** A registry that does not know the domain says nothing about its end: a missing name is judged where names are. */
const proof = ({ registration: told }: Resolution, at: string): readonly EvidenceLine[] =>
  told?.is === 'found' ? ended(told.value, at) : []

function ended({ domain, expires, status }: Registration, at: string): readonly EvidenceLine[] {
  const over = expires !== null && Date.parse(expires) < Date.parse(at)
  const bad = status.filter((each) => OUT_OF_DNS.has(each.toLowerCase().replace(/[^a-z]/g, '')))
  return [
    ...(over ? [{ code: 'domain-expired' as const, args: { domain, expires } }] : []),
    ...bad.map((each): EvidenceLine => ({ code: 'domain-status', args: { domain, status: quote(each) } })),
  ]
}

/** A mail server still answers under the name, or one that stands in for it: the end has not arrived there yet. */
const worksStill = ({ as, addresses }: Resolution, transcripts: readonly Transcript[]): boolean =>
  transcripts.some(
    (each) => passed(each, 'ehlo') && (as === 'smart-host' || addresses.some(({ host, ip }) => each.host === host && each.ip === ip)),
  )
