import type { FindingCode } from '../domain/finding.ts'
import type { FixName } from '../domain/plan.ts'
import type { ConnectorType } from '../domain/tenant.ts'
import { disableConnector } from './disable-connector.ts'
import { enableConnector } from './enable-connector.ts'
import type { Fix } from './fix.ts'
import { makeDomainAuthoritative } from './make-domain-authoritative.ts'
import { makeDomainInternalRelay } from './make-domain-internal-relay.ts'
import { retireOnPremisesRoute } from './retire-on-premises-route.ts'

/** The fixes that exist, by name. */
export const fixes: Readonly<Partial<Record<FixName, Fix>>> = {
  'disable-connector': disableConnector,
  'enable-connector': enableConnector,
  'make-domain-authoritative': makeDomainAuthoritative,
  'make-domain-internal-relay': makeDomainInternalRelay,
  'retire-on-premises-route': retireOnPremisesRoute,
}

export const fixFor = (name: FixName): Fix | null => fixes[name] ?? null

/** Nothing gets through to a host: the route itself is in question. Old DNS data is no such thing, it passes by itself. */
const NO_ROUTE: readonly FindingCode[] = [
  'dns-query-failed',
  'dns-no-records',
  'dns-servers-failing',
  'dns-domain-missing',
  'dns-domain-expired',
  'null-mx',
  'dns-cname-loop',
  'mx-invalid',
  'address-not-public',
  'connection-timed-out',
  'connection-refused',
  'connection-unreachable',
]

/** What each kind of trouble offers, best first; names without a fix yet fall out. Any fix can still be asked for: guards decide. */
function wanted(finding: FindingCode): readonly FixName[] {
  if (NO_ROUTE.includes(finding))
    return ['retire-on-premises-route', 'disable-connector', 'make-domain-authoritative', 'replace-smart-hosts']
  switch (finding) {
    case 'mail-loop':
      return ['make-domain-authoritative', 'enable-connector']
    case 'connector-misconfigured':
      return ['enable-connector', 'replace-smart-hosts']
    case 'certificate-name-mismatch':
      return ['set-tls']
    default:
      return []
  }
}

const OWN_ROUTE_ONLY: readonly FixName[] = ['retire-on-premises-route', 'make-domain-authoritative', 'make-domain-internal-relay']
const CONNECTOR_ONLY: readonly FixName[] = [
  'retire-on-premises-route',
  'disable-connector',
  'enable-connector',
  'remove-connector',
  'replace-smart-hosts',
  'set-tls',
]

/** Fixes that take a route out of service. */
const ENDS_ROUTE: readonly FixName[] = ['retire-on-premises-route', 'disable-connector', 'make-domain-authoritative', 'remove-connector']

/**
 * Fixes to show for a finding. A partner's domains are not ours to change; without a connector (null) none can be changed. A route at whose end a
 * mail server answers (`answers`) is not one to end because of an error that was reported.
 */
export const offeredFor = (finding: FindingCode, connectorType: ConnectorType | null, answers = false): readonly FixName[] =>
  wanted(finding)
    .filter((name) => !answers || !NO_ROUTE.includes(finding) || !ENDS_ROUTE.includes(name))
    .filter((name) => name in fixes)
    .filter((name) => connectorType !== 'Partner' || !OWN_ROUTE_ONLY.includes(name))
    .filter((name) => connectorType !== null || !CONNECTOR_ONLY.includes(name))
