import type { PolicyReport } from '../domain/incident.ts'
import type { Part } from './card.ts'
import { under } from './parts.ts'
import type { Voice } from './voice.ts'

/** What each destination publishes about TLS: MTA-STS, TLS-RPT, DANE, DNSSEC. Nothing where nobody asked. */
export function policyParts(policies: readonly PolicyReport[], voice: Voice): readonly Part[] {
  const facts = policies.map((report) => [report.domain, sayPolicies(report, voice)] as const)
  return under(voice.words('cards.headings.policies'), facts.length > 0 ? [{ is: 'facts', facts }] : [])
}

/** Whether a destination publishes anything, or something about it is wrong. */
export const tellsSomething = ({ mtaSts, tlsRpt, dane, dnssec }: PolicyReport): boolean =>
  [mtaSts, tlsRpt, dane].some((each) => each !== 'absent' && each !== 'unknown') || dnssec === 'validated' || dnssec === 'bogus'

function sayPolicies({ mtaSts, tlsRpt, dane, dnssec }: PolicyReport, { words }: Voice): string {
  return [
    `MTA-STS ${words(`terms.mta-sts.${mtaSts}`)}`,
    `TLS-RPT ${words(`terms.tls-rpt.${tlsRpt}`)}`,
    `DANE ${words(`terms.dane.${dane}`)}`,
    `DNSSEC ${words(`terms.dnssec.${dnssec}`)}`,
  ].join(' · ')
}
