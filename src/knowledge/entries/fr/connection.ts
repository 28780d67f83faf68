import type { Family } from '../family.ts'
import { lookAfterAnHour, microsoft, network, partner, tellPartner, waitForRetry, you } from './steps.ts'

/** Reaching the server, and keeping the connection. */
export const connection = {
  'connection-timed-out': {
    title: 'Le serveur de destination ne répond pas',
    means:
      'Exchange Online n’obtient pas de réponse : aucune connexion ne s’établit, ou le serveur l’accepte puis ne dit rien. Le serveur est arrêté ou bloqué, l’adresse est fausse, ou un filtre jette les paquets en silence.',
    causes: [
      'Le serveur ou sa ligne Internet est en panne',
      'Le connecteur contient une ancienne adresse, par exemple après un changement de fournisseur',
      'Un pare-feu jette les connexions venant des plages d’adresses d’Exchange Online',
      'Le serveur accepte la connexion, mais son service de messagerie est bloqué ou surchargé',
    ],
    steps: [
      you('Vérifiez que l’hôte actif du connecteur est toujours le nom ou l’adresse publics du serveur.'),
      network(
        'Vérifiez que le serveur est en marche et que le port TCP 25 est ouvert à toutes les plages d’adresses actuelles d’Exchange Online.',
      ),
      you('Si l’adresse a changé, remplacez l’hôte actif.'),
      you(
        'Si le serveur accepte la connexion puis se tait, examinez son service de messagerie : charge, résolutions DNS et journal d’événements.',
      ),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner('Vérifiez votre serveur, son adresse, et que le pare-feu laisse entrer Exchange Online sur le port TCP 25.'),
    ],
  },
  'connection-refused': {
    title: 'Le serveur de destination refuse la connexion',
    means:
      'À cette adresse, quelque chose répond aussitôt et rejette le port TCP 25. Après une migration complète, c’est voulu : le connecteur mène encore à un serveur qui ne reçoit plus de messages.',
    causes: [
      'Toutes les boîtes aux lettres sont passées à Exchange Online et l’ancien serveur a été arrêté, mais le connecteur est resté',
      'Un pare-feu rejette les connexions venant des plages d’adresses d’Exchange Online',
      'Le service de messagerie du serveur est arrêté ou écoute ailleurs',
    ],
    steps: [
      you(
        'Si plus rien n’est local, retirez l’itinéraire local : passez le domaine à Faisant autorité, puis désactivez le connecteur. Tant qu’il reste, les messages à des destinataires non valides pèsent sur votre quota de destinataires non valides et peuvent ralentir les messages valides.',
      ),
      network(
        'Si des boîtes aux lettres sont encore locales, ouvrez le port TCP 25 à toutes les plages d’adresses actuelles d’Exchange Online.',
      ),
      you('Vérifiez que le service de messagerie du serveur est démarré et écoute sur le port 25.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Démarrez votre service de messagerie, et laissez entrer Exchange Online sur le port TCP 25.')],
  },
  'connection-unreachable': {
    title: 'Aucun chemin ne mène à l’adresse de destination',
    means: 'Un routeur signale que l’adresse ou son réseau est injoignable.',
    causes: ['La ligne ou le routage du réseau est en panne', 'L’adresse n’est plus utilisée', 'Un pare-feu répond par une interdiction'],
    steps: [
      network('Vérifiez la ligne, le routage et le pare-feu placés devant l’adresse.'),
      you('Si l’adresse a changé, remplacez l’hôte actif du connecteur.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Vérifiez la ligne et le routage jusqu’à votre serveur de messagerie.')],
  },
  'connection-dropped': {
    title: 'Connexion interrompue brusquement en cours de session',
    means: 'Le serveur a accepté la connexion, puis l’a coupée avant la fin de la remise. Exchange Online fera de nouvelles tentatives.',
    causes: [
      'Un pare-feu inspecte les paquets SMTP et coupe ce qu’il ne comprend pas',
      'Le serveur de messagerie se bloque, s’arrête ou manque de mémoire ou de disque',
      'Le réseau entre les deux côtés perd des paquets ou coupe les longues connexions',
    ],
    steps: [
      network('Désactivez l’inspection SMTP (fixup, passerelle applicative) sur chaque pare-feu placé devant le serveur.'),
      you('Consultez le journal d’événements, les services, la mémoire et le disque du serveur à l’heure de l’erreur.'),
      network('Recherchez des pertes de paquets et des délais d’inactivité trop courts sur la ligne.'),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner('Vérifiez l’inspection SMTP de votre pare-feu et l’état de votre serveur de messagerie à cette heure.'),
    ],
  },
  'one-of-many-down': {
    title: 'Certaines adresses de la destination échouent, d’autres fonctionnent',
    means: 'Les messages passent par les adresses qui fonctionnent, plus tard que d’habitude. Tout s’arrêtera si elles échouent aussi.',
    causes: [
      'L’un des serveurs est arrêté ou configuré autrement',
      'Une règle de pare-feu oublie l’une des adresses',
      'Une ancienne adresse est restée dans le DNS',
    ],
    steps: [
      you('Réparez l’adresse qui échoue, ou retirez-la du DNS ou des hôtes actifs du connecteur.'),
      network('Appliquez les mêmes règles de pare-feu à toutes les adresses.'),
    ],
    partnerSteps: [tellPartner, partner('Réparez l’adresse qui échoue, ou retirez-la du DNS.')],
  },
  'ipv6-broken': {
    title: 'La destination fonctionne en IPv4, mais pas en IPv6',
    means: 'Son adresse IPv6 est publiée, mais ne reçoit pas de messages. Il y a du retard chaque fois que l’IPv6 est essayé d’abord.',
    causes: [
      'Le pare-feu n’ouvre le port 25 qu’en IPv4',
      'Le service de messagerie n’écoute pas en IPv6',
      'Un enregistrement AAAA est resté en place',
    ],
    steps: [
      network('Ouvrez aussi le port TCP 25 en IPv6, et faites-y écouter le service de messagerie.'),
      you('Ou supprimez l’enregistrement AAAA de l’hôte.'),
    ],
    partnerSteps: [tellPartner, partner('Ouvrez le port 25 en IPv6, ou supprimez l’enregistrement AAAA.')],
  },
  'hosts-disagree': {
    title: 'Les serveurs de la destination ne se comportent pas de la même façon',
    means: 'Ils présentent des certificats ou des capacités différents ; le même message passe ou échoue selon celui qui répond.',
    causes: ['Un certificat n’a été renouvelé que sur un serveur', 'Un répartiteur de charge mélange anciennes et nouvelles machines'],
    steps: [you('Donnez à tous les serveurs le même certificat et les mêmes paramètres TLS.')],
    partnerSteps: [tellPartner, partner('Donnez à tous vos serveurs le même certificat et les mêmes paramètres TLS.')],
  },
  'slow-server': {
    title: 'Le serveur de destination répond très lentement',
    means: 'Chaque réponse prend du temps. Les messages passent encore, mais les connexions s’accumulent et peuvent être coupées.',
    causes: [
      'Le serveur est surchargé',
      'Il attend une résolution DNS inverse pour chaque appelant',
      'Les délais contre le courrier indésirable sont trop longs',
    ],
    steps: [you('Vérifiez la charge du serveur, son résolveur DNS et son délai d’accueil.')],
    partnerSteps: [tellPartner, partner('Vérifiez la charge et les résolutions DNS de votre serveur de messagerie.')],
  },
  tarpit: {
    title: 'Le serveur de destination retarde volontairement ses réponses',
    means: 'Il ralentit les appelants pour décourager le courrier indésirable. Les messages passent, mais plus tard.',
    causes: ['Le ralentissement volontaire est actif pour les adresses d’Exchange Online'],
    steps: [you('Exemptez les plages d’adresses d’Exchange Online de ce ralentissement.')],
    partnerSteps: [tellPartner, partner('Exemptez les plages d’adresses d’Exchange Online de ce ralentissement.')],
  },
  'outside-port-25-blocked': {
    title: 'Ce bot ne peut pas tester la destination de là où il fonctionne',
    means:
      'Une cible connue pour fonctionner échoue d’ici elle aussi, aucun chemin ne mène à l’adresse, ou le serveur DNS du bot ne répond pas : on ne peut rien dire de la destination. Le flux de messagerie peut très bien fonctionner.',
    causes: [
      'Le réseau ou le cloud qui héberge le bot bloque le port TCP 25 en sortie',
      'La machine n’a pas d’IPv6, et la destination n’a pas d’autre adresse',
      'Le serveur DNS que le bot interroge est arrêté ou refuse de lui répondre',
    ],
    steps: [
      network('Autorisez la machine du bot à se connecter au port TCP 25 sur Internet, et donnez-lui un serveur DNS qui répond.'),
      you('En attendant, fiez-vous au suivi des messages : ce qu’Exchange Online y signale compte plus qu’un test de l’extérieur.'),
    ],
  },
  'service-incident': {
    title: 'Microsoft signale un incident sur Exchange Online',
    means:
      'Un incident ouvert sur le flux de messagerie figure dans l’état du service. Vos propres paramètres ne sont sans doute pas en cause.',
    causes: ['Une panne du service de Microsoft'],
    steps: [
      microsoft('Répare le service ; l’avancement figure dans le Centre d’administration Microsoft 365, à l’état du service.'),
      you('Ne changez rien entre-temps. Les tentatives durent 24 heures.'),
    ],
  },
} satisfies Family
