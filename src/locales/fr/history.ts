import type { history as en } from '../en/history.ts'
import type { Same } from '../same.ts'

export const history: Same<typeof en> = {
  opened: 'Incident ouvert par {{by}}.',
  reopened: 'Rouvert par une nouvelle alerte ou par l’annulation d’une modification.',
  'reopened-by': 'Incident rouvert par {{by}}.',
  diagnosed: 'Diagnostic posé : {{finding}}.',
  'finding-changed': 'Le verdict est passé de « {{from}} » à « {{to}} ».',
  acknowledged: 'Pris en charge par {{by}}.',
  snoozed: 'Mis en veille par {{by}} pour {{hours}} h.',
  unsnoozed: 'La veille est terminée.',
  resolved: 'Résolu par {{by}}.',
  requested: 'Demande de {{by}} : {{fix}}.',
  approved: 'Approuvé par {{by}} : {{fix}}.',
  rejected: 'Refusé par {{by}} : {{fix}}.',
  withdrawn: 'Retiré par {{by}} : {{fix}}.',
  expired: 'La demande a expiré : {{fix}}.',
  stale: 'Le locataire avait changé, rien n’a été écrit : {{fix}}.',
  applied: 'Appliqué, puis relu : {{fix}}.',
  partial: 'Appliqué en partie : {{fix}}.',
  failed: 'N’a pas pu être appliqué : {{fix}}.',
  verified: 'Vérifié : {{fix}}.',
  'not-fixed': 'Appliqué, mais le problème demeure : {{fix}}.',
  unclear: 'Appliqué, résultat incertain : {{fix}}.',
  undone: 'Annulé : {{fix}}.',
  'child-opened': 'L’incident {{incident}} a été ouvert pour un connecteur qui retient des messages.',
}
