import type { OutboundConnector } from '../domain/tenant.ts'
import { allOutboundMail } from './guards/all-outbound-mail.ts'
import { domainLoops } from './guards/domain-loops.ts'
import { domainWithoutRoute } from './guards/domain-without-route.ts'
import type { Guard } from './guards/guard.ts'
import { hybridWizard } from './guards/hybrid-wizard.ts'
import { onPremisesRecipients } from './guards/on-premises-recipients.ts'
import { partnerTls } from './guards/partner-tls.ts'
import { pendingMessages } from './guards/pending-messages.ts'
import { rulesBound } from './guards/rules-bound.ts'
import { takesOver } from './guards/takes-over.ts'
import { unknownRecipientsDelivered } from './guards/unknown-recipients-delivered.ts'
import { connectorOf, makeFix, none } from './steps/make-fix.ts'
import { routeDomains } from './steps/served-domains.ts'
import { connectorStep } from './steps/tenant-state.ts'

/** Turns a connector off: mail for its domains takes another connector, else MX. */
export const disableConnector = makeFix({
  name: 'disable-connector',
  approvals: 1,
  choose(state, target) {
    const connector = connectorOf(state, target)
    if ('is' in connector) return connector
    if (!connector.enabled) return none('nothing-to-change', { what: connector.name })
    return {
      is: 'steps',
      steps: [connectorStep(connector, { Enabled: true }, { Enabled: false })],
      connector,
      domains: routeDomains(connector, state.domains),
    }
  },
  guards: (connector) => [...whoDepends(connector), allOutboundMail, hybridWizard, rulesBound, pendingMessages, takesOver],
})

/** A partner's recipients are nobody's mail users here; its TLS requirement is what would be lost. */
const whoDepends = (connector: OutboundConnector | null): readonly Guard[] =>
  connector?.connectorType === 'Partner'
    ? [partnerTls]
    : [onPremisesRecipients, domainWithoutRoute, domainLoops, unknownRecipientsDelivered]
