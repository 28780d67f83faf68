import type { Family } from '../family.ts'
import { lookAfterAnHour, partner, tellPartner, waitForRetry, you } from './steps.ts'

/** The certificate, as the connector’s TLS settings judge it. */
export const certificate = {
  'certificate-rejected': {
    title: 'Exchange Online rejette le certificat du serveur',
    means: 'Le certificat ne satisfait pas les paramètres TLS du connecteur. Le texte entre crochets du suivi des messages dit pourquoi.',
    causes: [
      'Le certificat a expiré',
      'Son nom n’est pas le domaine TLS du connecteur',
      'Il est auto-signé, ou sa chaîne est incomplète',
      'Il a été révoqué',
    ],
    steps: [
      you('Lisez le texte après « Message= » : CertificateExpired, SubjectMismatch ou UntrustedRoot.'),
      you('Corrigez le certificat du serveur, ou le domaine TLS du connecteur.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Vérifiez votre certificat : ses dates, ses noms et sa chaîne complète.')],
  },
  'certificate-expired': {
    title: 'Le certificat du serveur a expiré',
    means:
      'Le connecteur exige un certificat valable et celui-ci a dépassé sa date de fin ; les messages attendent. L’erreur apparaît le plus souvent en 4.4.317 plutôt qu’en 4.7.320.',
    causes: [
      'Le certificat n’a pas été renouvelé',
      'Il a été renouvelé, mais le service de messagerie utilise encore l’ancien',
      'Un autre équipement placé devant, passerelle ou pare-feu, présente encore l’ancien',
    ],
    steps: [
      you('Installez le certificat renouvelé, attribuez-le au service SMTP et redémarrez le service de transport.'),
      you('Vérifiez chaque adresse et chaque passerelle placée devant : toutes doivent présenter le nouveau certificat.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Renouvelez le certificat de votre serveur de messagerie et utilisez-le sur chaque adresse.')],
  },
  'certificate-not-yet-valid': {
    title: 'Le certificat du serveur n’est pas encore valable',
    means: 'Sa date de début est à venir ; il est rejeté jusque-là.',
    causes: ['Le certificat a été émis pour une date ultérieure', 'L’horloge de l’autorité émettrice était fausse'],
    steps: [you('Utilisez l’ancien certificat jusqu’à la date de début, ou faites-en émettre un nouveau.'), waitForRetry],
    partnerSteps: [tellPartner, partner('Utilisez un certificat valable aujourd’hui.')],
  },
  'certificate-name-mismatch': {
    title: 'Le certificat du serveur ne porte pas le nom exigé',
    means: 'Avec DomainValidation, le certificat doit porter le domaine TLS du connecteur. Ce n’est pas le nom de l’hôte actif.',
    causes: [
      'Le domaine TLS du connecteur n’est pas un nom du certificat',
      'Le certificat a été renouvelé avec d’autres noms',
      'Le service de messagerie présente un autre certificat, souvent celui, auto-signé, de l’installation',
      'Un seul serveur parmi plusieurs a le bon certificat, et l’erreur va et vient',
    ],
    steps: [
      you(
        'Comparez les noms du certificat avec le domaine TLS du connecteur. Un caractère générique ne vaut que pour une étiquette, tout à gauche.',
      ),
      you(
        'Attribuez le bon certificat au service SMTP sur chaque serveur, ou choisissez comme domaine TLS un nom présent sur le certificat.',
      ),
      lookAfterAnHour,
    ],
    partnerSteps: [
      you('Demandez au partenaire quel nom porte son certificat, et comparez-le avec le domaine TLS du connecteur.'),
      partner('Présentez sur chaque adresse un certificat qui porte le nom convenu.'),
    ],
  },
  'certificate-untrusted': {
    title: 'Le certificat du serveur n’est pas reconnu',
    means:
      'La chaîne envoyée par le serveur ne mène pas à une autorité publique. Exchange Online ne va pas chercher un certificat intermédiaire manquant : c’est au serveur de l’envoyer.',
    causes: [
      'Le serveur n’envoie pas le certificat intermédiaire',
      'Le certificat est auto-signé, souvent celui de l’installation',
      'Il vient d’une autorité privée',
    ],
    steps: [
      you(
        'Si le certificat est auto-signé ou vient d’une autorité privée, attribuez au service SMTP un certificat d’une autorité publique, puis redémarrez le service de transport.',
      ),
      you('Si seul le certificat intermédiaire de l’autorité manque, installez-le sur le serveur, afin qu’il soit envoyé avec.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Présentez un certificat d’une autorité publique avec son certificat intermédiaire.')],
  },
  'certificate-revoked': {
    title: 'Le certificat du serveur a été révoqué',
    means: 'Son autorité l’a retiré avant sa date de fin. Avec CertificateValidation et DomainValidation, il est rejeté.',
    causes: ['La clé privée a été perdue ou divulguée', 'L’autorité a retiré un certificat émis par erreur'],
    steps: [you('Faites émettre un certificat avec une nouvelle clé, et attribuez-le au service SMTP.'), waitForRetry],
    partnerSteps: [tellPartner, partner('Remplacez le certificat révoqué.')],
  },
  'certificate-weak': {
    title: 'Le certificat du serveur est trop faible',
    means: 'Sa clé ou sa signature est en dessous du minimum actuel ; il peut être rejeté.',
    causes: ['Une clé RSA de moins de 2048 bits', 'Une signature SHA-1 ou MD5'],
    steps: [you('Faites émettre un certificat avec une clé RSA d’au moins 2048 bits ou une clé elliptique, et SHA-256.')],
    partnerSteps: [tellPartner, partner('Remplacez le certificat par un autre, avec une clé et une signature actuelles.')],
  },
  'certificate-expires-soon': {
    title: 'Le certificat du serveur expire bientôt',
    means: 'Il est valable aujourd’hui. À son expiration, les messages de ce connecteur s’arrêteront.',
    causes: ['Le renouvellement approche'],
    steps: [you('Renouvelez-le dès maintenant, et attribuez le nouveau au service SMTP sur chaque serveur.')],
    partnerSteps: [tellPartner, partner('Renouvelez votre certificat avant sa date de fin.')],
  },
  'certificate-depends-on-sni': {
    title: 'Le serveur présente un autre certificat quand aucun nom n’est demandé',
    means: 'Le certificat présenté dépend du nom que l’appelant demande. Un appelant qui n’en indique aucun en reçoit un autre.',
    causes: ['Plusieurs certificats sur une adresse, choisis d’après le nom (SNI)'],
    steps: [you('Faites du certificat de messagerie le certificat par défaut de l’adresse.')],
    partnerSteps: [tellPartner, partner('Faites du certificat de messagerie le certificat par défaut.')],
  },
  'sending-certificate-missing': {
    title: 'Le serveur local ne trouve pas le certificat avec lequel il doit envoyer',
    means: 'Un connecteur d’envoi local désigne un certificat qui n’est pas installé. Les messages de là vers Exchange Online attendent.',
    causes: ['Le certificat a été renouvelé ou retiré, et le connecteur d’envoi désigne encore l’ancien'],
    steps: [
      you('Réglez TlsCertificateName du connecteur d’envoi sur le nouveau certificat, ou relancez l’Assistant de configuration hybride.'),
    ],
  },
} satisfies Family
