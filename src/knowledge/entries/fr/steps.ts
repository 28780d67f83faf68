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
  'Attendez ensuite : les messages en file d’attente partent d’eux-mêmes à la prochaine tentative. Ce qui n’est pas remis 24 heures après l’envoi est retourné à l’expéditeur (48 heures selon d’anciens textes).',
)
export const lookAfterAnHour = you(
  'La modification d’un connecteur ou d’un domaine accepté met de 30 à 60 minutes à prendre effet : vérifiez au bout d’une heure.',
)
export const tellPartner = you('Envoyez cette erreur au partenaire avec l’hôte, l’adresse et l’heure. Rien n’est à modifier de votre côté.')
