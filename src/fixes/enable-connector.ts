import { hostsAnswer } from './guards/hosts-answer.ts'
import { hybridWizard } from './guards/hybrid-wizard.ts'
import { connectorOf, makeFix, none } from './steps/make-fix.ts'
import { routeDomains } from './steps/served-domains.ts'
import { connectorStep } from './steps/tenant-state.ts'

/** Turns a connector on again, once its hosts answer as it demands. */
export const enableConnector = makeFix({
  name: 'enable-connector',
  approvals: 1,
  choose(state, target) {
    const connector = connectorOf(state, target)
    if ('is' in connector) return connector
    if (connector.enabled) return none('nothing-to-change', { what: connector.name })
    return {
      is: 'steps',
      steps: [connectorStep(connector, { Enabled: false }, { Enabled: true })],
      connector,
      domains: routeDomains(connector, state.domains),
    }
  },
  guards: () => [hostsAnswer, hybridWizard],
})
