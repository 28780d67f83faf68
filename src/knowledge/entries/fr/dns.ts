import type { Family } from '../family.ts'
import { dnsHost, lookAfterAnHour, partner, sender, tellPartner, waitForRetry, you } from './steps.ts'

/** Finding the way: names and addresses. */
export const dns = {
  'dns-query-failed': {
    title: 'Échec de la requête DNS pour la destination',
    means:
      'Exchange Online n’a pas pu apprendre à quelle adresse l’hôte actif ou le domaine du destinataire reçoit les messages. Aucune connexion n’a eu lieu ; les messages attendent.',
    causes: [
      'Les serveurs de noms du domaine sont arrêtés ou répondent par des erreurs',
      'Le domaine a expiré et ses enregistrements ont disparu',
      'L’enregistrement MX a changé récemment et d’anciennes données sont encore en cache',
      'Le nom de l’hôte actif dans le connecteur contient une faute de frappe',
    ],
    steps: [
      you('Comparez l’hôte actif du connecteur, lettre par lettre, avec le nom qui existe dans le DNS.'),
      dnsHost('Faites en sorte que chaque serveur de noms du domaine donne les mêmes enregistrements MX, A et AAAA.'),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner('Faites réparer les serveurs de noms ou les enregistrements de votre domaine par votre hébergeur DNS.'),
    ],
  },
  'dns-no-records': {
    title: 'Le nom de destination n’a ni enregistrement MX ni adresse',
    means:
      'Le nom existe dans le DNS, mais rien n’y indique où vont les messages. Exchange Online garde les messages et repose la question.',
    causes: [
      'L’hôte actif du connecteur n’est pas le bon nom, souvent le domaine au lieu du serveur',
      'L’enregistrement MX ou A a été supprimé ou n’a jamais été créé',
      'L’enregistrement n’existe que dans le DNS interne, pas dans le DNS public',
    ],
    steps: [
      you('Vérifiez quel nom le connecteur utilise comme hôte actif, et demandez ses enregistrements MX, A et AAAA au DNS public.'),
      dnsHost('Ajoutez l’enregistrement manquant à la zone publique : A ou AAAA pour le serveur, ou MX pour le domaine.'),
      you('Si le serveur porte un autre nom public, remplacez l’hôte actif du connecteur.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Publiez un enregistrement MX pour votre domaine, ou une adresse pour l’hôte qu’il désigne.')],
  },
  'dns-servers-failing': {
    title: 'Des serveurs de noms de la destination ne donnent pas de réponse exploitable',
    means:
      'Les serveurs qui portent la zone, tous ou certains, se taisent ou signalent leur propre échec. Cela ne dit rien des enregistrements eux-mêmes.',
    causes: [
      'Les serveurs de noms du domaine sont arrêtés ou surchargés',
      'La délégation mène à des serveurs qui ne portent pas la zone',
      'Une signature DNSSEC erronée fait refuser la réponse par les résolveurs qui valident',
      'Un pare-feu placé devant les serveurs de noms jette les requêtes',
    ],
    steps: [
      dnsHost('Vérifiez que chaque serveur de noms de la délégation répond pour la zone, en UDP et en TCP sur le port 53.'),
      dnsHost('Si la zone est signée, vérifiez ses signatures DNSSEC et l’enregistrement DS de la zone parente.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Demandez à l’hébergeur DNS de votre domaine de réparer ses serveurs de noms.')],
  },
  'dns-domain-missing': {
    title: 'Le domaine de destination n’existe pas',
    means:
      'Le DNS affirme qu’un tel nom n’existe pas (NXDOMAIN). Pour le domaine d’un destinataire, le message est retourné aussitôt ; pour un hôte actif, il attend.',
    causes: [
      'L’adresse du destinataire ou l’hôte actif contient une faute de frappe',
      'Le domaine a expiré ou a été abandonné',
      'Le serveur a été renommé ou retiré et son enregistrement supprimé',
      'Le nom n’existe que dans le DNS interne',
    ],
    steps: [
      you('Comparez l’hôte actif du connecteur avec le nom public du serveur, et corrigez-le.'),
      sender('Si l’erreur cite le domaine d’un destinataire, vérifiez l’adresse et renvoyez le message.'),
      dnsHost('Si le nom doit exister, rétablissez-le dans la zone publique.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Rétablissez le nom dans votre zone publique, ou indiquez celui qui le remplace.')],
  },
  'dns-domain-expired': {
    title: 'Le domaine de destination a expiré ou est suspendu',
    means:
      'Son enregistrement est échu ou a été suspendu, et le domaine est hors service. Ses messages ne peuvent pas être remis tant que cela n’est pas réglé.',
    causes: ['Le domaine n’a pas été renouvelé à temps', 'Le bureau d’enregistrement a suspendu le domaine'],
    steps: [
      you('Si le domaine est à vous, renouvelez-le aujourd’hui ; la période de rachat se termine sans autre avis.'),
      dnsHost('Après le renouvellement, vérifiez que la délégation mène de nouveau à vos serveurs de noms.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Renouvelez l’enregistrement de votre domaine.')],
  },
  'null-mx': {
    title: 'Le domaine déclare ne pas recevoir de messages',
    means:
      'Son seul enregistrement MX est un MX nul : une déclaration volontaire qu’aucun message n’y est accepté. De nouvelles tentatives n’y changent rien.',
    causes: ['Le domaine ne sert pas à la messagerie et l’adresse est fausse', 'Le MX nul a été publié par erreur'],
    steps: [
      sender('Vérifiez l’adresse du destinataire : un autre domaine de la même organisation reçoit sans doute les messages.'),
      dnsHost('Si le domaine doit recevoir des messages, remplacez le MX nul par l’enregistrement MX de son serveur.'),
    ],
  },
  'dns-cname-loop': {
    title: 'Les alias de la destination tournent en rond',
    means: 'Le nom est l’alias d’un alias qui ramène à lui-même ; il ne devient jamais une adresse.',
    causes: ['Deux enregistrements CNAME se désignent l’un l’autre', 'La chaîne d’alias est trop longue'],
    steps: [
      dnsHost('Remplacez l’alias par un enregistrement A ou AAAA, ou faites-le pointer directement vers le nom du serveur.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Corrigez les enregistrements CNAME de ce nom.')],
  },
  'mx-invalid': {
    title: 'L’enregistrement MX ne désigne pas un hôte utilisable',
    means:
      'Un enregistrement MX doit contenir un nom d’hôte qui possède sa propre adresse. Celui-ci contient une adresse, ou un nom qui ne mène nulle part.',
    causes: [
      'Une adresse IP a été saisie à la place d’un nom',
      'L’hôte désigné n’a pas d’enregistrement A ni AAAA',
      'L’hôte désigné est un alias sans adresse',
    ],
    steps: [
      dnsHost('Donnez au serveur un nom avec un enregistrement A ou AAAA, et inscrivez ce nom dans l’enregistrement MX.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Corrigez l’enregistrement MX de votre domaine.')],
  },
  'dns-stale': {
    title: 'Le DNS donne encore d’anciennes données pour la destination',
    means:
      'Après un changement, certains serveurs de noms ou caches donnent encore les anciennes données ; les messages vont tantôt à l’ancienne adresse, tantôt à la nouvelle.',
    causes: [
      'Un changement récent dont les anciennes données vivent jusqu’à la fin de leur durée',
      'Un serveur de noms secondaire qui ne recopie plus la zone',
    ],
    steps: [
      dnsHost('Vérifiez que chaque serveur de noms porte le même numéro de série de la zone.'),
      you('Laissez l’ancien serveur en marche jusqu’à la fin de l’ancienne durée de vie.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Ramenez tous les serveurs de noms de votre zone aux mêmes données.')],
  },
  'address-not-public': {
    title: 'La destination mène à une adresse qui n’est pas publique',
    means: 'Le nom ou l’hôte actif mène à une adresse privée ou réservée. Exchange Online envoie par Internet et ne peut pas l’atteindre.',
    causes: [
      'Le connecteur contient l’adresse interne du serveur',
      'La zone publique contient des enregistrements internes (DNS interne et public confondus)',
      'Un enregistrement provisoire est resté en place',
      'Le bot interroge un serveur DNS de l’entreprise, qui donne des adresses internes',
    ],
    steps: [
      you('Demandez ce nom à un serveur DNS public : Exchange Online s’en tient à ce que celui-ci répond.'),
      you('Inscrivez dans le connecteur le nom ou l’adresse publics du serveur, ou de la passerelle placée devant lui.'),
      dnsHost('Corrigez l’enregistrement dans la zone publique.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Publiez l’adresse publique de votre serveur de messagerie.')],
  },
} satisfies Family
