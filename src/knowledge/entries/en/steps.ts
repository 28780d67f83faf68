import type { ExplanationStep } from '../../../domain/explanation.ts'
import { powershell } from '../powershell.ts'

const step =
  (who: ExplanationStep['who']) =>
  (text: string, where: Pick<ExplanationStep, 'at' | 'run'> = {}): ExplanationStep => ({ who, do: text, ...where })

export const you = step('you')
export const partner = step('partner')
export const dnsHost = step('dns-host')
export const network = step('network-team')
export const microsoft = step('microsoft')
export const sender = step('sender')

export const waitForRetry = you('Then wait: queued mail leaves by itself at the next retry, nothing has to be pushed.', {
  at: 'message-trace',
  run: powershell.pending,
})
export const lookAfterAnHour = you(
  'Changes to a connector or an accepted domain take 30 to 60 minutes to take effect: look again after an hour.',
  { at: 'message-trace', run: powershell.pending },
)
export const validateConnector = you('Validate the connector: that sends a real test message to a recipient behind it.', {
  at: 'connectors',
  run: powershell.validateConnector,
})
export const tellPartner = you(
  'Send the partner this error with the host, the address and the time. Nothing needs to be changed on your side.',
)

/** How to see that it worked. */
export const seenInTrace =
  'At the next retry, waiting messages change from Pending to Delivered in the message trace. The trace lags by up to 30 minutes.'
export const seenOnceDnsSpread =
  'Old DNS answers live on until their time to live ends. At the next retry after that, waiting messages change from Pending to Delivered in the message trace.'
/** Where the repair may be at the far end or in the tenant. */
export const seenInTraceOrAfterAnHour =
  'A repair at the far end counts at the next retry, a changed connector or domain after 30 to 60 minutes. Waiting messages then change from Pending to Delivered in the message trace.'

/** What happens if nothing is done. */
export const bouncesAfterADay = 'Mail keeps waiting; after 24 hours each message bounces to its sender (older texts say 48 hours).'
export const bouncesAtOnce = 'Nothing is tried again: every such message bounces at once until the cause is gone.'

/** What not to do. */
export const doNotWeakenTls =
  'Do not weaken the connector’s TLS settings to get mail moving: somebody on the way could then read or alter it.'
export const doNotOpenToAll = 'Do not open port 25 to the whole internet: let in the address ranges of Exchange Online only.'
export const doNotRetireYet =
  'Do not turn off the connector or make the domain Authoritative during an outage: mail that would only wait is then lost or refused.'
export const doNotLoseSmartHosts = 'Do not set smart hosts without noting the old ones: a new list replaces all of them.'
export const doNotFollowMx =
  'Do not switch a hybrid connector to MX routing: where the MX record leads to Exchange Online, mail goes round in a loop.'
export const doNotSendAgain = 'Do not have waiting mail sent again: it leaves by itself and would arrive twice.'
export const doNotJudgeByOne = 'Do not judge by one message: when only one of several servers is at fault, the next one passes.'
