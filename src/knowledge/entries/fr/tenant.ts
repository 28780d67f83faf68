import type { Family } from '../family.ts'
import { lookAfterAnHour, microsoft, partner, sender, tellPartner, you } from './steps.ts'

/** Settings of the tenant, recipients, limits, and the answers that say little. */
export const tenant = {
  'message-expired': {
    title: 'Le message a attendu jusqu’à son expiration',
    means:
      'Chaque tentative a échoué et le délai est passé : 24 heures par défaut (48 selon d’anciens textes). La cause se trouve dans l’erreur temporaire précédente, pas ici.',
    causes: ['La destination était injoignable, ou a différé le message à chaque fois'],
    steps: [
      you('Cherchez dans le suivi des messages la dernière erreur temporaire (4xx) de ce message, et faites-la expliquer.'),
      you('Réparez d’abord sa cause.'),
      sender('Renvoyez ensuite le message : il n’y a plus de nouvelle tentative.'),
    ],
  },
  'mail-loop': {
    title: 'Le message tourne en boucle',
    means: 'Des serveurs se le passent jusqu’à la limite du nombre de sauts ; il est alors retourné.',
    causes: [
      'Le domaine est en Relais interne, mais aucun connecteur activé ne prend ses destinataires inconnus ; les messages reviennent donc par le MX',
      'Le connecteur vers le serveur local suit le MX, qui ramène à Exchange Online',
      'Le serveur local renvoie à Exchange Online les messages aux destinataires inconnus',
    ],
    steps: [
      you('Si tous les destinataires sont dans Exchange Online, passez le domaine à Faisant autorité.'),
      you('Si certains sont locaux, activez pour le domaine un connecteur qui utilise un hôte actif et non le MX.'),
      lookAfterAnHour,
    ],
    partnerSteps: [
      you('Vérifiez que le connecteur ne suit pas un enregistrement MX qui ramène à Exchange Online.'),
      partner('Vérifiez que vos serveurs ne renvoient pas les messages de votre domaine au service de l’expéditeur.'),
    ],
  },
  'recipient-unknown': {
    title: 'Le destinataire n’existe pas à la destination',
    means:
      'Le serveur responsable du domaine ne connaît pas l’adresse. Dans un domaine Faisant autorité, Exchange Online rejette les adresses inconnues dès la périphérie.',
    causes: [
      'L’adresse contient une faute de frappe, ou la personne est partie',
      'Le destinataire est local et manque dans le locataire, alors que le domaine fait autorité',
      'La synchronisation d’annuaire n’a pas encore transmis le destinataire',
    ],
    steps: [
      sender('Vérifiez l’adresse, et choisissez-la de nouveau au lieu de reprendre une suggestion.'),
      you(
        'Si le destinataire existe localement, ajoutez-le comme utilisateur de messagerie, ou passez le domaine en Relais interne jusqu’à la fin de la migration.',
      ),
      lookAfterAnHour,
    ],
    partnerSteps: [
      sender('Vérifiez l’adresse, et choisissez-la de nouveau au lieu de reprendre une suggestion.'),
      partner('Vérifiez si le destinataire existe.'),
    ],
  },
  'relay-denied': {
    title: 'La destination refuse de relayer ce message',
    means: 'Le serveur ne se considère pas responsable du domaine du destinataire, ou ne reconnaît pas l’appelant comme autorisé.',
    causes: [
      'Le domaine n’est pas un domaine accepté du serveur',
      'Aucun connecteur entrant ne reconnaît le serveur local : son certificat ou son adresse a changé',
      'Le MX ou l’hôte actif mène au mauvais serveur',
    ],
    steps: [
      you('Vérifiez que le domaine est un domaine accepté là où le message a été refusé.'),
      you('Comparez le nom de certificat ou l’adresse du connecteur entrant avec ce que le serveur local utilise maintenant.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Acceptez le domaine sur votre serveur, et autorisez Exchange Online à y remettre des messages.')],
  },
  'inbound-connector-restricts': {
    title: 'Un connecteur partenaire du locataire destinataire n’accepte que certaines sources',
    means: 'Le message est venu d’une adresse ou avec un certificat que le connecteur entrant n’autorise pas.',
    causes: ['La passerelle d’envoi a une nouvelle adresse', 'Elle utilise un autre certificat que celui convenu'],
    steps: [you('Corrigez l’adresse ou le nom de certificat autorisés dans le connecteur entrant.'), lookAfterAnHour],
  },
  'tenant-blocked': {
    title: 'Le locataire ne peut pas envoyer vers l’extérieur pour le moment',
    means: 'Exchange Online a arrêté les messages sortants de toute l’organisation, le plus souvent à cause de courrier indésirable.',
    causes: [
      'Des comptes ou des connecteurs du locataire ont été détournés',
      'Des messages partent de domaines non enregistrés dans le locataire',
    ],
    steps: [
      you('Sécurisez les comptes et connecteurs détournés, et enregistrez tous les domaines d’envoi.'),
      microsoft('Lève le blocage sur demande, par le support.'),
    ],
  },
  'sender-blocked': {
    title: 'Le compte de l’expéditeur est bloqué en envoi',
    means: 'Le compte a envoyé des messages suspects et a été restreint.',
    causes: ['Le compte a été piraté', 'Il a envoyé bien plus de messages que d’habitude'],
    steps: [
      you(
        'Réinitialisez le mot de passe, vérifiez règles et connexions, puis débloquez l’utilisateur sur la page des entités restreintes.',
      ),
    ],
  },
  'connector-blocked': {
    title: 'Microsoft a bloqué le connecteur',
    means: 'Du courrier indésirable est passé par un connecteur entrant ; il a été restreint.',
    causes: ['Le serveur situé derrière le connecteur a été piraté ou relaie pour des inconnus'],
    steps: [you('Nettoyez le serveur, puis débloquez le connecteur sur la page des entités restreintes.')],
  },
  'sending-limit-exceeded': {
    title: 'Une limite de destinataires externes est atteinte',
    means: 'Le locataire ou le compte a atteint son nombre de destinataires externes pour la journée.',
    causes: ['Des envois en masse passent par Exchange Online'],
    steps: [
      sender('Attendez la remise à zéro de la limite, et envoyez moins.'),
      you('Confiez les envois en masse à un service conçu pour cela.'),
    ],
  },
  'authentication-required': {
    title: 'L’appareil ou le programme ne s’est pas connecté',
    means: 'Le message a été déposé de façon anonyme là où une connexion est nécessaire.',
    causes: ['Une imprimante ou un programme envoie sans nom d’utilisateur', 'Son mot de passe a changé'],
    steps: [you('Configurez la connexion sur l’appareil, ou envoyez par un connecteur.')],
  },
  'attribution-pending': {
    title: 'Exchange Online ne sait pas encore à quel locataire appartient le message',
    means: 'Cela passe de soi-même peu après l’ajout ou le déplacement d’un domaine.',
    causes: ['Le domaine vient d’être ajouté au locataire ou déplacé'],
    steps: [you('Attendez ; si cela dure plus d’un jour, ouvrez un dossier auprès de Microsoft.')],
  },
  'mailbox-busy': {
    title: 'La boîte aux lettres du destinataire reçoit trop de messages à la fois',
    means: 'La remise y est ralentie, puis retentée. Ce n’est pas un défaut du connecteur.',
    causes: ['De très nombreux messages vers une seule boîte aux lettres'],
    steps: [you('Attendez, et envoyez moins à la fois à cette boîte aux lettres.')],
  },
  'mailbox-full': {
    title: 'La boîte aux lettres du destinataire est pleine',
    means: 'Elle a atteint son quota et ne reçoit plus de messages.',
    causes: ['La boîte aux lettres n’a pas été rangée ou archivée'],
    steps: [you('Faites libérer de la place par le destinataire, ou augmentez le quota.'), sender('Renvoyez ensuite le message.')],
    partnerSteps: [
      partner('Libérez de la place dans la boîte aux lettres, ou augmentez son quota.'),
      sender('Renvoyez ensuite le message.'),
    ],
  },
  'too-many-recipients': {
    title: 'Le message a trop de destinataires',
    means: 'Il compte plus de destinataires que le serveur n’en accepte dans un message.',
    causes: ['Une longue liste de destinataires dans un seul message'],
    steps: [sender('Envoyez à de plus petits groupes.')],
  },
  'message-too-large': {
    title: 'Le message est trop volumineux',
    means: 'Il dépasse une limite de taille sur le trajet ou chez le destinataire.',
    causes: ['De grosses pièces jointes ; l’encodage ajoute environ un tiers'],
    steps: [
      sender('Partagez un lien au lieu du fichier.'),
      you('Comparez les limites de taille du connecteur, du serveur et de la boîte aux lettres.'),
    ],
  },
  'connector-misconfigured': {
    title: 'Les paramètres mêmes du connecteur empêchent le passage des messages',
    means:
      'Le défaut se voit dans le locataire : le connecteur est désactivé ou manque, ne mène nulle part ou ramène à Exchange Online, ou un autre prend ses messages.',
    causes: [
      'Le connecteur est désactivé alors que son domaine en a encore besoin',
      'Il n’a ni hôte actif ni routage par MX',
      'Il suit un enregistrement MX qui ramène à Exchange Online',
      'Un domaine TLS est indiqué sans DomainValidation ; il reste donc sans effet',
      'Un autre connecteur nomme ses domaines, aussi ou plus précisément',
      'Il est resté en mode test, ou a été renommé ou supprimé',
    ],
    steps: [
      you('Si le serveur situé derrière reçoit des messages, activez le connecteur et donnez-lui l’hôte actif du serveur.'),
      you('Si plus rien n’est derrière, passez le domaine à Faisant autorité et laissez le connecteur désactivé.'),
      you('Si un autre connecteur nomme les mêmes domaines, ne laissez chaque domaine qu’à un seul.'),
      you('S’il est en mode test, mettez-y fin avec Set-OutboundConnector -TestMode $false.'),
      lookAfterAnHour,
    ],
  },
  'no-fault-found': {
    title: 'Aucun défaut n’a été trouvé',
    means:
      'Chaque étape d’une remise a fonctionné d’ici. Le bot ne se connecte pas depuis les adresses d’Exchange Online : un filtre qui traite celles-ci autrement ne peut pas être vu.',
    causes: [
      'Le problème est passé',
      'Il n’apparaît que de temps en temps',
      'Seules les connexions venant des adresses d’Exchange Online sont bloquées',
    ],
    steps: [
      you('Regardez si des messages attendent encore dans le suivi des messages ; si oui, leur texte d’erreur compte plus que ce test.'),
      you('Si le problème revient, relancez le diagnostic pendant qu’il dure.'),
    ],
  },
  unrecognised: {
    title: 'L’erreur n’a pas été reconnue',
    means: 'Le texte ne contient aucun code ni aucune formulation connus ici. Plutôt que de deviner, rien n’est affirmé.',
    causes: ['Le texte a été coupé, ou n’est pas une erreur de remise', 'Le code est nouveau ou vient d’un autre système'],
    steps: [
      you('Collez l’erreur entière : la ligne avec le code, ou la notification d’échec de remise complète.'),
      you('Lisez les mots après le code ; le serveur qui a refusé le message les a écrits.'),
    ],
  },
} satisfies Family
