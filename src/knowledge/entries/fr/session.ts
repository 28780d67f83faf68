import type { Family } from '../family.ts'
import { lookAfterAnHour, network, partner, tellPartner, waitForRetry, you } from './steps.ts'

/** Speaking SMTP, and agreeing on TLS. */
export const session = {
  'session-refused': {
    title: 'Le serveur de destination répond, mais refuse la session',
    means:
      'La connexion TCP fonctionne ; puis le serveur répond par une erreur ou ne remplit pas une exigence du connecteur. Ce code est un fourre-tout : le texte entre crochets tranche.',
    causes: [
      'Le serveur rejette dès l’accueil les appelants qu’il ne connaît pas',
      'Le connecteur exige TLS et le serveur ne le propose pas',
      'Le certificat du serveur ne satisfait pas les paramètres TLS du connecteur',
      'Le connecteur de réception du serveur est limité à d’autres adresses',
    ],
    steps: [
      you('Lisez le texte après « Message= » dans le suivi des messages : il nomme la cause.'),
      you('Vérifiez que le connecteur de réception du serveur accepte toutes les plages d’adresses actuelles d’Exchange Online.'),
      you('Comparez les paramètres TLS du connecteur avec le TLS et le certificat du serveur.'),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner(
        'Acceptez les connexions venant des plages d’adresses d’Exchange Online, et vérifiez le TLS et le certificat de votre serveur.',
      ),
    ],
  },
  'service-unavailable': {
    title: 'Le serveur de destination se déclare indisponible',
    means: 'Le serveur est là, mais ne reçoit pas de messages pour le moment (421). Exchange Online fera de nouvelles tentatives.',
    causes: [
      'Les services de transport du serveur sont arrêtés ou en maintenance',
      'Le serveur manque de disque ou de mémoire et se protège (back pressure)',
      'Trop de connexions à la fois',
    ],
    steps: [
      you('Vérifiez que les services de transport fonctionnent et qu’aucun composant du serveur n’est inactif.'),
      you('Libérez du disque et de la mémoire sur le serveur, puis redémarrez le service de transport.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Rétablissez votre service de messagerie : services, disque, mémoire et limites de connexions.')],
  },
  'not-smtp': {
    title: 'Ce qui répond sur le port 25 n’est pas un serveur de messagerie',
    means: 'Les premiers mots ne viennent pas de SMTP. L’adresse ou la redirection de port mène à un autre service.',
    causes: [
      'L’hôte actif désigne la mauvaise machine',
      'Le pare-feu redirige le port 25 vers le mauvais service',
      'Un portail captif ou un proxy répond à sa place',
    ],
    steps: [
      network('Vérifiez vers quoi le pare-feu redirige le port TCP 25.'),
      you('Corrigez l’hôte actif du connecteur si c’est la mauvaise machine.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Vérifiez quel service répond sur le port 25 de cette adresse.')],
  },
  'starttls-missing': {
    title: 'Le serveur de destination ne propose pas STARTTLS',
    means:
      'Le connecteur exige le chiffrement et le serveur ne l’annonce pas ; Exchange Online garde donc les messages plutôt que de les envoyer en clair.',
    causes: [
      'Le service de messagerie n’a pas de certificat utilisable et cesse donc d’annoncer STARTTLS',
      'Un pare-feu qui inspecte le SMTP retire l’annonce',
      'TLS est désactivé sur le connecteur de réception ou sur la passerelle placée devant',
    ],
    steps: [
      you('Attribuez au service SMTP un certificat valable avec sa clé privée, puis redémarrez le service de transport.'),
      network('Désactivez l’inspection SMTP sur chaque pare-feu placé devant le serveur.'),
      you('Vérifiez que le connecteur de réception et toute passerelle placée devant autorisent TLS.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Proposez STARTTLS avec un certificat valable sur le port 25.')],
  },
  'starttls-masked': {
    title: 'Un pare-feu masque les réponses SMTP du serveur',
    means:
      'L’accueil, la liste des extensions ou STARTTLS lui-même est masqué, raccourci ou refusé en chemin ; le chiffrement ne peut pas commencer. Le serveur de messagerie lui-même peut être en ordre.',
    causes: [
      'L’inspection des paquets SMTP sur un pare-feu (fixup, inspection ESMTP, passerelle applicative)',
      'La même du côté du bot, quand les messages passent malgré tout',
    ],
    steps: [
      network('Désactivez l’inspection SMTP ou ESMTP pour ce serveur sur chaque pare-feu du trajet, ou autorisez-y STARTTLS.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Désactivez l’inspection SMTP de votre pare-feu.')],
  },
  'tls-handshake-failed': {
    title: 'La négociation TLS avec le serveur de destination échoue',
    means: 'Le serveur propose STARTTLS, mais le chiffrement lui-même ne s’établit pas.',
    causes: [
      'Le serveur ne connaît aucune version de TLS ni aucun chiffrement qu’Exchange Online utilise (TLS 1.2 au moins)',
      'Un équipement sur le trajet interrompt ou modifie la négociation',
      'La clé privée du certificat manque ou n’est pas lisible par le service de messagerie',
    ],
    steps: [
      you('Activez TLS 1.2 avec des chiffrements ECDHE sur le serveur, pour le système et pour .NET.'),
      you('Vérifiez que le certificat a sa clé privée et que le service de messagerie peut la lire.'),
      network('Retirez l’inspection SMTP et l’inspection TLS du trajet.'),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner('Activez TLS 1.2 ou une version plus récente avec des chiffrements actuels, et vérifiez la clé privée de votre certificat.'),
    ],
  },
  'tls-version-too-old': {
    title: 'Le serveur de destination ne propose qu’une version de TLS dépassée',
    means: 'Exchange Online exige TLS 1.2 au moins ; le serveur propose au mieux TLS 1.0 ou 1.1.',
    causes: ['Un ancien système ou un ancien réglage du serveur', 'Une ancienne passerelle de messagerie placée devant'],
    steps: [you('Activez TLS 1.2 sur le serveur ou la passerelle, puis redémarrez.'), waitForRetry],
    partnerSteps: [tellPartner, partner('Activez TLS 1.2 ou une version plus récente sur votre serveur de messagerie.')],
  },
  'tls-no-shared-cipher': {
    title: 'Les deux côtés n’ont aucun chiffrement TLS en commun',
    means: 'La liste du serveur ne contient aucun chiffrement accepté aujourd’hui.',
    causes: ['La liste des chiffrements a été trop réduite', 'Seuls des chiffrements dépassés sont activés'],
    steps: [you('Activez les chiffrements ECDHE avec AES-GCM sur le serveur.'), waitForRetry],
    partnerSteps: [tellPartner, partner('Activez les chiffrements ECDHE avec AES-GCM sur votre serveur de messagerie.')],
  },
  'client-certificate-demanded': {
    title: 'Le serveur de destination exige un certificat client',
    means:
      'Le serveur met fin à la négociation si l’appelant ne présente pas un certificat qu’il accepte. Exchange Online présente le sien (mail.protection.outlook.com), ce bot n’en présente aucun.',
    causes: [
      'Le TLS mutuel est exigé sur le port qui reçoit les messages d’Exchange Online, et son certificat n’est pas accepté',
      'Le serveur accepte le certificat d’Exchange Online et aucun autre : les messages passent alors, et seul ce bot est refusé',
    ],
    steps: [
      you('Faites que le serveur demande un certificat client sans l’exiger, ou qu’il accepte celui d’Exchange Online.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('N’exigez pas de certificat client sur le port 25, ou acceptez celui d’Exchange Online.')],
  },
  'null-sender-refused': {
    title: 'Le serveur de destination refuse les messages sans expéditeur',
    means:
      'Les notifications de remise et les réponses automatiques portent un expéditeur vide. Le serveur les rejette ; ses utilisateurs n’apprennent donc jamais les échecs.',
    causes: ['Une règle contre le courrier indésirable rejette l’expéditeur vide'],
    steps: [you('Faites accepter MAIL FROM:<> par le serveur.')],
    partnerSteps: [tellPartner, partner('Acceptez MAIL FROM:<> sur votre serveur de messagerie.')],
  },
  'starttls-injection': {
    title: 'Du texte se glisse entre STARTTLS et le chiffrement',
    means:
      'Après sa réponse à STARTTLS, le serveur ou un équipement sur le trajet envoie encore du texte en clair, qu’un expéditeur imprudent croit chiffré. Les messages passent, mais peuvent être altérés.',
    causes: ['Un ancien serveur ou une ancienne passerelle avec une faille connue', 'Un équipement sur le trajet ajoute son propre texte'],
    steps: [
      you('Mettez à jour le serveur de messagerie ou la passerelle.'),
      network('Cherchez sur le trajet un équipement qui modifie le SMTP.'),
    ],
    partnerSteps: [tellPartner, partner('Mettez à jour votre serveur de messagerie ou votre passerelle.')],
  },
  greylisted: {
    title: 'Le serveur de destination demande de revenir plus tard',
    means: 'Il diffère les messages des appelants qu’il ne connaît pas encore (liste grise). Une tentative ultérieure passe.',
    causes: ['La liste grise est active, et les nombreuses adresses d’Exchange Online paraissent nouvelles à chaque fois'],
    steps: [you('Exemptez les plages d’adresses d’Exchange Online de la liste grise si le retard gêne.')],
    partnerSteps: [tellPartner, partner('Exemptez les plages d’adresses d’Exchange Online de la liste grise.')],
  },
} satisfies Family
