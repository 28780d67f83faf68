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

export const waitForRetry = you(
  'Attendez ensuite : les messages en file d’attente partent d’eux-mêmes à la prochaine tentative, sans intervention.',
  { at: 'message-trace', run: powershell.pending },
)
export const lookAfterAnHour = you(
  'La modification d’un connecteur ou d’un domaine accepté met de 30 à 60 minutes à prendre effet : vérifiez au bout d’une heure.',
  { at: 'message-trace', run: powershell.pending },
)
export const validateConnector = you(
  'Validez le connecteur : un véritable message de test est alors envoyé à un destinataire situé derrière lui.',
  { at: 'connectors', run: powershell.validateConnector },
)
export const tellPartner = you('Envoyez cette erreur au partenaire avec l’hôte, l’adresse et l’heure. Rien n’est à modifier de votre côté.')

/** How to see that it worked. */
export const seenInTrace =
  'À la prochaine tentative, les messages passent de « En attente » à « Remis » dans le suivi des messages. Celui-ci a jusqu’à 30 minutes de retard.'
export const seenOnceDnsSpread =
  'Les anciennes réponses DNS restent en cache jusqu’à la fin de leur durée de vie. À la tentative suivante, les messages passent de « En attente » à « Remis » dans le suivi des messages.'
/** Where the repair may be at the far end or in the tenant. */
export const seenInTraceOrAfterAnHour =
  'Une réparation côté destination prend effet dès la prochaine tentative, une modification du connecteur ou du domaine au bout de 30 à 60 minutes. Les messages passent alors de « En attente » à « Remis » dans le suivi des messages.'

/** What happens if nothing is done. */
export const bouncesAfterADay =
  'Les messages restent en attente ; au bout de 24 heures, chaque expéditeur reçoit une notification d’échec de remise (48 heures selon d’anciens textes).'
export const bouncesAtOnce =
  'Aucune nouvelle tentative n’a lieu : chaque message de ce genre est retourné aussitôt, tant que la cause demeure.'

/** What not to do. */
export const doNotWeakenTls =
  'N’affaiblissez pas les paramètres TLS du connecteur pour débloquer les messages : quelqu’un pourrait alors les lire ou les altérer en chemin.'
export const doNotOpenToAll = 'N’ouvrez pas le port 25 à tout Internet : n’y admettez que les plages d’adresses d’Exchange Online.'
export const doNotRetireYet =
  'Pendant une panne, ne désactivez pas le connecteur et ne passez pas le domaine à Faisant autorité : des messages en attente seraient perdus ou refusés.'
export const doNotLoseSmartHosts = 'Ne modifiez pas les hôtes actifs sans avoir noté les anciens : une nouvelle liste les remplace tous.'
export const doNotFollowMx =
  'Ne passez pas un connecteur hybride au routage par enregistrement MX : si celui-ci mène à Exchange Online, les messages tournent en boucle.'
export const doNotSendAgain = 'Ne faites pas renvoyer les messages en attente : ils partent d’eux-mêmes et arriveraient en double.'
export const doNotJudgeByOne = 'Ne concluez pas d’après un seul message : si un seul serveur sur plusieurs est en cause, le suivant passe.'
