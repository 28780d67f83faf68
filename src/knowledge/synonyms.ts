import type { FindingCode } from '../domain/finding.ts'

/** What people call an error beside its title, in every language: only for looking it up. */
export const synonyms: Readonly<Partial<Record<FindingCode, string>>> = {
  'dns-query-failed': 'DNS lookup failure, échec de la requête DNS',
  'dns-no-records': 'no MX record, no such record, aucun enregistrement MX',
  'dns-servers-failing': 'SERVFAIL, name server down, serveur de noms en panne',
  'dns-domain-missing': 'NXDOMAIN, domain does not exist, domaine inexistant',
  'dns-domain-expired': 'registration lapsed, domaine expiré, renouvellement',
  'null-mx': 'domain accepts no mail, MX nul',
  'address-not-public': 'private address, RFC 1918, adresse privée',
  'connection-timed-out':
    'timeout, no answer, 10060, délai de connexion dépassé, sans réponse, socket error 10060, port 25 blocked, port 25 bloqué',
  'connection-refused': '10061, port 25 closed, connexion refusée, port fermé, socket error 10061, port 25 blocked, port 25 bloqué',
  'connection-unreachable':
    'no route to host, network unreachable, 10051, 10065, réseau injoignable, server unreachable, serveur injoignable',
  'session-refused': 'cannot connect to remote server, banner, connexion au serveur distant impossible, bannière',
  'service-unavailable': '421, service not available, back pressure, service indisponible, server busy, serveur occupé',
  'starttls-missing': 'TLS required, no encryption, TLS exigé, chiffrement, TLS obligatoire, TLS not offered',
  'starttls-masked': 'SMTP inspection, fixup, XXXXXXXA, inspection des paquets',
  'tls-handshake-failed': 'TLS negotiation failed, handshake, échec de la négociation TLS, SSL',
  'tls-version-too-old': 'TLS 1.0, TLS 1.1, deprecated, obsolète, TLS 1.2 required, TLS version too old, TLS trop ancien',
  'certificate-rejected': 'certificate validation failed, échec de la validation du certificat',
  'certificate-expired': 'certificate out of date, certificat expiré, périmé, SSL certificate expired',
  'certificate-name-mismatch':
    'wrong name, SubjectMismatch, TlsDomain, mauvais nom, certificate name does not match, le nom du certificat ne correspond pas',
  'certificate-untrusted': 'self-signed, UntrustedRoot, PartialChain, missing intermediate, auto-signé, intermédiaire manquant, autosigné',
  'connection-dropped': 'closed abruptly, connection reset, 10054, connexion interrompue brusquement, socket error 10054, connexion coupée',
  'message-expired': 'QUEUE.Expired, too long in the queue, message expiré, file d’attente, bounces after 24 hours, retour après 24 heures',
  'mail-loop': 'hop count exceeded, loop, boucle de messagerie, nombre de sauts dépassé',
  'recipient-unknown':
    'user unknown, no such user, mailbox not found, destinataire inconnu, utilisateur inconnu, boîte inexistante, user does not exist, adresse inexistante',
  'relay-denied': 'unable to relay, relaying denied, relais refusé, relayage refusé',
  'sending-limit-exceeded': 'too many messages, recipient rate limit, quota, limite d’envoi',
  'source-throttled': 'rate limited, throttling, limitation du débit',
  'source-blocked': 'blocklist, blacklist, banned IP, Spamhaus, liste noire, adresse IP bloquée',
  'authentication-required': 'SMTP AUTH, client not authenticated, printer, scanner, imprimante, authentification',
  'authentication-failed': 'SPF, DKIM, DMARC, unauthenticated',
  'mailbox-full': 'quota exceeded, over quota, boîte aux lettres pleine',
  'message-too-large':
    'attachment, size limit, pièce jointe, taille, trop volumineux, message too big, attachment too big, pièce jointe trop volumineuse, message trop gros',
  'policy-rejected': 'transport rule, spam, content rejected, règle de flux',
  greylisted: 'greylisting, graylisting, liste grise',
  tarpit: 'tarpitting, delay, ralenti',
  'ipv6-broken': 'AAAA, IPv6',
  'service-incident': 'outage, Microsoft down, panne',
}
