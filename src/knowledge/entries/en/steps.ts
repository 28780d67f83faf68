import type { ExplanationStep } from '../../../domain/explanation.ts'

const step =
  (who: ExplanationStep['who']) =>
  (text: string, where: Pick<ExplanationStep, 'at' | 'run'> = {}): ExplanationStep => ({ who, do: text, ...where })

export const you = step('you')
export const partner = step('partner')
export const dnsHost = step('dns-host')
export const network = step('network-team')
export const microsoft = step('microsoft')
export const sender = step('sender')

export const waitForRetry = you(
  'Then wait: queued mail leaves by itself at the next retry. What is not delivered within 24 hours of being sent bounces (older texts say 48).',
)
export const lookAfterAnHour = you(
  'Changes to a connector or an accepted domain take 30 to 60 minutes to take effect: look again after an hour.',
)
export const tellPartner = you(
  'Send the partner this error with the host, the address and the time. Nothing needs to be changed on your side.',
)
