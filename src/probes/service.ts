import type { Evidence } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, Severity } from '../domain/finding.ts'
import { quote } from '../domain/quote.ts'
import type { ServiceIncident } from '../domain/service-incident.ts'

/** What Microsoft itself reports about mail flow. Where it may not be read (the right is optional) nothing is said. */
export function service({ tenant }: Evidence): readonly Finding[] {
  if (tenant?.serviceIncidents.is !== 'found') return []
  const open = tenant.serviceIncidents.value
  const kinds = [
    { classification: 'incident', severity: 'warning' },
    { classification: 'advisory', severity: 'info' },
  ] as const
  return kinds.flatMap(({ classification, severity }) =>
    told(
      open.filter((each) => each.classification === classification),
      severity,
    ),
  )
}

function told(open: readonly ServiceIncident[], severity: Severity): readonly Finding[] {
  const evidence = open.map(
    ({ id, title, startedAt }): EvidenceLine => ({
      code: 'service-incident',
      args: { id: quote(id), title: quote(title), since: startedAt },
    }),
  )
  return evidence.length > 0 ? [{ finding: 'service-incident', severity, subject: 'Exchange Online', stage: 'tenant', evidence }] : []
}
