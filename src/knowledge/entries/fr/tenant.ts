import { exchangePowershell as line } from '../exchange-powershell.ts'
import type { Family } from '../family.ts'
import { powershell } from '../powershell.ts'
import {
  bouncesAfterADay,
  bouncesAtOnce,
  doNotFollowMx,
  doNotLoseSmartHosts,
  microsoft,
  network,
  partner,
  seenInTrace,
  sender,
  tellPartner,
  validateConnector,
  you,
} from './steps.ts'

const sendAgain = sender('Renvoyez ensuite le message : il n’y a plus de nouvelle tentative.')
const checkAddress = sender('Vérifiez l’adresse, et choisissez-la de nouveau au lieu de reprendre une suggestion.')
const readRefusal = you('Lisez dans le suivi des messages quel serveur a refusé le message, et en quels termes.', {
  at: 'message-trace',
  run: line.whyFailed,
})
const secureAccounts = you(
  'Sécurisez-les : nouveaux mots de passe, fin de toutes les sessions, authentification multifacteur, aucune règle de boîte de réception inconnue du titulaire.',
  { run: line.inboxRules },
)
const sentAgainAfterAnHour =
  'Une modification de connecteur ou de domaine prend effet en 30 à 60 minutes. Renvoyez ensuite le message : le suivi des messages indique « Remis ».'
const blockStays = 'Le blocage dure jusqu’à sa levée, et chaque message est retourné aussitôt.'
const doNotBeAuthoritativeYet =
  'Ne passez pas le domaine à Faisant autorité tant que des destinataires manquent dans le locataire : leurs messages seraient refusés aussitôt et définitivement.'
const doNotOpenRelay =
  'N’autorisez pas le relais anonyme depuis n’importe quelle adresse sur un connecteur de réception : des inconnus enverraient du courrier indésirable par votre serveur.'
const doNotEditHybrid =
  'Ne modifiez ni ne supprimez à la main les connecteurs de l’Assistant de configuration hybride : relancez plutôt l’Assistant.'

