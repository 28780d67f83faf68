import type { OutboundConnector } from '../domain/tenant.ts'
import { allOutboundMail } from './guards/all-outbound-mail.ts'
import { domainLoops } from './guards/domain-loops.ts'
import { domainWithoutRoute } from './guards/domain-without-route.ts'
import { hybridWizard } from './guards/hybrid-wizard.ts'
import { invalidRecipientQuota } from './guards/invalid-recipient-quota.ts'
import { matchSubDomains } from './guards/match-sub-domains.ts'
import { notCovered } from './guards/not-covered.ts'
import { onPremisesRecipients } from './guards/on-premises-recipients.ts'
import { pendingMessages } from './guards/pending-messages.ts'
import { rulesBound } from './guards/rules-bound.ts'
import { specialDomain } from './guards/special-domain.ts'
import { unknownRecipientsDelivered } from './guards/unknown-recipients-delivered.ts'
import { connectorOf, domainsNamed, makeFix, none } from './steps/make-fix.ts'
import { acceptedServedBy, lower, routeDomains, routesHome } from './steps/served-domains.ts'
import { connectorStep, domainStep, type TenantState } from './steps/tenant-state.ts'

/**
 * What Microsoft advises when nothing is left on-premises: the domains first, so that unknown recipients are rejected and not relayed
 * into the void, then the connector. The other way round would leave a moment in which they loop.
 */
export const retireOnPremisesRoute = makeFix({
  name: 'retire-on-premises-route',
  approvals: 1,
  choose(state, target) {
    const connector = connectorOf(state, target)
    if ('is' in connector) return connector
    if (connector.connectorType !== 'OnPremises') return none('fix-not-available', { fix: 'retire-on-premises-route' })
    if (!connector.enabled) return none('nothing-to-change', { what: connector.name })
    const named = domainsNamed(target)
    const relays = onlyRouteOf(connector, state).filter((each) => named.length === 0 || named.includes(lower(each.domainName)))
    const domainSteps = relays.map((each) => domainStep(each, { DomainType: 'InternalRelay' }, { DomainType: 'Authoritative' }))
    return {
      is: 'steps',
      steps: [...domainSteps, connectorStep(connector, { Enabled: true }, { Enabled: false })],
      connector,
      domains: routeDomains(connector, state.domains),
    }
  },
  guards: () => [
    onPremisesRecipients,
    unknownRecipientsDelivered,
    domainWithoutRoute,
    domainLoops,
    matchSubDomains,
    allOutboundMail,
    hybridWizard,
    rulesBound,
    specialDomain,
    pendingMessages,
    notCovered,
    invalidRecipientQuota,
  ],
})

/** Internal Relay domains that no other connector takes home: the others keep their type. */
const onlyRouteOf = (connector: OutboundConnector, state: TenantState) =>
  acceptedServedBy(connector, state.domains)
    .filter((each) => each.domainType === 'InternalRelay')
    .filter((each) => routesHome(state, each.domainName).every((other) => other.guid === connector.guid))
