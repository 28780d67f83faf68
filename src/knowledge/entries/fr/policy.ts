import type { Family } from '../family.ts'
import { dnsHost, partner, sender, waitForRetry, you } from './steps.ts'

const tellDomain = you(
  'Prévenez l’organisation du destinataire ; elle seule peut réparer. Ne désactivez pas ce contrôle : il protège les messages.',
)

/** What the recipient’s domain or server demands of mail: DANE, MTA-STS, authentication, reputation. */
export const policy = {
  'dane-starttls-missing': {
    title: 'Le domaine du destinataire exige TLS (DANE), mais son serveur ne le propose pas',
    means: 'Ses enregistrements TLSA promettent le chiffrement, et le serveur ne tient pas la promesse. Les messages attendent.',
    causes: ['STARTTLS est désactivé ou défectueux sur le serveur du destinataire', 'Un pare-feu le retire'],
    steps: [tellDomain, partner('Proposez de nouveau STARTTLS, ou retirez les enregistrements TLSA.'), waitForRetry],
  },
  'dane-certificate-expired': {
    title: 'Le certificat du destinataire a expiré (DANE)',
    means: 'Le certificat dont les enregistrements TLSA se portent garants a dépassé sa date de fin.',
    causes: ['Le certificat n’a pas été renouvelé'],
    steps: [tellDomain, partner('Renouvelez le certificat et publiez son enregistrement TLSA.'), waitForRetry],
  },
  'dane-tlsa-invalid': {
    title: 'Le certificat du destinataire ne correspond pas à son enregistrement TLSA (DANE)',
    means:
      'Le DNS désigne un autre certificat que celui du serveur : il a été renouvelé sans son enregistrement, ou quelqu’un s’interpose.',
    causes: [
      'Le certificat a été renouvelé, mais pas l’enregistrement TLSA',
      'L’enregistrement TLSA est mal formé',
      'La connexion est interceptée',
    ],
    steps: [
      tellDomain,
      partner('Publiez l’enregistrement TLSA du certificat actuel ; avant un renouvellement, publiez les deux.'),
      waitForRetry,
    ],
  },
  'dane-dnssec-invalid': {
    title: 'Le DNSSEC du domaine du destinataire est défectueux',
    means:
      'Ses réponses DNS signées ne se valident pas ; rien n’y est digne de confiance. Cela peut aussi apparaître comme un échec de la requête DNS.',
    causes: ['Des signatures ont expiré', 'L’enregistrement DS de la zone parente ne correspond pas à la clé de la zone'],
    steps: [tellDomain, dnsHost('Signez la zone de nouveau, et corrigez l’enregistrement DS.'), waitForRetry],
  },
  'dane-certificate-name-mismatch': {
    title: 'Le certificat du destinataire ne porte pas le nom de l’hôte (DANE)',
    means: 'Avec ce type d’enregistrement TLSA, le certificat doit porter le nom de l’hôte de messagerie, et ce n’est pas le cas.',
    causes: ['Le certificat a été émis pour un autre nom'],
    steps: [tellDomain, partner('Utilisez un certificat qui porte le nom de l’hôte MX.'), waitForRetry],
  },
  'mta-sts-mx-mismatch': {
    title: 'L’hôte de messagerie du destinataire n’est pas dans sa stratégie MTA-STS',
    means: 'Le domaine publie la liste des hôtes qui peuvent recevoir ses messages, et l’enregistrement MX en désigne un autre.',
    causes: ['Le MX a changé, mais pas le fichier de stratégie', 'La réponse DNS a été altérée'],
    steps: [
      tellDomain,
      partner('Ajoutez l’hôte MX au fichier de stratégie et changez l’identifiant de la stratégie dans le DNS.'),
      waitForRetry,
    ],
  },
  'mta-sts-certificate-invalid': {
    title: 'Le TLS ou le certificat du destinataire ne satisfait pas sa stratégie MTA-STS',
    means:
      'La stratégie du domaine exige TLS et un certificat reconnu publiquement qui porte le nom de l’hôte, et le serveur ne l’offre pas.',
    causes: ['Le certificat a expiré, porte un autre nom ou a une chaîne incomplète', 'STARTTLS est désactivé, ou retiré en chemin'],
    steps: [tellDomain, partner('Proposez STARTTLS avec un certificat reconnu qui porte le nom de l’hôte MX.'), waitForRetry],
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
    steps: [tellDomain, partner('Rétablissez le fichier de stratégie, ou retirez l’annonce du DNS.')],
  },
  'authentication-failed': {
    title: 'Le domaine de l’expéditeur n’a pas satisfait SPF, DKIM ou DMARC',
    means: 'Le destinataire n’a pas pu confirmer que le message vient du domaine qu’il indique.',
    causes: [
      'L’adresse d’envoi manque dans l’enregistrement SPF',
      'DKIM n’est pas en place, ou un relais a modifié le message',
      'La stratégie DMARC demande le rejet',
    ],
    steps: [
      sender('Ajoutez chaque service d’envoi à l’enregistrement SPF, et activez DKIM pour le domaine.'),
      dnsHost('Publiez les enregistrements SPF, DKIM et DMARC corrigés.'),
    ],
  },
  'policy-rejected': {
    title: 'Une règle ou une stratégie a rejeté le message',
    means:
      'Le message est arrivé au bon endroit et a été écarté par une règle, une autorisation ou un filtre. De nouvelles tentatives n’y changent rien.',
    causes: [
      'Une règle de flux de messagerie ou un agent de transport l’a supprimé ou rejeté',
      'Le destinataire n’accepte que certains expéditeurs',
      'Le transfert externe n’est pas autorisé',
    ],
    steps: [
      you('Cherchez dans le suivi des messages la règle ou la stratégie qui a agi, et modifiez-la si elle est erronée.'),
      sender('Demandez au destinataire de vous autoriser.'),
    ],
  },
  'source-throttled': {
    title: 'L’adresse d’envoi est ralentie pour le moment',
    means:
      'Le service de réception limite les messages de cette adresse pendant qu’il l’évalue. Des tentatives ultérieures passent en général.',
    causes: ['Une adresse d’envoi nouvelle ou soudain très active', 'Une mauvaise réputation de l’adresse'],
    steps: [
      you('Vérifiez qu’aucun compte ni appareil n’est détourné pour du courrier indésirable.'),
      sender('Envoyez moins à la fois ; la limite se lève d’elle-même.'),
    ],
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
      you('Trouvez et supprimez la cause de l’inscription, puis demandez le retrait à l’endroit indiqué dans la réponse.'),
      sender('Si c’est la liste du destinataire qui vous bloque, adressez-vous à lui.'),
    ],
  },
} satisfies Family
