import type { PortalPage } from '../domain/explanation.ts'

/** Addresses of the portal pages that steps name. */
export const portalPages: Readonly<Record<PortalPage, string>> = {
  connectors: 'https://admin.exchange.microsoft.com/#/connectors',
  'accepted-domains': 'https://admin.exchange.microsoft.com/#/accepteddomains',
  'message-trace': 'https://admin.exchange.microsoft.com/#/messagetrace',
  // The report on queued messages has no address of its own that Microsoft publishes: this page lists it.
  'queued-messages': 'https://admin.exchange.microsoft.com/#/reports/mailflowreportsmain',
  'mail-rules': 'https://admin.exchange.microsoft.com/#/transportrules',
  alerts: 'https://security.microsoft.com/alerts',
  'service-health': 'https://admin.microsoft.com/#/servicehealth',
  'restricted-entities': 'https://security.microsoft.com/restrictedentities',
  domains: 'https://admin.microsoft.com/#/Domains',
  delist: 'https://sender.office.com',
  'connectivity-analyzer': 'https://testconnectivity.microsoft.com',
}
