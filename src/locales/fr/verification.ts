import type { verification as en } from '../en/verification.ts'
import type { Same } from '../same.ts'

export const verification: Same<typeof en> = {
  verified: 'Vérifié : cela fonctionne',
  'not-fixed': 'Non corrigé',
  unclear: 'Incertain',
  'nothing-pending': 'La modification tient, et plus aucun message antérieur n’attend sur cet itinéraire.',
  reverted: 'Le locataire n’est plus dans l’état laissé par la modification : quelqu’un ou quelque chose l’a rétabli.',
  'new-deferrals': 'La modification tient, mais des messages ont encore été différés sur cet itinéraire après sa prise d’effet.',
  'still-pending': 'La modification tient, mais des messages antérieurs attendent toujours.',
  unreadable: 'Le locataire n’a pas pu être lu ; on ne peut encore rien dire.',
  'no-traffic': 'La modification tient, mais aucun message n’a pris cet itinéraire depuis : rien ne prouve que cela fonctionne.',
  'trace-lags': 'Le suivi des messages n’a pas encore rattrapé la modification ; le bot regardera de nouveau plus tard.',
  counts:
    'Depuis la modification, messages remis : {{delivered, number}} ; retournés : {{bounced, number}} ; en attente : {{pending, number}}.',
  'looks-again': 'Prochaine vérification par le bot : {{at}}.',
}
