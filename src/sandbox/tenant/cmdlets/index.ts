import { getAcceptedDomain, setAcceptedDomain } from './accepted-domains.ts'
import type { Cmdlet } from './cmdlet.ts'
import { getMessageTraceDetailV2, getMessageTraceV2 } from './message-trace.ts'
import { getJournalRule, getOnPremisesOrganization, getTransportConfig, getTransportRule } from './organization.ts'
import {
  getOutboundConnector,
  newOutboundConnector,
  removeOutboundConnector,
  setOutboundConnector,
  validateOutboundConnector,
} from './outbound-connectors.ts'
import { getMailUser, getRecipient } from './recipients.ts'

const NAMED: readonly (readonly [string, Cmdlet])[] = [
  ['Get-AcceptedDomain', getAcceptedDomain],
  ['Set-AcceptedDomain', setAcceptedDomain],
  ['Get-OutboundConnector', getOutboundConnector],
  ['Set-OutboundConnector', setOutboundConnector],
  ['New-OutboundConnector', newOutboundConnector],
  ['Remove-OutboundConnector', removeOutboundConnector],
  ['Validate-OutboundConnector', validateOutboundConnector],
  ['Get-MessageTraceV2', getMessageTraceV2],
  ['Get-MessageTraceDetailV2', getMessageTraceDetailV2],
  ['Get-Recipient', getRecipient],
  ['Get-MailUser', getMailUser],
  ['Get-TransportRule', getTransportRule],
  ['Get-JournalRule', getJournalRule],
  ['Get-OnPremisesOrganization', getOnPremisesOrganization],
  ['Get-TransportConfig', getTransportConfig],
]

/** The cmdlet of that name, in any case; null when the tenant does not know it. */
export function cmdletNamed(name: string): Cmdlet | null {
  return NAMED.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? null
}
