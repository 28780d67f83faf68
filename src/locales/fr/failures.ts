import type { failures as en } from '../en/failures.ts'
import type { Same } from '../same.ts'

export const failures: Same<typeof en> = {
  config: {
    what: 'Démarrage impossible : la configuration est incorrecte. Vérifiez {{names}}.',
    next: 'Comparez vos paramètres avec .env.example, puis redémarrez.',
  },
  'config-file': {
    what: 'Démarrage impossible : le fichier de configuration {{path}} est inutilisable : {{why}}.',
    next: 'Corrigez le fichier, ou laissez MAILFLOW_CONFIG vide.',
  },
  'port-taken': {
    what: 'Le port {{port}} est déjà utilisé.',
    next: 'Arrêtez le programme qui l’occupe, ou indiquez un port libre dans PORT.',
  },
  'folder-unwritable': {
    what: 'Impossible d’écrire dans le dossier de données {{path}}.',
    next: 'Donnez à cet utilisateur le droit d’y écrire, ou indiquez un autre dossier dans MAILFLOW_DATA.',
  },
  'data-in-use': {
    what: 'Un autre service en cours d’exécution détient les données de {{path}}.',
    next: 'Utilisez celui-là, arrêtez-le d’abord, ou indiquez un autre dossier dans MAILFLOW_DATA.',
  },
  'other-mode': {
    what: 'Les données de {{place}} appartiennent au mode « {{found}} », et ce démarrage est en mode « {{wanted}} ». Incidents simulés et réels ne partagent jamais leurs données ; rien n’a été modifié.',
    next: 'Indiquez un autre dossier dans MAILFLOW_DATA ou une autre base dans DATABASE_URL, ou réglez MAILFLOW_MODE sur le mode des données.',
  },
  'database-unreachable': {
    what: 'La base de données ne répond pas : {{why}}.',
    next: 'Vérifiez DATABASE_URL et que le serveur fonctionne, puis redémarrez.',
  },
  'database-newer': {
    what: 'Les données ont été écrites par une version plus récente (étape {{found}} ; celle-ci connaît l’étape {{known}}).',
    next: 'Installez la version plus récente ; les données n’ont pas été touchées.',
  },
  'migration-failed': {
    what: 'La base de données n’a pas pu être mise à jour : {{why}}.',
    next: 'L’étape a été annulée. Corrigez la cause et redémarrez.',
  },
  'no-ranges': {
    what: 'Les adresses d’Exchange Online n’ont pas pu être lues : {{why}}.',
    next: 'Vérifiez que cette machine atteint endpoints.office.com en HTTPS, ou lisez la page de Microsoft « URL et plages d’adresses IP Microsoft 365 ».',
  },
  'connectors-unreadable': {
    what: 'Impossible de savoir si un connecteur s’appelle « {{what}} » : les connecteurs du locataire n’ont pas pu être lus ({{why}}).',
    next: 'Réessayez dans quelques minutes ; si cela persiste, vérifiez l’accès du bot avec « mailflow doctor ».',
  },
  'no-service': {
    what: 'Aucun service en cours d’exécution n’a été trouvé, et cette commande en a besoin.',
    next: 'Démarrez-le avec « npm start » et relancez la commande.',
  },
  'not-in-live-mode': {
    what: '« {{verb}} » n’existe que dans le bac à sable.',
    next: 'Les modifications d’un vrai locataire se demandent et s’approuvent dans le canal.',
  },
  'unknown-scenario': {
    what: 'Aucun scénario ne s’appelle {{name}}.',
    next: 'Consultez la liste avec « mailflow sandbox list ».',
  },
  'lost-race': {
    what: 'Plusieurs personnes modifient {{subject}} en même temps ; cet essai a cédé la place.',
    next: 'Consultez sa carte, puis réessayez.',
  },
  'audit-broken': {
    what: 'Le journal d’audit n’est plus cohérent à partir de la ligne {{row}} : {{why}}.',
    next: 'Gardez une copie de la base et comparez-la à votre dernier export avant toute nouvelle écriture.',
  },
  'bad-input': {
    what: 'Ceci n’a pas pu être compris : {{what}}.',
    next: 'Corrigez et réessayez ; « mailflow help » montre ce qui est attendu.',
  },
  'not-found': {
    what: 'Introuvable : {{what}}.',
    next: 'Vérifiez le nom ou l’identifiant et réessayez.',
  },
  'sign-in-failed': {
    what: 'La connexion à Microsoft a échoué : {{why}}.',
    next: 'Vérifiez l’identifiant de l’application, son certificat ou son secret, et qu’aucun n’a expiré.',
  },
  api: {
    what: 'Le service distant a répondu avec le code {{status}} : {{why}}.',
    next: 'Réessayez dans quelques minutes ; si cela persiste, lancez « mailflow doctor ».',
  },
  internal: {
    what: 'Une erreur inattendue s’est produite : {{why}}.',
    next: 'Réessayez ; si cela persiste, consultez le journal à cette heure et signalez-la.',
  },
}
