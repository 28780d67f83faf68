import type { reasons as en } from '../en/reasons.ts'
import type { Same } from '../same.ts'

export const reasons: Same<typeof en> = {
  'trace-says-so': 'Exchange Online le signale lui-même pour des messages de cet itinéraire.',
  'earliest-stage': 'C’est la première étape qui échoue ; rien ne peut fonctionner après elle.',
  'every-address': 'Toutes les adresses échouent de la même façon, ce qui désigne le service ou le pare-feu plutôt qu’une seule machine.',
  'one-address': 'Seules certaines adresses échouent ; les autres fonctionnent.',
  'under-settings': 'Les paramètres TLS du connecteur en font un échec ; avec des paramètres plus souples, les messages passeraient.',
  'masked-text': 'Les réponses sont modifiées en chemin, comme le fait l’inspection SMTP d’un pare-feu.',
  'host-up': 'L’hôte répond aussitôt, il est donc en marche ; quelque chose rejette la connexion.',
  'host-silent': 'Rien ne répond : l’hôte est arrêté, l’adresse est fausse ou un filtre rejette les paquets.',
  'agrees-with-report': 'Ce qui a été vu d’ici concorde avec ce qu’Exchange Online a signalé.',
  'disagrees-with-report': 'Ce qui a été vu d’ici diffère de ce qu’Exchange Online a signalé.',
  'only-report': 'Cela repose uniquement sur l’erreur signalée.',
  'control-failed': 'Une cible connue pour fonctionner échoue d’ici elle aussi ; on ne peut donc rien dire de celle-ci.',
  'inside-tenant': 'Cela se voit dans les paramètres mêmes du locataire.',
  'nothing-wrong': 'Chaque étape a réussi lors de l’essai fait d’ici.',
  'could-not-look': 'Une partie des éléments n’a pas pu être lue.',
  'began-then': 'Les messages attendent depuis juste après le début de ce problème.',
  'second-look': 'Une seconde connexion l’a confirmé.',
  'may-be-us': 'Le serveur juge celui qui demande, et ce bot n’est pas Exchange Online : peut-être ce bot seul est-il refusé.',
  'resolver-silent': 'Le serveur DNS que ce bot interroge ne donne aucune réponse : le problème peut venir de lui.',
  'service-incident': 'Microsoft signale lui-même un incident en cours sur le flux de messagerie.',
}
