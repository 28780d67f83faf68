import { exchangePowershell } from '../exchange-powershell.ts'
import type { Family } from '../family.ts'
import { powershell } from '../powershell.ts'
import {
  bouncesAfterADay,
  doNotLoseSmartHosts,
  doNotOpenToAll,
  doNotRetireYet,
  doNotSendAgain,
  doNotWeakenTls,
  lookAfterAnHour,
  network,
  partner,
  seenInTrace,
  seenInTraceOrAfterAnHour,
  tellPartner,
  waitForRetry,
  you,
} from './steps.ts'

/** Speaking SMTP, and agreeing on TLS. */
export const session = {
  'session-refused': {
    title: 'Le serveur de destination répond, mais refuse la session',
    means:
      'La connexion TCP fonctionne ; puis le serveur répond par une erreur ou ne remplit pas une exigence du connecteur. Ce code est un fourre-tout : le texte entre crochets tranche.',
    causes: [
      'Le serveur rejette dès l’accueil les expéditeurs qu’il ne connaît pas',
      'Le connecteur exige TLS et le serveur ne le propose pas',
      'Le certificat du serveur ne satisfait pas les paramètres TLS du connecteur',
      'Le connecteur de réception du serveur est limité à d’autres adresses',
    ],
    steps: [
      you(
        'Lisez le texte après « Message= » dans le suivi des messages : il nomme la cause. « LastAttemptedServerName= » nomme le serveur.',
        { at: 'message-trace', run: exchangePowershell.whyPending },
      ),
      you('Vérifiez que le connecteur de réception du serveur accepte toutes les plages d’adresses actuelles d’Exchange Online.', {
        run: powershell.callersAllowed,
      }),
      you('Comparez les paramètres TLS du connecteur avec le TLS et le certificat du serveur.', {
        at: 'connectors',
        run: exchangePowershell.connectorTls,
      }),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner(
        'Acceptez les connexions venant des plages d’adresses d’Exchange Online, et vérifiez le TLS et le certificat de votre serveur.',
      ),
    ],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotWeakenTls, doNotOpenToAll],
    ask: 'Merci d’accepter sur votre serveur de messagerie les sessions venant de toutes les plages d’adresses d’Exchange Online. Merci de vérifier aussi son TLS et son certificat.',
  },
  'service-unavailable': {
    title: 'Le serveur de destination se déclare indisponible',
    means: 'Le serveur est là, mais ne reçoit pas de messages pour le moment (421). Exchange Online fera de nouvelles tentatives.',
    causes: [
      'Les services de transport du serveur sont arrêtés ou en maintenance',
      'Le serveur manque de disque ou de mémoire et se protège (contre-pression)',
      'Trop de connexions à la fois',
    ],
    steps: [
      you('Vérifiez sur le serveur que les services de transport fonctionnent.', { run: powershell.transportServices }),
      you('Vérifiez-y qu’aucun composant du serveur n’est inactif, comme après une maintenance.', { run: powershell.componentStates }),
      you('Libérez du disque et de la mémoire sur le serveur, puis redémarrez le service de transport.', {
        run: exchangePowershell.restartTransport,
      }),
      you('Si le serveur parle d’un excès de connexions, comparez-les aux limites de son connecteur de réception.', {
        run: powershell.connectionLimits,
      }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Rétablissez votre service de messagerie : services, disque, mémoire et limites de connexions.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [doNotRetireYet, doNotSendAgain],
    ask: 'Merci de rétablir votre service de messagerie : il se déclare indisponible. Merci de vérifier les services, le disque, la mémoire et les limites de connexions.',
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
      you('Vérifiez que l’hôte actif est bien le serveur de messagerie.', { at: 'connectors', run: powershell.showConnector }),
      network('Vérifiez vers quoi le pare-feu redirige le port TCP 25.'),
      you('Corrigez l’hôte actif du connecteur si c’est la mauvaise machine.', { at: 'connectors', run: powershell.setSmartHost }),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Vérifiez quel service répond sur le port 25 de cette adresse.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotLoseSmartHosts, doNotRetireYet],
    ask: 'Merci de vérifier où mène le port TCP 25 de l’adresse ci-dessus : ce qui y répond n’est pas un serveur de messagerie.',
  },
  'starttls-missing': {
    title: 'Le serveur de destination ne propose pas STARTTLS',
    means:
      'Le serveur n’annonce pas le chiffrement. Si le connecteur l’exige, Exchange Online garde les messages plutôt que de les envoyer en clair.',
    causes: [
      'Le service de messagerie n’a pas de certificat utilisable et cesse donc d’annoncer STARTTLS',
      'Un pare-feu qui inspecte le SMTP retire l’annonce',
      'TLS est désactivé sur le connecteur de réception ou sur la passerelle placée devant',
    ],
    steps: [
      you('Cherchez sur le serveur un certificat valable avec sa clé privée.', { run: powershell.privateKeys }),
      you('Attribuez-le au service SMTP du serveur, puis redémarrez le service de transport.', { run: exchangePowershell.assignToSmtp }),
      network('Désactivez l’inspection SMTP sur chaque pare-feu placé devant le serveur.'),
      you('Vérifiez que le connecteur de réception du serveur et toute passerelle placée devant autorisent TLS.', {
        run: powershell.callersAllowed,
      }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Proposez STARTTLS avec un certificat valable sur le port 25.')],
    worked: seenInTrace,
    otherwise:
      'Si TLS est exigé, les messages sont retournés au bout de 24 heures (48 selon d’anciens textes) ; sinon, ils partent en clair.',
    avoid: [doNotWeakenTls],
    ask: 'Merci de proposer STARTTLS avec un certificat valable sur le port 25, et de vérifier qu’aucun de vos pare-feu ne le retire.',
  },
  'starttls-masked': {
    title: 'Un pare-feu masque les réponses SMTP du serveur',
    means:
      'L’accueil, la liste des extensions ou STARTTLS lui-même est masqué, raccourci ou refusé en chemin ; le chiffrement ne peut pas commencer. Le serveur de messagerie lui-même n’a peut-être aucun défaut.',
    causes: [
      'L’inspection des paquets SMTP sur un pare-feu (fixup, inspection ESMTP, passerelle applicative)',
      'La même inspection du côté du bot, si les messages passent malgré tout',
    ],
    steps: [
      you('Regardez dans le suivi des messages si des messages attendent vraiment. Sinon, cherchez le pare-feu placé devant le bot.', {
        at: 'message-trace',
        run: powershell.pending,
      }),
      network('Désactivez l’inspection SMTP ou ESMTP pour ce serveur sur chaque pare-feu du trajet, ou autorisez-y STARTTLS.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Désactivez l’inspection SMTP de votre pare-feu.')],
    worked:
      'Refaites le diagnostic : l’accueil est lisible et STARTTLS est proposé. À la prochaine tentative, « En attente » devient « Remis » dans le suivi des messages.',
    otherwise:
      'Si TLS est exigé, les messages sont retournés au bout de 24 heures (48 selon d’anciens textes) ; sinon, ils partent en clair.',
    avoid: [doNotWeakenTls],
    ask: 'Merci de désactiver l’inspection SMTP de votre pare-feu pour votre serveur de messagerie, ou d’y autoriser STARTTLS : les réponses du serveur arrivent masquées.',
  },
  'tls-handshake-failed': {
    title: 'La négociation TLS avec le serveur de destination échoue',
    means: 'Le serveur propose STARTTLS, mais le chiffrement lui-même ne s’établit pas.',
    causes: [
      'Le serveur ne connaît aucune version de TLS ni aucune suite de chiffrement qu’Exchange Online utilise (TLS 1.2 au moins)',
      'Un équipement sur le trajet interrompt ou modifie la négociation',
      'La clé privée du certificat manque ou n’est pas lisible par le service de messagerie',
    ],
    steps: [
      you('Activez TLS 1.2 avec des suites de chiffrement ECDHE sur le serveur, pour le système et pour .NET.', {
        run: powershell.ciphers,
      }),
      you('Vérifiez sur le serveur que le certificat a sa clé privée et que le service de messagerie peut la lire.', {
        run: powershell.privateKeys,
      }),
      network('Retirez l’inspection SMTP et l’inspection TLS du trajet.'),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner(
        'Activez TLS 1.2 ou une version plus récente avec des suites de chiffrement actuelles, et vérifiez la clé privée de votre certificat.',
      ),
    ],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [doNotWeakenTls, 'Ne désactivez pas STARTTLS sur le serveur à la place : ses messages circuleraient en clair.'],
    ask: 'Merci d’activer TLS 1.2 ou une version plus récente, avec des suites de chiffrement actuelles, sur votre serveur de messagerie. Merci de vérifier la clé privée de son certificat et tout équipement qui inspecte le TLS.',
  },
  'tls-version-too-old': {
    title: 'Le serveur de destination ne propose qu’une version de TLS dépassée',
    means: 'Exchange Online exige TLS 1.2 au moins ; le serveur propose au mieux TLS 1.0 ou 1.1.',
    causes: ['Un ancien système ou un ancien réglage du serveur', 'Une ancienne passerelle de messagerie placée devant'],
    steps: [
      you('Cherchez quelle machine assure le TLS : le serveur lui-même ou une passerelle placée devant lui.'),
      you('Activez TLS 1.2 sur ce serveur ou cette passerelle, pour le système et pour .NET, puis redémarrez la machine.', {
        run: powershell.ciphers,
      }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Activez TLS 1.2 ou une version plus récente sur votre serveur de messagerie.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: ['N’abaissez pas les paramètres TLS du connecteur : aucun ne rétablit TLS 1.0 ni 1.1.'],
    ask: 'Merci d’activer TLS 1.2 ou une version plus récente sur votre serveur de messagerie : Exchange Online n’utilise plus TLS 1.0 ni 1.1.',
  },
  'tls-no-shared-cipher': {
    title: 'Les deux côtés n’ont aucune suite de chiffrement TLS en commun',
    means: 'La liste du serveur ne contient aucune suite de chiffrement acceptée aujourd’hui.',
    causes: [
      'La liste des suites de chiffrement a été trop réduite',
      'Seules des suites de chiffrement dépassées sont activées',
      'La clé Diffie-Hellman proposée est trop courte',
    ],
    steps: [
      you('Regardez sur le serveur quelles suites de chiffrement ECDHE sont activées.', { run: powershell.ciphers }),
      you('Activez les suites de chiffrement ECDHE avec AES-GCM sur le serveur, puis redémarrez-le.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Activez les suites de chiffrement ECDHE avec AES-GCM sur votre serveur de messagerie.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: ['N’abaissez pas les paramètres TLS du connecteur : aucun ne rétablit des suites de chiffrement dépassées.'],
    ask: 'Merci d’activer les suites de chiffrement ECDHE avec AES-GCM sur votre serveur de messagerie : il n’en a aucune en commun avec Exchange Online.',
  },
  'client-certificate-demanded': {
    title: 'Le serveur de destination exige un certificat client',
    means:
      'Le serveur met fin à la négociation si le client ne présente pas de certificat qu’il accepte. Exchange Online présente le sien (mail.protection.outlook.com), ce bot n’en présente aucun.',
    causes: [
      'Le TLS mutuel est exigé sur le port qui reçoit les messages d’Exchange Online, et son certificat n’est pas accepté',
      'Le serveur accepte le certificat d’Exchange Online et aucun autre : les messages passent alors, et seul ce bot est refusé',
      'Le certificat racine DigiCert Global Root G2, nécessaire à la chaîne d’Exchange Online depuis avril 2026, manque sur le serveur',
    ],
    steps: [
      you('Regardez dans le suivi des messages si des messages attendent vraiment. Sinon, seul le bot est refusé.', {
        at: 'message-trace',
        run: powershell.pending,
      }),
      you('Faites en sorte que le serveur reconnaisse le certificat racine DigiCert Global Root G2.'),
      you('Faites en sorte que le serveur demande un certificat client sans l’exiger, ou qu’il accepte celui d’Exchange Online.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('N’exigez pas de certificat client sur le port 25, ou acceptez celui d’Exchange Online.')],
    worked: seenInTrace,
    otherwise:
      'Si Exchange Online est refusé lui aussi, les messages attendent et sont retournés au bout de 24 heures (48 selon d’anciens textes).',
    avoid: ['N’inscrivez pas un à un les certificats d’Exchange Online, qui sont renouvelés : acceptez plutôt le nom et l’autorité.'],
    ask: 'Merci de ne pas exiger de certificat client sur le port 25, ou d’accepter celui d’Exchange Online (mail.protection.outlook.com). Sa chaîne nécessite la racine DigiCert Global Root G2.',
  },
  'null-sender-refused': {
    title: 'Le serveur de destination refuse les messages sans expéditeur',
    means:
      'Les notifications d’état de remise et les réponses automatiques portent un expéditeur vide. Le serveur les rejette ; ses utilisateurs ne sont donc jamais informés des échecs.',
    causes: ['Une règle contre le courrier indésirable rejette l’expéditeur vide'],
    steps: [
      you('Regardez sur le serveur si le filtrage des expéditeurs bloque les expéditeurs vides.', { run: powershell.blankSenders }),
      you('Faites accepter MAIL FROM:<> par le serveur.', { run: powershell.allowBlankSenders }),
    ],
    partnerSteps: [tellPartner, partner('Acceptez MAIL FROM:<> sur votre serveur de messagerie.')],
    worked:
      'Refaites le diagnostic avec un destinataire : le serveur accepte MAIL FROM:<>. La prochaine notification d’échec de remise arrive alors.',
    otherwise:
      'Les messages ordinaires passent, mais les notifications d’échec de remise et les réponses automatiques à ses utilisateurs sont perdues.',
    avoid: ['Ne filtrez pas l’expéditeur vide en tant que tel : jugez plutôt ces messages d’après leur contenu.'],
    ask: 'Merci d’accepter MAIL FROM:<> sur votre serveur de messagerie. Les notifications d’échec de remise et les réponses automatiques n’ont pas d’expéditeur, et vos utilisateurs ne les reçoivent pas.',
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
    worked: 'Refaites le diagnostic : plus rien ne s’intercale entre la réponse à STARTTLS et le chiffrement.',
    otherwise: 'Les messages passent et rien n’est retourné, mais quelqu’un pourrait s’immiscer dans la session en chemin.',
    avoid: ['Ne désactivez pas STARTTLS pour autant : tous les messages circuleraient en clair.'],
    ask: 'Merci de mettre à jour votre serveur de messagerie ou votre passerelle, et de chercher un équipement qui modifie le SMTP. Du texte en clair suit la réponse à STARTTLS.',
  },
  greylisted: {
    title: 'Le serveur de destination demande de revenir plus tard',
    means: 'Il diffère les messages des expéditeurs qu’il ne connaît pas encore (liste grise). Une tentative ultérieure passe.',
    causes: ['La liste grise est active, et les nombreuses adresses d’Exchange Online paraissent nouvelles à chaque fois'],
    steps: [
      you('Regardez dans le suivi des messages combien de temps ils attendent ; une tentative ultérieure passe d’elle-même.', {
        at: 'message-trace',
        run: exchangePowershell.whyPending,
      }),
      you('Exemptez les plages d’adresses d’Exchange Online de la liste grise si le retard gêne.'),
    ],
    partnerSteps: [tellPartner, partner('Exemptez les plages d’adresses d’Exchange Online de la liste grise.')],
    worked: 'Les nouveaux messages sont remis dès la première tentative, sans report dans le suivi des messages.',
    otherwise: 'Rien n’est perdu : chaque message passe à une tentative ultérieure, avec du retard.',
    avoid: [doNotSendAgain, 'Ne désactivez pas la liste grise pour tout le monde : elle éloigne le courrier indésirable.'],
    ask: 'Merci d’exempter les plages d’adresses d’Exchange Online de la liste grise : elles paraissent nouvelles à chaque fois, et les messages vous parviennent en retard.',
  },
} satisfies Family
