import { exchangePowershell as line } from '../exchange-powershell.ts'
import type { Family } from '../family.ts'
import {
  bouncesAfterADay,
  doNotJudgeByOne,
  doNotWeakenTls,
  network,
  partner,
  seenInTrace,
  seenInTraceOrAfterAnHour,
  tellPartner,
  you,
} from './steps.ts'

const listCertificates = you(
  'Sur le serveur, affichez les certificats dans Exchange Management Shell : noms, émetteur, dates, et lequel d’entre eux sert à SMTP.',
  { run: line.certificates },
)
const restartTransport = you('Redémarrez les deux services de transport du serveur ; la messagerie s’interrompt un instant.', {
  run: line.restartTransport,
})
const everyAddress = you('Vérifiez chaque adresse et chaque passerelle placée devant : toutes doivent présenter ce certificat.')
const doNotOverwriteDefault =
  'Si Exchange propose de remplacer le certificat par défaut, ne répondez pas oui : vos serveurs s’en servent entre eux.'

/** The certificate, as the connector’s TLS settings judge it. */
export const certificate = {
  'certificate-rejected': {
    title: 'Exchange Online rejette le certificat du serveur',
    means:
      'Le certificat ne satisfait pas les paramètres TLS du connecteur. Exchange Online écrit 4.7.320 ou, plus souvent, 4.4.317 avec la raison après « Message= ».',
    causes: [
      'Le certificat a expiré',
      'Son nom n’est pas le domaine TLS du connecteur',
      'Il est auto-signé, ou sa chaîne est incomplète',
      'Il a été révoqué',
    ],
    steps: [
      you('Lisez la raison après « Message= » dans le suivi des messages : CertificateExpired, SubjectMismatch ou UntrustedRoot.', {
        at: 'message-trace',
        run: line.whyPending,
      }),
      you('Voyez ce que le connecteur exige : CertificateValidation contrôle les dates et la chaîne, DomainValidation également le nom.', {
        at: 'connectors',
        run: line.connectorTls,
      }),
      listCertificates,
      you(
        'Attribuez au service SMTP du serveur un certificat qui convient : valable aujourd’hui, avec le nom exigé et sa chaîne complète.',
        {
          run: line.assignToSmtp,
        },
      ),
      restartTransport,
    ],
    partnerSteps: [
      you('Lisez la raison après « Message= » dans le suivi des messages : CertificateExpired, SubjectMismatch ou UntrustedRoot.', {
        at: 'message-trace',
        run: line.whyPending,
      }),
      tellPartner,
      partner('Vérifiez votre certificat : ses dates, ses noms et sa chaîne complète.'),
    ],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotWeakenTls, doNotOverwriteDefault, doNotJudgeByOne],
    ask: 'Merci de vérifier le certificat de votre serveur de messagerie : ses dates, ses noms et sa chaîne complète. Nos messages vers vous restent en attente tant qu’il n’est pas accepté.',
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
      listCertificates,
      you('Installez le certificat renouvelé avec sa chaîne sur chaque serveur, et attribuez-le au service SMTP.', {
        run: line.assignToSmtp,
      }),
      you(
        'Si un connecteur de réception du serveur désigne l’ancien certificat, indiquez-y le nouveau. En mode hybride, relancez l’Assistant de configuration hybride.',
        { run: line.receiveConnectors },
      ),
      restartTransport,
      everyAddress,
    ],
    partnerSteps: [tellPartner, partner('Renouvelez le certificat de votre serveur de messagerie et utilisez-le sur chaque adresse.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [
      doNotWeakenTls,
      doNotOverwriteDefault,
      'Ne supprimez pas l’ancien certificat tant qu’un connecteur d’envoi ou de réception le désigne : d’autres messages s’arrêteraient aussi.',
    ],
    ask: 'Merci de renouveler le certificat de votre serveur de messagerie et de l’utiliser sur chaque adresse de réception. Nos messages vers vous restent en attente jusque-là.',
  },
  'certificate-not-yet-valid': {
    title: 'Le certificat du serveur n’est pas encore valable',
    means: 'Sa date de début est à venir ; Exchange Online le rejette jusque-là.',
    causes: ['Le certificat a été émis pour une date ultérieure', 'L’horloge de l’autorité émettrice était fausse'],
    steps: [
      listCertificates,
      you(
        'Jusqu’à la date de début, attribuez au service SMTP du serveur le certificat précédent s’il est encore valable ; sinon, faites-en émettre un nouveau.',
        { run: line.assignToSmtp },
      ),
      restartTransport,
    ],
    partnerSteps: [tellPartner, partner('Utilisez un certificat valable aujourd’hui.')],
    worked: seenInTrace,
    otherwise:
      'Les messages attendent la date de début ; ceux qui attendent plus de 24 heures sont retournés avant (48 heures selon d’anciens textes).',
    avoid: [doNotWeakenTls, doNotOverwriteDefault],
    ask: 'Merci d’utiliser un certificat valable aujourd’hui : la date de début du certificat actuel est à venir.',
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
      you('Lisez quel nom était attendu et lequel a été présenté : SubjectMismatch, le plus souvent en 4.4.317, rarement en 4.7.320.', {
        at: 'message-trace',
        run: line.whyPending,
      }),
      you(
        'Comparez les noms du certificat avec le domaine TLS du connecteur. Un caractère générique ne vaut que pour une étiquette, tout à gauche.',
        { at: 'connectors', run: line.connectorTls },
      ),
      listCertificates,
      you('Si le serveur présente un mauvais certificat, attribuez le bon au service SMTP sur chaque serveur.', {
        run: line.assignToSmtp,
      }),
      you('Si le certificat est le bon, choisissez comme domaine TLS un nom qu’il porte, et conservez DomainValidation.', {
        at: 'connectors',
        run: line.setTlsDomain,
      }),
    ],
    partnerSteps: [
      you('Demandez au partenaire quel nom porte son certificat, et comparez-le avec le domaine TLS du connecteur.', {
        at: 'connectors',
        run: line.connectorTls,
      }),
      partner('Présentez sur chaque adresse un certificat qui porte le nom convenu.'),
      you('Ne changez le domaine TLS que si le partenaire confirme l’autre nom par téléphone.', {
        at: 'connectors',
        run: line.setTlsDomain,
      }),
    ],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [
      'N’abaissez pas DomainValidation à CertificateValidation ou à EncryptionOnly : un serveur portant n’importe quel nom pourrait alors prendre les messages.',
      'Ne recopiez pas le nom de l’hôte actif dans le domaine TLS si le certificat ne le porte pas.',
      doNotJudgeByOne,
    ],
    ask: 'Merci de présenter un certificat qui porte le nom convenu sur chaque adresse de réception. Si ce nom a changé, merci de nous indiquer le nouveau.',
  },
  'certificate-untrusted': {
    title: 'Le certificat du serveur n’est pas reconnu',
    means:
      'La chaîne envoyée par le serveur ne mène pas à une autorité publique. Exchange Online ne va pas chercher un certificat intermédiaire manquant : c’est au serveur de l’envoyer.',
    causes: [
      'Le serveur n’envoie pas le certificat intermédiaire',
      'Le certificat est auto-signé, souvent celui de l’installation',
      'Il vient d’une autorité privée',
      'Un pare-feu ou une passerelle placés devant y substituent leur propre certificat',
    ],
    steps: [
      listCertificates,
      you(
        'Si le certificat est auto-signé ou vient d’une autorité privée, attribuez au service SMTP du serveur un certificat d’une autorité publique.',
        { run: line.assignToSmtp },
      ),
      you('Si seul le certificat intermédiaire de l’autorité manque, installez-le sur le serveur, afin qu’il soit envoyé avec.'),
      restartTransport,
      network('Vérifiez qu’aucun pare-feu ni aucune passerelle ne déchiffre la connexion en chemin pour présenter son propre certificat.'),
    ],
    partnerSteps: [tellPartner, partner('Présentez un certificat d’une autorité publique avec son certificat intermédiaire.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [
      doNotWeakenTls,
      doNotOverwriteDefault,
      'Ne vous fiez pas à un navigateur : il va chercher lui-même le certificat intermédiaire manquant et ne signale rien.',
    ],
    ask: 'Merci de présenter, sur chaque adresse de réception, un certificat d’une autorité publique avec son certificat intermédiaire.',
  },
  'certificate-revoked': {
    title: 'Le certificat du serveur a été révoqué',
    means: 'Son autorité l’a retiré avant sa date de fin. Avec CertificateValidation et DomainValidation, il est rejeté.',
    causes: ['La clé privée a été perdue ou divulguée', 'L’autorité a retiré un certificat émis par erreur'],
    steps: [
      you('Demandez à l’autorité pourquoi elle a retiré le certificat, et faites-en émettre un avec une nouvelle clé.'),
      listCertificates,
      you('Attribuez le nouveau certificat au service SMTP du serveur.', { run: line.assignToSmtp }),
      restartTransport,
      everyAddress,
    ],
    partnerSteps: [tellPartner, partner('Remplacez le certificat révoqué par un autre, avec une nouvelle clé.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [doNotWeakenTls, 'Ne reprenez pas l’ancienne clé pour le nouveau certificat : quelqu’un d’autre la possède peut-être.'],
    ask: 'Merci de remplacer le certificat de votre serveur de messagerie : son autorité l’a révoqué. Nos messages vers vous restent en attente jusque-là.',
  },
  'certificate-weak': {
    title: 'Le certificat du serveur est trop faible',
    means: 'Sa clé ou sa signature est en dessous du minimum actuel ; Exchange Online peut le rejeter.',
    causes: ['Une clé RSA de moins de 2048 bits', 'Une signature SHA-1 ou MD5'],
    steps: [
      you('Faites émettre un certificat avec une clé RSA d’au moins 2048 bits ou une clé à courbe elliptique, signé avec SHA-256.'),
      listCertificates,
      you('Attribuez-le au service SMTP sur chaque serveur.', { run: line.assignToSmtp }),
      restartTransport,
    ],
    partnerSteps: [tellPartner, partner('Remplacez le certificat par un autre, avec une clé et une signature actuelles.')],
    worked: 'Un nouveau diagnostic ne le signale plus. Si des messages attendaient, ils partent à la prochaine tentative.',
    otherwise:
      'Tant qu’il est accepté, les messages passent ; s’il est rejeté, ils attendent et sont retournés au bout de 24 heures (48 heures selon d’anciens textes).',
    avoid: [doNotWeakenTls, doNotOverwriteDefault],
    ask: 'Merci de remplacer le certificat de votre serveur de messagerie. Il faut une clé RSA d’au moins 2048 bits ou une clé à courbe elliptique, et une signature SHA-256.',
  },
  'certificate-expires-soon': {
    title: 'Le certificat du serveur expire bientôt',
    means: 'Il est valable aujourd’hui. À son expiration, les messages de ce connecteur s’arrêteront.',
    causes: ['Le renouvellement approche'],
    steps: [
      listCertificates,
      you('Renouvelez-le dès maintenant, et attribuez le nouveau au service SMTP sur chaque serveur.', { run: line.assignToSmtp }),
      everyAddress,
    ],
    partnerSteps: [tellPartner, partner('Renouvelez votre certificat avant sa date de fin.')],
    worked: 'Un nouveau diagnostic montre la nouvelle date de fin sur chaque adresse.',
    otherwise:
      'Rien ne change jusqu’à la date de fin ; ensuite, les messages attendent et sont retournés au bout de 24 heures (48 heures selon d’anciens textes).',
    avoid: [
      'Ne vous arrêtez pas au renouvellement : le service de messagerie garde l’ancien certificat tant que le nouveau ne lui est pas attribué.',
      doNotOverwriteDefault,
    ],
    ask: 'Merci de renouveler le certificat de votre serveur de messagerie avant sa date de fin, et de l’utiliser sur chaque adresse de réception.',
  },
  'certificate-depends-on-sni': {
    title: 'Le serveur présente un autre certificat quand aucun nom n’est demandé',
    means: 'Le certificat présenté dépend du nom demandé. Un expéditeur qui n’en demande aucun en reçoit un autre.',
    causes: [
      'Plusieurs certificats sur une adresse, choisis d’après le nom (SNI)',
      'Une passerelle ou un équilibreur de charge placé devant choisit le certificat d’après le nom',
    ],
    steps: [
      you('Faites du certificat de messagerie le certificat par défaut de l’adresse, sur le serveur ou sur la passerelle placée devant.'),
    ],
    partnerSteps: [tellPartner, partner('Faites du certificat de messagerie le certificat par défaut de l’adresse.')],
    worked: 'Un nouveau diagnostic reçoit le même certificat, qu’il indique un nom de serveur ou non.',
    otherwise:
      'Les messages passent tant que le serveur d’envoi indique un nom ; celui qui n’en indique pas reçoit l’autre certificat et peut le refuser.',
    avoid: [],
    ask: 'Merci de faire du certificat de messagerie le certificat par défaut de son adresse : les expéditeurs qui ne demandent aucun nom en reçoivent un autre.',
  },
  'sending-certificate-missing': {
    title: 'Le serveur local ne trouve pas le certificat avec lequel il doit envoyer',
    means:
      'Un connecteur d’envoi local désigne un certificat qui n’est pas installé. Les messages que le serveur envoie à Exchange Online y restent en attente.',
    causes: [
      'Le certificat a été renouvelé ou retiré, et le connecteur d’envoi désigne encore l’ancien',
      'Le nouveau certificat manque sur l’un des serveurs d’envoi',
    ],
    steps: [
      you('Voyez quel certificat le connecteur d’envoi désigne (Exchange Management Shell).', { run: line.sendConnectors }),
      you('Voyez quels certificats sont installés, sur chaque serveur d’envoi.', { run: line.certificates }),
      you(
        'Sur le serveur, réglez TlsCertificateName du connecteur d’envoi sur l’émetteur et l’objet du nouveau certificat, ou relancez l’Assistant de configuration hybride.',
        { run: line.nameOnSendConnector },
      ),
      you('Si le nom du certificat a changé, indiquez-le aussi dans le connecteur entrant d’Exchange Online.', {
        at: 'connectors',
        run: line.setInboundCertificate,
      }),
    ],
    worked: 'À la prochaine tentative, la file d’attente du serveur se vide ; Get-Queue le montre, et Retry-Queue avance la tentative.',
    otherwise:
      'Les messages attendent sur le serveur, non dans Exchange Online, et sont retournés à l’échéance de celui-ci : 48 heures, sauf réglage contraire.',
    avoid: [
      'Ne laissez pas TlsCertificateName vide : le serveur choisit alors un certificat qu’Exchange Online peut ne pas reconnaître.',
      'Ne supprimez pas le connecteur d’envoi : l’Assistant de configuration hybride l’a créé et en a besoin.',
    ],
  },
} satisfies Family