/** Settings of the tenant, recipients, limits, and the answers that say little. */
export const tenant = {
  'message-expired': {
    title: 'Le message a attendu jusqu’à son expiration',
    means:
      'Chaque tentative a échoué et le délai est passé : 24 heures par défaut (48 selon d’anciens textes). La cause se trouve dans l’erreur temporaire précédente, pas ici.',
    causes: ['La destination était injoignable, ou a différé le message à chaque fois', 'Le délai du locataire a été raccourci'],
    steps: [
      you('Cherchez dans le suivi des messages la dernière erreur temporaire (4xx) de ce message, et faites-la expliquer.', {
        at: 'message-trace',
        run: line.whyFailed,
      }),
      you('Réparez d’abord sa cause, sur le serveur de destination que l’erreur indique.'),
      you('Si des messages expirent avant 24 heures, voyez quel délai est réglé : de 12 à 24 heures sont possibles.', { run: line.expiry }),
      sendAgain,
    ],
    partnerSteps: [
      you('Cherchez dans le suivi des messages la dernière erreur temporaire (4xx) de ce message, et faites-la expliquer.', {
        at: 'message-trace',
        run: line.whyFailed,
      }),
      tellPartner,
      partner('Cherchez pourquoi votre serveur était injoignable ou a différé le message.'),
      sendAgain,
    ],
    worked: 'Le message renvoyé est « Remis » dans le suivi des messages.',
    otherwise: 'Ce message est déjà retourné ; tant que la cause dure, d’autres le seront de même, 24 heures après leur envoi.',
    avoid: ['Ne renvoyez pas le message avant que la cause ait disparu : il attendrait et expirerait de nouveau.'],
    ask: 'Un message vers vous a été retenté jusqu’à son expiration. Merci de chercher pourquoi votre serveur de messagerie était injoignable, ou l’a différé, aux heures indiquées.',
  },
  'mail-loop': {
    title: 'Le message tourne en boucle',
    means:
      'Des serveurs se le passent jusqu’à la limite du nombre de sauts ; il est alors retourné. Exchange Online écrit 5.4.14, un serveur local 5.4.6.',
    causes: [
      'Le domaine est en Relais interne, mais aucun connecteur activé ne prend ses destinataires inconnus ; les messages reviennent donc par le MX',
      'Le connecteur vers le serveur local suit le MX, qui ramène à Exchange Online',
      'Le serveur local renvoie à Exchange Online les messages des destinataires inconnus',
      'Tous les messages sortants passent par le serveur local, mais son connecteur manque ou ne dessert que les domaines acceptés',
    ],
    steps: [
      you('Voyez si le domaine est en Relais interne ou Faisant autorité.', { at: 'accepted-domains', run: line.acceptedDomains }),
      you('Voyez quel connecteur dessert le domaine, s’il est activé, et s’il suit le MX.', {
        at: 'connectors',
        run: line.connectorRoutes,
      }),
      you('Si certains destinataires sont locaux, donnez au domaine un connecteur activé qui utilise un hôte actif et non le MX.', {
        at: 'connectors',
        run: line.enableWithSmartHost,
      }),
      you(
        'Si tous les destinataires sont censés être dans Exchange Online, assurez-vous qu’il ne reste aucun utilisateur de messagerie du domaine.',
        { run: line.mailUsersOf },
      ),
      you('S’il n’en reste aucun, passez le domaine à Faisant autorité.', { at: 'accepted-domains', run: line.makeAuthoritative }),
    ],
    partnerSteps: [
      you('Vérifiez que le connecteur ne suit pas un enregistrement MX qui ramène à Exchange Online.', {
        at: 'connectors',
        run: line.connectorRoutes,
      }),
      tellPartner,
      partner('Vérifiez que vos serveurs ne renvoient pas les messages de votre domaine au service de l’expéditeur.'),
    ],
    worked: sentAgainAfterAnHour,
    otherwise: bouncesAtOnce,
    avoid: [
      doNotBeAuthoritativeYet,
      doNotFollowMx,
      doNotLoseSmartHosts,
      'Ne désactivez pas RouteAllMessagesViaOnPremises au passage : tous les messages sortants en dépendent.',
    ],
    ask: 'Vos serveurs nous renvoient nos messages destinés à votre domaine, qui tournent ainsi en boucle. Merci de vérifier où ils envoient les messages de ces destinataires.',
  },
  'recipient-unknown': {
    title: 'Le destinataire n’existe pas à la destination',
    means:
      'Le serveur responsable du domaine ne connaît pas l’adresse. Dans un domaine Faisant autorité, Exchange Online rejette les adresses inconnues dès l’entrée (blocage du périmètre basé sur l’annuaire).',
    causes: [
      'L’adresse contient une faute de frappe, ou la personne est partie',
      'Le destinataire est local et manque dans le locataire, alors que le domaine fait autorité',
      'La synchronisation d’annuaire n’a pas encore transmis le destinataire',
      'C’est un groupe de distribution dynamique ou un dossier public, que le contrôle à l’entrée ne connaît pas',
    ],
    steps: [
      checkAddress,
      you('Voyez si le locataire connaît l’adresse.', { run: line.findRecipient }),
      you('Si le destinataire existe localement, faites-le synchroniser, ou ajoutez-le comme utilisateur de messagerie.'),
      you(
        'Tant que tous les destinataires ne sont pas dans le locataire, gardez le domaine en Relais interne, avec un connecteur activé vers votre serveur.',
        { at: 'accepted-domains', run: line.makeInternalRelay },
      ),
    ],
    partnerSteps: [
      checkAddress,
      you('Voyez sur quel serveur et en quels termes l’adresse a été refusée.', { at: 'message-trace', run: line.whyFailed }),
      partner('Vérifiez si le destinataire existe.'),
    ],
    worked: sentAgainAfterAnHour,
    otherwise: bouncesAtOnce,
    avoid: [
      'Ne choisissez pas Relais interne sans connecteur pour le domaine : les messages des destinataires inconnus tourneraient en boucle.',
      'Ne restez pas en Relais interne quand plus rien n’est local : les destinataires non valides comptent dans un quota.',
    ],
    ask: 'Votre serveur de messagerie indique ne pas connaître le destinataire. Merci de vérifier si l’adresse existe, et de nous donner la bonne.',
  },
  'relay-denied': {
    title: 'La destination refuse de relayer ce message',
    means: 'Le serveur ne se considère pas responsable du domaine du destinataire, ou ne reconnaît pas le serveur d’envoi comme autorisé.',
    causes: [
      'Le domaine n’est pas un domaine accepté du serveur',
      'Aucun connecteur entrant ne reconnaît le serveur local : son certificat ou son adresse a changé (5.7.64)',
      'Le MX ou l’hôte actif mène au mauvais serveur',
    ],
    steps: [
      readRefusal,
      you('Vérifiez que le domaine est un domaine accepté là où le message a été refusé.', {
        at: 'accepted-domains',
        run: line.acceptedDomains,
      }),
      you(
        'Avec 5.7.64, comparez le nom de certificat ou l’adresse du connecteur entrant avec ce que le serveur local utilise maintenant.',
        { at: 'connectors', run: line.inboundConnectors },
      ),
      you('Si le certificat porte un nouveau nom, indiquez-le à cet endroit, ou relancez l’Assistant de configuration hybride.', {
        at: 'connectors',
        run: line.setInboundCertificate,
      }),
      you(
        'Si votre propre serveur refuse Exchange Online, voyez quel connecteur de réception prend la connexion (Exchange Management Shell).',
        {
          run: line.receiveConnectors,
        },
      ),
    ],
    partnerSteps: [
      readRefusal,
      tellPartner,
      partner('Acceptez le domaine sur votre serveur, et autorisez Exchange Online à y remettre des messages.'),
    ],
    worked: sentAgainAfterAnHour,
    otherwise: bouncesAtOnce,
    avoid: [
      doNotOpenRelay,
      'N’ouvrez pas un connecteur entrant à des plages d’adresses entières d’un fournisseur : d’autres y envoient aussi.',
    ],
    ask: 'Votre serveur de messagerie refuse de relayer nos messages vers votre propre domaine. Merci d’y accepter ce domaine, et d’autoriser Exchange Online à y remettre des messages.',
  },
  'inbound-connector-restricts': {
    title: 'Le locataire destinataire n’accepte ce domaine que depuis certaines sources',
    means:
      'Le message est venu d’une adresse ou avec un certificat que le connecteur partenaire du locataire destinataire n’autorise pas (5.7.51).',
    causes: ['La passerelle d’envoi a une nouvelle adresse', 'Elle utilise un autre certificat que celui convenu'],
    steps: [
      you('Voyez quelles adresses et quel certificat le connecteur entrant autorise.', { at: 'connectors', run: line.inboundConnectors }),
      you('Comparez-les avec l’adresse et le certificat que le partenaire utilise maintenant, et faites-vous confirmer le changement.'),
      you('Si le partenaire a une nouvelle adresse, ajoutez-la au connecteur.', { at: 'connectors', run: line.addInboundAddress }),
      you('Si le certificat du partenaire porte un nouveau nom, indiquez-le dans le connecteur.', {
        at: 'connectors',
        run: line.setInboundCertificate,
      }),
    ],
    partnerSteps: [
      you('Déterminez de quelle adresse et avec quel certificat partent vos messages, et indiquez-le au partenaire.'),
      partner('Autorisez cette adresse ou ce certificat dans votre connecteur entrant.'),
      sendAgain,
    ],
    worked: sentAgainAfterAnHour,
    otherwise: bouncesAtOnce,
    avoid: [
      'Ne désactivez ni RestrictDomainsToIPAddresses ni RestrictDomainsToCertificate : n’importe qui pourrait alors envoyer au nom du partenaire.',
      'Ne redéfinissez pas la liste des adresses : une nouvelle liste remplace l’ancienne, complétez-la donc.',
    ],
    ask: 'Vous n’acceptez les messages de notre domaine que depuis certaines adresses ou avec certains certificats (5.7.51), et les nôtres ont changé. Merci d’autoriser les nouveaux.',
  },
  'tenant-blocked': {
    title: 'Le locataire ne peut pas envoyer vers l’extérieur pour le moment',
    means: 'Exchange Online a arrêté les messages sortants de toute l’organisation, le plus souvent à cause de courrier indésirable.',
    causes: [
      'Des comptes ou des connecteurs du locataire ont été détournés (5.7.705)',
      'Des messages partent de domaines non enregistrés dans le locataire (5.7.750)',
      'Un nouveau locataire envoie depuis des adresses de faible réputation (5.7.708)',
    ],
    steps: [
      you('Trouvez les comptes qui envoient le plus, et parcourez les alertes sur les envois suspects.', {
        at: 'alerts',
        run: line.busiestSenders,
      }),
      secureAccounts,
      you('Cherchez des connecteurs entrants que personne ne connaît, et désactivez-les.', {
        at: 'connectors',
        run: line.inboundConnectors,
      }),
      you('Avec 5.7.750, enregistrez chaque domaine depuis lequel des messages partent.', { at: 'domains', run: line.acceptedDomains }),
      microsoft('Lève le blocage sur demande, par le support.'),
    ],
    worked:
      'Une fois le blocage levé par Microsoft, un message de test vers l’extérieur est « Remis » dans le suivi des messages. Renvoyez alors ce qui a été retourné.',
    otherwise: blockStays,
    avoid: [
      'Ne demandez pas le déblocage avant d’avoir supprimé la cause : le locataire serait bloqué de nouveau.',
      'Ne contournez pas le blocage par un autre serveur : son adresse serait bloquée à son tour.',
    ],
  },
  'sender-blocked': {
    title: 'Le compte de l’expéditeur est bloqué en envoi',
    means: 'Le compte a envoyé des messages suspects et a été restreint. Il peut encore en recevoir.',
    causes: [
      'Le compte a été piraté',
      'Il a envoyé bien plus de messages que d’habitude',
      'Son domaine a été banni pour courrier indésirable (5.7.800)',
    ],
    steps: [
      you('Réinitialisez le mot de passe, mettez fin à toutes les sessions et activez l’authentification multifacteur du compte.'),
      you('Supprimez les règles de boîte de réception et les transferts que le titulaire ne connaît pas.', { run: line.inboxRules }),
      you('Voyez depuis quand et pourquoi le compte est bloqué.', { at: 'restricted-entities', run: line.blockedSenders }),
      you('Débloquez ensuite l’utilisateur sur la page des entités restreintes.', {
        at: 'restricted-entities',
        run: line.releaseSender,
      }),
      microsoft('Lève le blocage par le support avec 5.7.800, ou si le compte a été débloqué trop souvent.'),
    ],
    worked:
      'Le déblocage prend effet le plus souvent en 1 heure, au plus tard au bout de 24 heures. L’utilisateur peut alors de nouveau envoyer.',
    otherwise: blockStays,
    avoid: ['Ne débloquez pas le compte avant de l’avoir sécurisé : il serait bloqué de nouveau, et le nombre de déblocages est limité.'],
  },
  'connector-blocked': {
    title: 'Microsoft a bloqué le connecteur',
    means: 'Du courrier indésirable est passé par un connecteur entrant ; il a été restreint.',
    causes: [
      'Le serveur situé derrière le connecteur a été piraté ou relaie pour des inconnus',
      'Le compte d’un administrateur a été piraté et a servi à créer ou à modifier le connecteur',
    ],
    steps: [
      you('Voyez quel connecteur est bloqué.', { at: 'restricted-entities', run: line.blockedConnectors }),
      you('Voyez qui a créé ou modifié des connecteurs entrants récemment ; désactivez ceux que personne ne connaît.', {
        at: 'connectors',
        run: line.connectorChanges,
      }),
      you('Nettoyez le serveur situé derrière le connecteur, et ne le laissez relayer que pour vos propres expéditeurs.'),
      you('Débloquez ensuite le connecteur sur la page des entités restreintes.', {
        at: 'restricted-entities',
        run: line.releaseConnector,
      }),
    ],
    worked:
      'Le déblocage peut prendre jusqu’à 1 heure. Un message de test par le connecteur est alors « Remis » dans le suivi des messages.',
    otherwise: blockStays,
    avoid: [
      'Ne débloquez pas le connecteur avant d’avoir nettoyé le serveur : il serait bloqué de nouveau.',
      'Ne contournez pas le blocage par un second connecteur : le courrier indésirable continuerait sous son couvert.',
    ],
  },
  'sending-limit-exceeded': {
    title: 'Une limite d’envoi est atteinte',
    means:
      'En 24 heures, le locataire a atteint sa limite de destinataires externes, ou le compte sa limite de destinataires. Celle d’un compte est de 10 000, ou moins selon la stratégie de courrier indésirable sortant.',
    causes: [
      'Des envois en masse passent par Exchange Online',
      'Des messages partent d’une adresse onmicrosoft.com, limitée à 100 destinataires externes en 24 heures (5.7.236)',
      'Un compte a été piraté et envoie du courrier indésirable',
    ],
    steps: [
      you('Voyez quelle part de la limite du locataire est utilisée.', { run: line.tenantLimit }),
      you('Voyez qui envoie le plus, et si chacun de ces envois est voulu.', { at: 'message-trace', run: line.busiestSenders }),
      you('Voyez si la limite en cause est la vôtre, fixée dans une stratégie de courrier indésirable sortant.', {
        run: line.outboundLimits,
      }),
      sender('Attendez la remise à zéro de la limite, et envoyez moins.'),
      you('Avec 5.7.236, faites partir les messages d’un domaine qui vous appartient.', { at: 'domains' }),
      you('Confiez les envois en masse à un service conçu pour cela.'),
    ],
    worked:
      'Dès que le compte des 24 dernières heures repasse sous la limite, les nouveaux messages sont « Remis » dans le suivi des messages.',
    otherwise:
      'Les messages au-delà de la limite sont retournés aussitôt, sans nouvelle tentative, jusqu’à ce que le compte repasse sous la limite.',
    avoid: ['Ne répartissez pas les envois en masse sur plus de comptes : la limite du locataire les compte ensemble.'],
  },
  'authentication-required': {
    title: 'L’appareil ou le programme ne s’est pas authentifié',
    means: 'Le message a été déposé de façon anonyme là où une authentification est nécessaire (5.7.57).',
    causes: [
      'Une imprimante ou un programme envoie sans nom d’utilisateur',
      'Son mot de passe a changé',
      'Le SMTP authentifié (SMTP AUTH) est désactivé pour sa boîte aux lettres, ou la connexion SMTP par mot de passe l’est dans le locataire',
    ],
    steps: [
      you(
        'Configurez l’authentification sur l’appareil : smtp.office365.com, port 587, TLS, et une boîte aux lettres qui lui soit propre. Préférez OAuth si l’appareil le permet : Microsoft désactive par défaut le simple mot de passe (authentification de base) à partir de fin décembre 2026.',
      ),
      you('Voyez si le SMTP authentifié est autorisé pour cette boîte aux lettres.', { run: line.signInForSmtp }),
      you('Faites passer un appareil incapable de s’authentifier par un connecteur entrant qui reconnaît son adresse ou son certificat.', {
        at: 'connectors',
        run: line.inboundConnectors,
      }),
    ],
    worked: 'Un message de test de l’appareil est « Remis » dans le suivi des messages.',
    otherwise: 'Chaque message de l’appareil est refusé aussitôt ; c’est l’appareil qui décide s’il réessaie.',
    avoid: [
      'N’autorisez pas le SMTP authentifié dans tout le locataire à cause d’un appareil : autorisez-le pour sa boîte aux lettres.',
      doNotOpenRelay,
    ],
  },
  'attribution-pending': {
    title: 'Exchange Online ne sait pas encore à quel locataire appartient le message',
    means: 'Le problème disparaît de lui-même peu après l’ajout ou le déplacement d’un domaine.',
    causes: ['Le domaine vient d’être ajouté au locataire ou déplacé'],
    steps: [
      you('Vérifiez que le domaine est enregistré et vérifié dans le locataire.', { at: 'domains', run: line.acceptedDomains }),
      you('Attendez ; si cela dure plus d’un jour, ouvrez une demande de support auprès de Microsoft.'),
    ],
    worked:
      'Le serveur d’envoi réessaie de lui-même. Une fois le domaine connu partout, ses messages arrivent et apparaissent dans le suivi des messages.',
    otherwise: 'Le serveur d’envoi garde les messages et réessaie ; ce qui ne passe pas dans son propre délai est retourné.',
    avoid: ['Ne supprimez pas le domaine pour l’ajouter de nouveau : l’attente recommencerait.'],
  },
  'mailbox-busy': {
    title: 'La boîte aux lettres du destinataire reçoit trop de messages à la fois',
    means: 'La remise y est ralentie, puis retentée. Ce n’est pas un défaut du connecteur.',
    causes: [
      'De très nombreux messages vers une seule boîte aux lettres',
      'Un programme ou une règle envoie ses rapports à une seule boîte aux lettres',
    ],
    steps: [
      you('Voyez qui envoie tant de messages à cette boîte aux lettres.', { at: 'message-trace', run: line.sendersTo }),
      sender('Envoyez-y moins de messages à la fois, ou répartissez-les sur plusieurs boîtes aux lettres.'),
    ],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: ['Ne modifiez pas le connecteur : il n’y est pour rien.'],
  },
  'mailbox-full': {
    title: 'La boîte aux lettres du destinataire est pleine',
    means: 'Elle a atteint son quota et ne reçoit plus de messages.',
    causes: [
      'La boîte aux lettres n’a pas été rangée ou archivée',
      'Un flot de messages y est arrivé, par exemple les rapports d’un programme',
    ],
    steps: [
      you('Voyez la taille de la boîte aux lettres.', { run: line.mailboxSize }),
      you('Faites libérer de la place par le destinataire, activez l’archive, ou augmentez le quota dans la limite de la licence.', {
        run: line.mailboxQuota,
      }),
      sender('Renvoyez ensuite le message.'),
    ],
    partnerSteps: [
      partner('Libérez de la place dans la boîte aux lettres, ou augmentez son quota.'),
      sender('Renvoyez ensuite le message.'),
    ],
    worked: 'Le message renvoyé est « Remis » dans le suivi des messages.',
    otherwise: bouncesAtOnce,
    avoid: [],
    ask: 'La boîte aux lettres du destinataire indiqué est pleine et ne reçoit plus de messages. Merci d’y faire libérer de la place, ou d’augmenter son quota.',
  },
  'too-many-recipients': {
    title: 'Le message a trop de destinataires',
    means: 'Il compte plus de destinataires que le serveur n’en accepte dans un message, ou que l’expéditeur ne peut en indiquer.',
    causes: ['Une longue liste de destinataires dans un seul message', 'Plus de 200 destinataires d’un même domaine (4.5.3)'],
    steps: [
      sender('Envoyez à de plus petits groupes, ou à un groupe de distribution.'),
      you('Voyez combien de destinataires l’expéditeur peut indiquer : 500 par défaut, 1 000 au plus.', { run: line.recipientLimit }),
    ],
    worked: 'Un message adressé à moins de destinataires est « Remis » dans le suivi des messages.',
    otherwise: 'Avec 4.5.3, les destinataires restants sont retentés pendant 24 heures ; avec 5.5.3, le message est retourné aussitôt.',
    avoid: ['N’augmentez pas la limite pour des envois en masse : confiez-les à un service conçu pour cela.'],
  },
  'message-too-large': {
    title: 'Le message est trop volumineux',
    means: 'Il dépasse une limite de taille sur le trajet ou chez le destinataire.',
    causes: [
      'De grosses pièces jointes ; l’encodage ajoute environ un tiers',
      'Un serveur du trajet a une limite plus basse que les autres',
    ],
    steps: [
      sender('Partagez un lien au lieu du fichier.'),
      you('Comparez les limites de taille du connecteur, du serveur et de la boîte aux lettres.', { run: line.sizeLimits }),
    ],
    partnerSteps: [
      sender('Partagez un lien au lieu du fichier.'),
      partner('Indiquez à l’expéditeur la taille maximale d’un message, ou augmentez la limite.'),
    ],
    worked: 'Un message plus petit est « Remis » dans le suivi des messages.',
    otherwise: bouncesAtOnce,
    avoid: ['N’augmentez pas la limite à un seul endroit : la plus basse du trajet décide.'],
    ask: 'Votre serveur de messagerie refuse notre message en raison de sa taille. Merci de nous indiquer la taille maximale d’un message, ou d’augmenter la limite.',
  },
  'connector-misconfigured': {
    title: 'Les paramètres mêmes du connecteur empêchent le passage des messages',
    means:
      'Le défaut se voit dans le locataire. Le connecteur est désactivé ou manque, ne mène nulle part ou ramène à Exchange Online, ou un autre prend ses messages.',
    causes: [
      'Le connecteur est désactivé alors que son domaine en a encore besoin',
      'Il n’a ni hôte actif ni routage par MX',
      'Il suit un enregistrement MX qui ramène à Exchange Online',
      'Un domaine TLS est indiqué sans DomainValidation ; il reste donc sans effet',
      'Un autre connecteur nomme ses domaines, aussi ou plus précisément',
      'Il est resté en mode test, ou a été renommé ou supprimé',
    ],
    steps: [
      you('Voyez ce que fait chaque connecteur : s’il est activé, où il mène, pour quels domaines.', {
        at: 'connectors',
        run: line.connectorRoutes,
      }),
      you('Si le serveur situé derrière reçoit des messages, activez le connecteur et donnez-lui l’hôte actif du serveur.', {
        at: 'connectors',
        run: line.enableWithSmartHost,
      }),
      you(
        'Si plus rien n’est derrière et qu’il ne reste aucun utilisateur de messagerie du domaine, laissez-le désactivé et passez le domaine à Faisant autorité.',
        { at: 'accepted-domains', run: line.mailUsersOf },
      ),
      you('Si un autre connecteur nomme les mêmes domaines, ne laissez chaque domaine qu’à un seul.', {
        at: 'connectors',
        run: line.connectorRoutes,
      }),
      you('Voyez quels connecteurs sont en mode test.', { run: line.testModeConnectors }),
      you('S’il en fait partie, mettez fin à son mode test.', { run: line.endTestMode }),
      you('Si le domaine TLS doit compter et que le certificat le porte, réglez DomainValidation.', { run: line.demandName }),
      validateConnector,
    ],
    worked: sentAgainAfterAnHour,
    otherwise:
      'Les messages différés attendent 24 heures puis sont retournés (48 selon d’anciens textes) ; ceux qui tournent en boucle sont retournés aussitôt.',
    avoid: [doNotBeAuthoritativeYet, doNotFollowMx, doNotLoseSmartHosts, doNotEditHybrid],
  },
  'no-fault-found': {
    title: 'Aucun défaut n’a été trouvé',
    means:
      'Rien n’a été trouvé qui empêche la remise des messages. Le bot ne se connecte pas depuis les adresses d’Exchange Online : un filtre qui traite celles-ci autrement ne peut pas être vu.',
    causes: [
      'Le problème est passé',
      'Il n’apparaît que de temps en temps',
      'Seules les connexions venant des adresses d’Exchange Online sont bloquées',
    ],
    steps: [
      you('Regardez si des messages attendent encore dans le suivi des messages ; si oui, leur texte d’erreur compte plus que ce test.', {
        at: 'message-trace',
        run: powershell.pending,
      }),
      you('Ouvrez le rapport des messages en file d’attente : il montre ce qui attend sur un connecteur depuis plus d’une heure.', {
        at: 'queued-messages',
      }),
      validateConnector,
      network('Comparez la liste du pare-feu avec les plages d’adresses actuelles d’Exchange Online pour le port 25.'),
      you('Si le problème revient, relancez le diagnostic pendant qu’il dure.'),
    ],
    worked:
      'Plus aucun message de cet itinéraire n’est « En attente » dans le suivi des messages. Celui-ci a jusqu’à 30 minutes de retard.',
    otherwise:
      'Si rien n’attend, rien ne se passe ; ce qui attend est retourné 24 heures après l’envoi (48 heures selon d’anciens textes).',
    avoid: ['Ne modifiez ni connecteur, ni domaine, ni pare-feu sur un simple soupçon : sans défaut, tout changement est un risque.'],
  },
  unrecognised: {
    title: 'L’erreur n’a pas été reconnue',
    means: 'Le texte ne contient aucun code ni aucune formulation connus ici. Plutôt que de deviner, rien n’est affirmé.',
    causes: ['Le texte a été coupé, ou n’est pas une erreur de remise', 'Le code est nouveau ou vient d’un autre système'],
    steps: [
      you('Collez l’erreur entière : la ligne avec le code, ou la notification d’échec de remise complète.'),
      you('Cherchez le message dans le suivi des messages : ses détails contiennent l’erreur entière.', {
        at: 'message-trace',
        run: line.whyFailed,
      }),
      you(
        'Lisez les mots après le code, et voyez quel serveur de destination les a écrits : le vôtre, celui d’un partenaire ou de Microsoft. Si le connecteur mène au mauvais serveur, corrigez le connecteur.',
        { at: 'connectors' },
      ),
    ],
    partnerSteps: [
      you('Collez l’erreur entière : la ligne avec le code, ou la notification d’échec de remise complète.'),
      you('Cherchez le message dans le suivi des messages : ses détails contiennent l’erreur entière.', {
        at: 'message-trace',
        run: line.whyFailed,
      }),
      tellPartner,
      partner('Cherchez la raison de ce refus dans le journal de votre serveur de messagerie.'),
    ],
    worked: 'Avec le texte entier, la réponse indique une cause.',
    otherwise: 'Cela dépend du code : avec 4xx, le message est retenté pendant 24 heures, avec 5xx, il est déjà retourné.',
    avoid: ['Ne modifiez pas de paramètres sur la seule foi des mots d’une erreur : chaque serveur écrit ce qu’il veut.'],
    ask: 'Votre serveur de messagerie a répondu à notre message par l’erreur indiquée. Merci d’en chercher la raison dans son journal, et de nous la communiquer.',
  },
} satisfies Family
