import { exchangePowershell } from '../exchange-powershell.ts'
import type { Family } from '../family.ts'
import { powershell } from '../powershell.ts'
import {
  bouncesAfterADay,
  dnsHost,
  doNotJudgeByOne,
  doNotLoseSmartHosts,
  doNotOpenToAll,
  doNotRetireYet,
  doNotSendAgain,
  doNotWeakenTls,
  lookAfterAnHour,
  microsoft,
  network,
  partner,
  seenInTrace,
  seenInTraceOrAfterAnHour,
  tellPartner,
  validateConnector,
  waitForRetry,
  you,
} from './steps.ts'

/** Reaching the server, and keeping the connection. */
export const connection = {
  'connection-timed-out': {
    title: 'Le serveur de destination ne répond pas',
    means:
      'Exchange Online n’obtient pas de réponse : aucune connexion ne s’établit, ou le serveur l’accepte puis ne dit rien. Le serveur est arrêté ou bloqué, l’adresse est fausse, ou un filtre rejette les paquets en silence.',
    causes: [
      'Le serveur ou sa ligne Internet est en panne',
      'Le fournisseur d’accès à Internet a changé, et le connecteur contient encore l’ancienne adresse du serveur',
      'Un pare-feu rejette en silence les connexions venant des plages d’adresses d’Exchange Online',
      'Le serveur accepte la connexion, mais son service de messagerie est bloqué ou surchargé',
    ],
    steps: [
      you(
        'Vérifiez que l’hôte actif est toujours le nom ou l’adresse publics du serveur. Changer de fournisseur d’accès, c’est changer d’adresses.',
        { at: 'connectors', run: powershell.showConnector },
      ),
      network(
        'Vérifiez de l’extérieur que le serveur est en marche, et ouvrez le port TCP 25 à toutes les plages d’adresses actuelles d’Exchange Online.',
        { run: powershell.port25 },
      ),
      you('Si l’adresse a changé, remplacez l’hôte actif.', { at: 'connectors', run: powershell.setSmartHost }),
      you(
        'Si le serveur accepte la connexion puis se tait, examinez son service de messagerie : charge, résolutions DNS et journal d’événements.',
      ),
      validateConnector,
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner('Vérifiez votre serveur, son adresse, et que le pare-feu laisse entrer Exchange Online sur le port TCP 25.'),
    ],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotRetireYet, doNotOpenToAll, doNotLoseSmartHosts],
    ask: 'Merci de vérifier que votre serveur de messagerie est en marche et que votre pare-feu laisse entrer Exchange Online sur le port TCP 25. Si vous avez changé de fournisseur d’accès à Internet, merci de nous indiquer la nouvelle adresse du serveur.',
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
        'Vérifiez si quelque chose reçoit encore des messages derrière le connecteur : affichez les destinataires du domaine dont la boîte aux lettres est ailleurs.',
        { run: exchangePowershell.mailUsersOf },
      ),
      you(
        'Voyez si le connecteur achemine aussi d’autres messages : tous les messages sortants, d’autres domaines, ou ceux que des règles de flux de messagerie lui envoient.',
        { at: 'connectors', run: powershell.showReach },
      ),
      you(
        'S’il ne reste rien derrière, retirez l’itinéraire local. Passez d’abord le domaine à Faisant autorité : les messages aux adresses inconnues sont alors rejetés aussitôt. Jusque-là, ces messages pèsent sur votre quota de destinataires non valides, dont le dépassement peut gêner les messages valides.',
        { at: 'accepted-domains', run: exchangePowershell.makeAuthoritative },
      ),
      you('Désactivez ensuite le connecteur, sauf s’il achemine d’autres messages.', {
        at: 'connectors',
        run: powershell.turnOffConnector,
      }),
      network(
        'Si des boîtes aux lettres sont encore locales, ouvrez le port TCP 25 à toutes les plages d’adresses actuelles d’Exchange Online.',
        { run: powershell.port25 },
      ),
      you('Vérifiez sur le serveur que le service de messagerie est démarré et écoute sur le port 25.', {
        run: powershell.transportServices,
      }),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Démarrez votre service de messagerie, et laissez entrer Exchange Online sur le port TCP 25.')],
    worked:
      'Une fois l’itinéraire retiré, plus rien de nouveau n’attend au bout de 30 à 60 minutes, et les adresses inconnues sont rejetées aussitôt. Si le serveur reçoit de nouveau, les messages passent de « En attente » à « Remis » dans le suivi des messages à la prochaine tentative.',
    otherwise:
      'Les messages sont retournés au bout de 24 heures (48 selon d’anciens textes) et pèsent sur votre quota de destinataires non valides.',
    avoid: [
      'Tant que des boîtes aux lettres sont locales, évitez « Corriger maintenant » dans l’alerte et le type Faisant autorité : des messages en attente seraient refusés.',
      'Ne supprimez pas le connecteur d’emblée : désactivé, il peut être réactivé.',
      'Ne désactivez pas un connecteur qui achemine tous les messages sortants ou sert à des règles de flux de messagerie.',
      doNotOpenToAll,
    ],
    ask: 'Merci de démarrer votre service de messagerie et d’ouvrir le port TCP 25 à toutes les plages d’adresses d’Exchange Online : votre serveur refuse la connexion.',
  },
  'connection-unreachable': {
    title: 'Aucun chemin ne mène à l’adresse de destination',
    means: 'Un routeur signale que l’adresse ou son réseau est injoignable.',
    causes: ['La ligne ou le routage du réseau est en panne', 'L’adresse n’est plus utilisée', 'Un pare-feu répond par une interdiction'],
    steps: [
      network('Vérifiez la ligne, le routage et le pare-feu placés devant l’adresse.', { run: powershell.port25 }),
      you('Vérifiez que le connecteur contient toujours l’adresse actuelle du serveur.', {
        at: 'connectors',
        run: powershell.showConnector,
      }),
      you('Si l’adresse a changé, remplacez l’hôte actif du connecteur.', { at: 'connectors', run: powershell.setSmartHost }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Vérifiez la ligne et le routage jusqu’à votre serveur de messagerie.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotRetireYet, doNotLoseSmartHosts],
    ask: 'Merci de vérifier la ligne, le routage et le pare-feu placés devant votre serveur de messagerie : des routeurs signalent son adresse comme injoignable.',
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
      you('Consultez le journal d’événements, les services, la mémoire et le disque du serveur à l’heure de l’erreur.', {
        run: powershell.transportServices,
      }),
      network('Recherchez des pertes de paquets et des délais d’inactivité trop courts sur la ligne.'),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner('Vérifiez l’inspection SMTP de votre pare-feu et l’état de votre serveur de messagerie à cette heure.'),
    ],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [doNotRetireYet, doNotJudgeByOne],
    ask: 'Merci de vérifier si l’un de vos pare-feu inspecte le SMTP : la session a été coupée. Merci d’examiner aussi l’état de votre serveur de messagerie à l’heure ci-dessus.',
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
      you('Regardez dans le suivi des messages, après « LastAttemptedIP= », si Exchange Online échoue à la même adresse.', {
        at: 'message-trace',
        run: exchangePowershell.whyPending,
      }),
      network('Appliquez les mêmes règles de pare-feu à toutes les adresses.', { run: powershell.port25 }),
      you(
        'Réparez le serveur à l’adresse qui échoue. D’ici là, ne gardez que les autres comme hôtes actifs, ou retirez son enregistrement du DNS.',
        { at: 'connectors', run: powershell.keepSmartHosts },
      ),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Réparez l’adresse qui échoue, ou retirez-la du DNS.')],
    worked:
      'Refaites le diagnostic : toutes les adresses restantes répondent. Au bout de 30 à 60 minutes, aucun nouveau message ne reste « En attente ».',
    otherwise:
      'Des messages tardent parfois ; si les autres adresses échouent aussi, tous attendent et sont retournés au bout de 24 heures (48 selon d’anciens textes).',
    avoid: [doNotJudgeByOne, doNotLoseSmartHosts],
    ask: 'Merci de réparer l’adresse ci-dessus, ou de la retirer du DNS : elle ne répond pas, alors que vos autres adresses répondent.',
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
      dnsHost('Ou supprimez l’enregistrement AAAA de l’hôte.', { run: powershell.ipv6Addresses }),
    ],
    partnerSteps: [tellPartner, partner('Ouvrez le port 25 en IPv6, ou supprimez l’enregistrement AAAA.')],
    worked:
      'Refaites le diagnostic : l’adresse IPv6 répond, ou a disparu. Un enregistrement AAAA supprimé est oublié à la fin de sa durée de vie.',
    otherwise: 'Rien n’est retourné tant que l’IPv4 fonctionne, mais les messages qui essaient d’abord l’IPv6 arrivent en retard.',
    avoid: ['Ne désactivez pas l’IPv6 dans Windows, ce que Microsoft déconseille : supprimez plutôt l’enregistrement AAAA.'],
    ask: 'Merci d’ouvrir le port TCP 25 sur l’adresse IPv6 de votre serveur de messagerie, ou de supprimer son enregistrement AAAA : seul l’IPv4 fonctionne.',
  },
  'hosts-disagree': {
    title: 'Les serveurs de la destination ne se comportent pas de la même façon',
    means: 'Ils présentent des certificats ou des capacités différents ; le même message passe ou échoue selon celui qui répond.',
    causes: ['Un certificat n’a été renouvelé que sur un serveur', 'Un équilibreur de charge mélange anciennes et nouvelles machines'],
    steps: [
      you('Regardez dans les preuves quelle adresse présente quel certificat, et laquelle ne propose pas STARTTLS.'),
      you('Examinez sur chaque serveur le certificat que le service SMTP utilise.', { run: powershell.privateKeys }),
      you('Donnez à tous les serveurs le même certificat et les mêmes paramètres TLS, puis redémarrez le service de transport.', {
        run: exchangePowershell.assignToSmtp,
      }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Donnez à tous vos serveurs le même certificat et les mêmes paramètres TLS.')],
    worked:
      'Refaites le diagnostic : toutes les adresses présentent la même chose. Les erreurs intermittentes disparaissent du suivi des messages.',
    otherwise:
      'Les messages qui tombent sur le mauvais serveur attendent, puis sont retournés au bout de 24 heures (48 selon d’anciens textes).',
    avoid: [doNotJudgeByOne, doNotWeakenTls],
    ask: 'Merci de donner à tous vos serveurs de messagerie le même certificat et les mêmes paramètres TLS : ils diffèrent actuellement d’une adresse à l’autre.',
  },
  'slow-server': {
    title: 'Le serveur de destination répond très lentement',
    means: 'Chaque réponse prend du temps. Les messages passent encore, mais les connexions s’accumulent et peuvent être coupées.',
    causes: [
      'Le serveur est surchargé',
      'Il attend une résolution DNS inverse à chaque connexion',
      'Les délais contre le courrier indésirable sont trop longs',
    ],
    steps: [
      you(
        'Regardez dans les preuves quelle réponse tarde : un accueil tardif évoque les résolutions DNS, une réponse tardive ensuite évoque la charge.',
      ),
      you('Vérifiez le résolveur DNS du serveur et son délai d’accueil, puis son processeur, sa mémoire et son disque.'),
    ],
    partnerSteps: [tellPartner, partner('Vérifiez la charge et les résolutions DNS de votre serveur de messagerie.')],
    worked: 'Refaites le diagnostic : chaque réponse arrive en moins de 2 secondes.',
    otherwise: 'Les messages passent encore ; si les réponses tardent davantage, les connexions seront coupées et les messages attendront.',
    avoid: [],
    ask: 'Merci de vérifier la charge et les résolutions DNS de votre serveur de messagerie : il met plusieurs secondes à répondre.',
  },
  tarpit: {
    title: 'Le serveur de destination retarde volontairement ses réponses',
    means: 'Il ralentit ceux qui se connectent, pour décourager le courrier indésirable. Les messages passent, mais plus tard.',
    causes: [
      'Le ralentissement volontaire est actif pour les adresses d’Exchange Online',
      'Seuls des inconnus comme ce bot sont ralentis, pas Exchange Online',
    ],
    steps: [
      you('Regardez dans le suivi des messages si les messages qui passent par là tardent vraiment.', {
        at: 'message-trace',
        run: powershell.pending,
      }),
      you('Si c’est le cas, exemptez les plages d’adresses d’Exchange Online de ce ralentissement.'),
    ],
    partnerSteps: [tellPartner, partner('Exemptez les plages d’adresses d’Exchange Online de ce ralentissement.')],
    worked: 'Les nouveaux messages passent sans rester « En attente ». Le bot lui-même sera peut-être encore ralenti.',
    otherwise: 'Rien n’est retourné : les messages arrivent plus tard, et n’attendent que si une connexion est coupée.',
    avoid: ['Ne supprimez pas ce ralentissement pour tout le monde : il éloigne le courrier indésirable.'],
    ask: 'Merci d’exempter les plages d’adresses d’Exchange Online du ralentissement volontaire des réponses (tarpitting) sur votre serveur de messagerie.',
  },
  'outside-port-25-blocked': {
    title: 'Ce bot ne peut pas tester la destination de là où il fonctionne',
    means:
      'D’ici, une cible connue pour fonctionner échoue aussi, aucun chemin ne mène à l’adresse, ou le serveur DNS du bot ne répond pas. On ne peut donc rien dire de la destination ; le flux de messagerie fonctionne peut-être très bien.',
    causes: [
      'Le réseau ou le cloud qui héberge le bot bloque le port TCP 25 en sortie',
      'La machine n’a pas d’IPv6, et la destination n’a pas d’autre adresse',
      'Le serveur DNS que le bot interroge est arrêté ou refuse de lui répondre',
    ],
    steps: [
      network('Autorisez la machine du bot à se connecter au port TCP 25 sur Internet, et donnez-lui un serveur DNS qui répond.', {
        run: powershell.port25,
      }),
      you('En attendant, fiez-vous au suivi des messages : ce qu’Exchange Online y signale compte plus qu’un test de l’extérieur.', {
        at: 'message-trace',
        run: powershell.pending,
      }),
    ],
    worked: 'Refaites le diagnostic : la cible connue pour fonctionner répond, et un verdict est rendu sur la destination.',
    otherwise: 'Le flux de messagerie n’en dépend pas ; seule manque la vue de l’extérieur.',
    avoid: ['Ne modifiez ni le connecteur ni la destination pour cette raison : on n’a rien appris à leur sujet.'],
  },
  'service-incident': {
    title: 'Microsoft signale un incident sur Exchange Online',
    means:
      'Un incident ouvert sur le flux de messagerie figure sous « Intégrité du service ». Vos propres paramètres ne sont sans doute pas en cause.',
    causes: ['Une panne du service de Microsoft'],
    steps: [
      microsoft('Répare le service ; l’avancement figure dans le Centre d’administration Microsoft 365, sous « Intégrité du service ».', {
        at: 'service-health',
      }),
      you('Ne changez rien entre-temps. Les tentatives durent 24 heures.', { at: 'message-trace', run: powershell.pending }),
    ],
    worked: 'Une fois l’incident clos par Microsoft, les messages passent de « En attente » à « Remis » dans le suivi des messages.',
    otherwise: 'Il n’y a rien à faire ; seuls les messages qui attendent plus de 24 heures sont retournés (48 selon d’anciens textes).',
    avoid: ['Ne modifiez ni connecteurs ni domaines pendant l’incident : on ne saurait plus dire ensuite ce qui a aidé.', doNotSendAgain],
  },
} satisfies Family
