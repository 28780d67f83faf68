import { exchangePowershell as line } from '../exchange-powershell.ts'
import type { Family } from '../family.ts'
import { bouncesAfterADay, bouncesAtOnce, dnsHost, partner, sender, tellPartner, you } from './steps.ts'

const testDane = you(
  'Lancez le test DANE de l’Analyseur de connectivité à distance pour le domaine du destinataire : il nomme le serveur et l’enregistrement.',
  { at: 'connectivity-analyzer' },
)
const seePolicy = you('Lisez la stratégie du domaine du destinataire et comparez ses lignes « mx » avec l’enregistrement MX.', {
  run: line.mtaStsPolicy,
})
const tellDomain = you(
  'Prévenez l’organisation du destinataire : elle seule peut réparer. Si le domaine est le vôtre, l’étape suivante vous revient.',
)
const retriedByItself =
  'Exchange Online réessaie au bout de 15 minutes, puis de 15 autres, puis toutes les heures. Après la réparation, les messages passent de « En attente » à « Remis » dans le suivi des messages.'
const doNotSwitchDaneOff =
  'Ne désactivez pas ce contrôle par SmtpDaneMode None : il empêche que les messages soient lus ou détournés en chemin.'
const doNotSwitchMtaStsOff =
  'Ne désactivez pas ce contrôle par MtaStsMode None : il empêche que les messages soient lus ou détournés en chemin.'

/** What the recipient’s domain or server demands of mail: DANE, MTA-STS, authentication, reputation. */
export const policy = {
  'dane-starttls-missing': {
    title: 'Le domaine du destinataire exige TLS (DANE), son serveur ne le propose pas',
    means:
      'Ses enregistrements TLSA promettent le chiffrement, et le serveur ne tient pas la promesse. Exchange Online n’envoie pas en clair pour autant : les messages attendent.',
    causes: ['STARTTLS est désactivé ou défectueux sur le serveur du destinataire', 'Un pare-feu le retire', 'La négociation TLS échoue'],
    steps: [testDane, tellDomain, partner('Proposez de nouveau STARTTLS sur chaque hôte MX, ou retirez les enregistrements TLSA.')],
    worked: retriedByItself,
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchDaneOff],
    ask: 'Vos enregistrements TLSA exigent le chiffrement (DANE), mais votre serveur de messagerie ne propose pas STARTTLS. Merci de le rétablir sur chaque hôte MX, ou de retirer ces enregistrements.',
  },
  'dane-certificate-expired': {
    title: 'Le certificat du destinataire a expiré (DANE)',
    means: 'Le certificat dont les enregistrements TLSA se portent garants a dépassé sa date de fin. Les messages attendent.',
    causes: ['Le certificat n’a pas été renouvelé', 'Il a été renouvelé, mais l’un des serveurs présente encore l’ancien'],
    steps: [testDane, tellDomain, partner('Renouvelez le certificat, et publiez son enregistrement TLSA avant de le mettre en service.')],
    worked: retriedByItself,
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchDaneOff],
    ask: 'Le certificat de votre serveur de messagerie a expiré, et vos enregistrements TLSA (DANE) s’en portent garants. Merci de le renouveler et de publier au préalable le nouvel enregistrement TLSA.',
  },
  'dane-tlsa-invalid': {
    title: 'Le certificat du destinataire ne correspond pas à son TLSA (DANE)',
    means:
      'Le DNS désigne un autre certificat que celui du serveur : il a été renouvelé sans son enregistrement, ou quelqu’un s’interpose.',
    causes: [
      'Le certificat a été renouvelé, mais pas l’enregistrement TLSA',
      'L’enregistrement TLSA est mal formé',
      'La connexion est interceptée',
    ],
    steps: [
      testDane,
      tellDomain,
      partner('Publiez l’enregistrement TLSA du certificat actuel ; avant un renouvellement, publiez ceux des deux certificats.'),
    ],
    worked: retriedByItself,
    otherwise: bouncesAfterADay,
    avoid: [
      doNotSwitchDaneOff,
      'N’y voyez pas un simple oubli : tant que le domaine ne confirme pas un renouvellement, il peut s’agir d’une attaque.',
    ],
    ask: 'Le certificat de votre serveur de messagerie ne correspond pas à son enregistrement TLSA (DANE). Merci de publier celui du certificat actuel, ou de nous prévenir si vous ne l’avez pas renouvelé.',
  },
  'dane-dnssec-invalid': {
    title: 'Le DNSSEC du domaine du destinataire est défectueux',
    means:
      'Ses réponses DNS signées ne peuvent pas être validées ; rien n’y est digne de confiance. Cela peut aussi apparaître comme un échec de la requête DNS, 4.4.312.',
    causes: [
      'Des signatures ont expiré',
      'L’enregistrement DS de la zone parente ne correspond pas à la clé de la zone',
      'Le domaine a changé d’hébergeur DNS et son ancien enregistrement DS est resté',
    ],
    steps: [
      you('Lancez le test DNSSEC de l’Analyseur de connectivité à distance pour le domaine du destinataire.', {
        at: 'connectivity-analyzer',
      }),
      tellDomain,
      dnsHost('Signez la zone de nouveau, et corrigez ou retirez l’enregistrement DS de la zone parente.'),
    ],
    worked: retriedByItself,
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchDaneOff],
    ask: 'Le DNSSEC de votre domaine est défectueux, et vos serveurs de messagerie ne peuvent plus être trouvés de façon sûre. Merci de demander à votre hébergeur DNS de signer la zone de nouveau et de corriger l’enregistrement DS.',
  },
  'dane-certificate-name-mismatch': {
    title: 'Le certificat du destinataire ne porte pas le nom de l’hôte (DANE)',
    means: 'Avec ce type d’enregistrement TLSA, le certificat doit porter le nom de l’hôte de messagerie, et ce n’est pas le cas.',
    causes: [
      'Le certificat a été émis pour un autre nom',
      'L’enregistrement MX désigne désormais un hôte dont le certificat ne porte pas le nom',
    ],
    steps: [testDane, tellDomain, partner('Utilisez un certificat qui porte le nom de l’hôte MX.')],
    worked: retriedByItself,
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchDaneOff],
    ask: 'Le certificat de votre serveur de messagerie ne porte pas le nom de l’hôte MX, comme l’exige votre enregistrement TLSA (DANE). Merci d’en utiliser un qui le porte.',
  },
  'mta-sts-mx-mismatch': {
    title: 'L’hôte de messagerie du destinataire n’est pas dans sa stratégie MTA-STS',
    means: 'Le domaine publie la liste des hôtes qui peuvent recevoir ses messages, et l’enregistrement MX en désigne un autre.',
    causes: ['Le MX a changé, mais pas le fichier de stratégie', 'La réponse DNS a été altérée'],
    steps: [
      seePolicy,
      tellDomain,
      partner('Ajoutez l’hôte MX au fichier de stratégie, puis changez l’identifiant de la stratégie dans le DNS pour qu’elle soit relue.'),
    ],
    worked:
      'Dès qu’Exchange Online a lu la nouvelle stratégie, la tentative suivante aboutit. Les messages passent de « En attente » à « Remis » dans le suivi des messages.',
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchMtaStsOff],
    ask: 'Votre stratégie MTA-STS ne mentionne pas l’hôte que désigne votre enregistrement MX. Merci de l’ajouter au fichier de stratégie et de changer l’identifiant de la stratégie dans le DNS.',
  },
  'mta-sts-certificate-invalid': {
    title: 'Le TLS ou le certificat du destinataire contredit sa stratégie MTA-STS',
    means:
      'La stratégie du domaine exige TLS et un certificat reconnu publiquement qui porte le nom de l’hôte, et le serveur ne l’offre pas.',
    causes: ['Le certificat a expiré, porte un autre nom ou a une chaîne incomplète', 'STARTTLS est désactivé, ou retiré en chemin'],
    steps: [
      you('Lisez la raison dans le suivi des messages : elle suit les mots « failed MTA-STS validation ».', {
        at: 'message-trace',
        run: line.whyPending,
      }),
      tellDomain,
      partner('Proposez STARTTLS avec un certificat reconnu qui porte le nom de l’hôte MX, accompagné de son certificat intermédiaire.'),
    ],
    worked: 'À la première tentative après la réparation, les messages passent de « En attente » à « Remis » dans le suivi des messages.',
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchMtaStsOff],
    ask: 'Votre stratégie MTA-STS exige TLS et un certificat reconnu, et votre serveur de messagerie ne les offre pas. Merci d’installer un certificat qui porte le nom de l’hôte MX.',
  },
  'mta-sts-policy-unavailable': {
    title: 'La stratégie MTA-STS du destinataire est introuvable ou illisible',
    means:
      'Le domaine annonce une stratégie, mais le fichier n’est pas là ou n’est pas valable. Les messages passent sans sa protection, ou selon une copie en cache.',
    causes: [
      'Le serveur web ou son certificat est défectueux',
      'Le fichier ou l’annonce contient une erreur',
      'L’annonce est restée en place',
    ],
    steps: [
      you('Regardez l’annonce dans le DNS : le domaine a une stratégie si cet enregistrement existe.', { run: line.mtaStsRecord }),
      you('Récupérez le fichier de stratégie : le serveur web doit répondre en HTTPS avec un certificat reconnu.', {
        run: line.mtaStsPolicy,
      }),
      tellDomain,
      partner('Rétablissez le fichier de stratégie, ou retirez l’annonce du DNS.'),
    ],
    worked: 'Le fichier est de nouveau accessible, et un nouveau diagnostic ne signale plus rien à ce sujet.',
    otherwise: 'Rien ne se passe pour le moment : les messages passent, mais sans cette protection ou selon une copie plus ancienne.',
    avoid: [
      'Ne renoncez pas à votre propre stratégie en supprimant le fichier : publiez-la d’abord en mode « none », jusqu’à l’expiration des anciennes copies.',
    ],
    ask: 'Votre domaine annonce une stratégie MTA-STS, mais le fichier est introuvable ou illisible. Merci de le rétablir, ou de retirer l’annonce du DNS.',
  },
  'authentication-failed': {
    title: 'Le domaine de l’expéditeur n’a pas satisfait SPF, DKIM ou DMARC',
    means: 'Le destinataire n’a pas pu confirmer que le message vient du domaine qu’il indique.',
    causes: [
      'L’adresse d’envoi manque dans l’enregistrement SPF',
      'DKIM n’est pas en place, ou un relais a modifié le message',
      'La stratégie DMARC demande le rejet',
      'L’adresse d’envoi n’a pas de nom dans le DNS, ou l’envoi en IPv6 se fait sans SPF ni DKIM',
    ],
    steps: [
      you('Lisez dans le suivi des messages quel contrôle a échoué et de quelle adresse venait le message.', {
        at: 'message-trace',
        run: line.whyFailed,
      }),
      you('Si le domaine est le vôtre, comparez son enregistrement SPF (v=spf1) avec chaque service qui envoie en son nom.', {
        run: line.textRecords,
      }),
      you('Activez DKIM pour le domaine s’il est désactivé.', { run: line.dkim }),
      dnsHost('Publiez les enregistrements SPF, DKIM et DMARC corrigés.'),
      sender(
        'Renvoyez les messages refusés une fois les enregistrements publiés ; prévenez le titulaire du domaine si ce n’est pas le vôtre.',
      ),
    ],
    worked:
      'Une fois les anciennes réponses DNS expirées, un nouveau message arrive. Son en-tête indique « pass » pour spf, dkim et dmarc.',
    otherwise:
      'Un refus (5.7.x) est retourné aussitôt, un report (4.7.x) au bout de 24 heures (48 heures selon d’anciens textes), et cela à chaque message.',
    avoid: [
      'Ne terminez pas l’enregistrement SPF par « +all » : n’importe qui pourrait alors envoyer au nom du domaine.',
      'N’abaissez pas la stratégie DMARC à « none » pour laisser passer un service : ajoutez plutôt ce service.',
    ],
  },
  'policy-rejected': {
    title: 'Une règle ou une stratégie a rejeté le message',
    means:
      'Le message est arrivé au bon endroit et a été écarté par une règle, une autorisation ou un filtre. De nouvelles tentatives n’y changent rien.',
    causes: [
      'Une règle de flux de messagerie ou un agent de transport l’a supprimé ou rejeté',
      'Le destinataire n’accepte que certains expéditeurs',
      'Le transfert externe n’est pas autorisé (5.7.520)',
      'L’adresse figure dans la liste verte/bloquée du locataire (5.7.703)',
    ],
    steps: [
      you('Cherchez dans le suivi des messages la règle ou la stratégie qui a agi.', { at: 'message-trace', run: line.whyFailed }),
      you('Si c’est une règle de flux de messagerie, corrigez-la ou ajoutez-y une exception.', { at: 'mail-rules', run: line.rules }),
      you('Si le destinataire est chez vous, voyez qui peut lui écrire.', { run: line.whoMaySend }),
      you(
        'Avec 5.7.520, n’autorisez le transfert vers l’extérieur qu’à ceux qui en ont besoin, par une stratégie de courrier indésirable sortant distincte.',
        { run: line.outboundLimits },
      ),
      you('Avec 5.7.703, cherchez l’adresse dans la liste verte/bloquée du locataire (Tenant Allow/Block List).', {
        run: line.blockedByTenant,
      }),
      sender('Renvoyez ensuite le message. Si le refus vient de la destination, demandez au destinataire de vous autoriser.'),
    ],
    partnerSteps: [
      you('Cherchez dans le suivi des messages les termes du refus.', { at: 'message-trace', run: line.whyFailed }),
      tellPartner,
      partner('Trouvez la règle ou le filtre qui a rejeté le message, et autorisez-le s’il est attendu.'),
      sender('Renvoyez ensuite le message.'),
    ],
    worked: 'Renvoyez le message : le suivi des messages indique « Remis ».',
    otherwise: bouncesAtOnce,
    avoid: [
      'N’autorisez pas à tous le transfert vers l’extérieur : qui pirate un compte s’en sert pour détourner les messages.',
      'Ne dispensez pas tout un domaine de filtrage à cause d’un seul message.',
    ],
    ask: 'Votre serveur de messagerie a accepté notre message, puis l’a rejeté par une règle ou un filtre. Merci de vérifier de quoi il s’agit, et d’autoriser le message s’il est attendu.',
  },
  'source-throttled': {
    title: 'L’adresse d’envoi est ralentie pour le moment',
    means:
      'Le service de réception limite les messages de cette adresse pendant qu’il l’évalue. Des tentatives ultérieures passent en général.',
    causes: ['Une adresse d’envoi nouvelle ou soudain très active', 'Une mauvaise réputation de l’adresse'],
    steps: [
      you('Voyez quels comptes envoient le plus, et vérifiez qu’aucun n’est détourné pour du courrier indésirable.', {
        at: 'message-trace',
        run: line.busiestSenders,
      }),
      you('Vérifiez qu’aucun appareil ni serveur situé derrière vos connecteurs n’envoie ce qu’il ne devrait pas.', {
        at: 'connectors',
        run: line.inboundConnectors,
      }),
      sender('Envoyez moins à la fois ; la limite se lève d’elle-même.'),
    ],
    worked:
      'Les tentatives ultérieures passent d’elles-mêmes : dans le suivi des messages, les messages passent de « En attente » à « Remis ».',
    otherwise: bouncesAfterADay,
    avoid: ['Ne changez pas d’adresse d’envoi pour contourner la limite : une adresse nouvelle est limitée plus encore.'],
  },
  'source-blocked': {
    title: 'L’adresse d’envoi est bloquée',
    means: 'Le service de réception refuse les messages de cette adresse à cause de sa réputation ou d’une liste de blocage.',
    causes: [
      'Du courrier indésirable a été envoyé depuis l’adresse',
      'L’organisation du destinataire l’a mise sur sa propre liste',
      'Le serveur se présente sous un faux nom (HELO)',
    ],
    steps: [
      you('Lisez dans la réponse quelle adresse est bloquée, et par quelle liste.', { at: 'message-trace', run: line.whyFailed }),
      you('Trouvez et supprimez d’abord la cause : un compte, un appareil ou un serveur détourné.', {
        at: 'message-trace',
        run: line.busiestSenders,
      }),
      you('De 5.7.606 à 5.7.649, demandez le retrait à Microsoft sur le portail de suppression de liste.', { at: 'delist' }),
      you('Avec 5.7.511, ce portail ne sert à rien : transférez la notification entière à delist@microsoft.com.'),
      you(
        'Avec 5.7.506, faites en sorte que votre serveur se présente sous son propre nom. Pour une autre liste, demandez le retrait là où la réponse l’indique.',
      ),
      sender('Si c’est la liste du destinataire qui vous bloque (5.7.513), adressez-vous à lui par une autre voie.'),
    ],
    partnerSteps: [
      you('Lisez dans la réponse quelle adresse est bloquée, et par quelle liste.', { at: 'message-trace', run: line.whyFailed }),
      tellPartner,
      partner('Retirez l’adresse d’envoi de votre propre liste de blocage si elle n’a pas à y figurer.'),
      sender('Renvoyez ensuite le message.'),
    ],
    worked:
      'Le retrait de la liste de Microsoft peut prendre jusqu’à 24 heures. Renvoyez ensuite le message : le suivi des messages indique « Remis ».',
    otherwise: 'Le blocage dure jusqu’à sa levée, et chaque message est retourné aussitôt.',
    avoid: [
      'Ne demandez pas le retrait avant d’avoir supprimé la cause : l’adresse serait inscrite de nouveau.',
      'Ne changez pas d’adresse d’envoi pour contourner le blocage : elle serait bloquée à son tour.',
    ],
    ask: 'Votre service de messagerie refuse les messages de notre adresse d’envoi. Merci de vérifier si elle figure sur votre propre liste de blocage, et de l’en retirer si elle n’a pas à y être.',
  },
} satisfies Family
