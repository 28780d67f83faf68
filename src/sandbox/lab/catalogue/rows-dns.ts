import { dns, healthy, refused, twoServers, zone } from './dns-sketch.ts'
import type { LabRow } from './lab-row.ts'
import { RECORD_ROWS } from './rows-records.ts'

/** Name servers and registrations: whether a name can be looked up at all. */
const SERVER_ROWS: readonly LabRow[] = [
  zone({
    row: 1,
    name: 'servers-failing',
    title: { en: 'Every name server answers SERVFAIL', fr: 'Tous les serveurs de noms répondent SERVFAIL' },
    as: 'domain',
    zone: (target) => ({ servers: twoServers(target, 104, 'servfail'), manners: [{ at: target, is: 'servfail' }] }),
  }),
  zone({
    row: 1,
    name: 'mx-failing',
    title: { en: 'Name servers fail at MX and give an address', fr: 'Les serveurs de noms échouent sur le MX et donnent une adresse' },
    as: 'domain',
    machines: (target) => [healthy(target, '192.0.2.145')],
    zone: (target) => ({ servers: twoServers(target, 123, 'answers'), manners: [{ at: target, types: ['MX'], is: 'servfail' }] }),
  }),
  zone({
    row: 1,
    name: 'servers-refusing',
    title: { en: 'Every name server refuses the question', fr: 'Tous les serveurs de noms refusent la question' },
    zone: (target) => ({ servers: twoServers(target, 106, 'refuses'), manners: [{ at: target, is: 'refused' }] }),
  }),
  zone({
    row: 1,
    name: 'servers-garbled',
    title: { en: 'The answers are no DNS', fr: 'Les réponses ne sont pas du DNS' },
    zone: (target) => ({ servers: twoServers(target, 108, 'garbled'), manners: [{ at: target, is: 'garbled' }] }),
  }),
  dns({
    row: 1,
    name: 'cut-answer',
    title: { en: 'The answer is cut off, and TCP is closed', fr: 'La réponse est tronquée et TCP est fermé' },
    machines: (target) => [healthy(target, '192.0.2.130')],
    zone: (target) => ({ manners: [{ at: target, is: 'cut-everywhere' }] }),
  }),
  dns({
    row: 1,
    name: 'long-answer',
    title: { en: 'The answer is cut off, and TCP completes it', fr: 'La réponse est tronquée et TCP la complète' },
    machines: (target) => [healthy(target, '192.0.2.131')],
    zone: (target) => ({ manners: [{ at: target, is: 'cut' }] }),
  }),
  zone({
    row: 2,
    name: 'domain-missing',
    title: { en: 'The recipient domain does not exist', fr: 'Le domaine du destinataire n’existe pas' },
    as: 'domain',
    zone: () => ({ registration: { is: 'unregistered' } }),
  }),
  dns({
    row: 3,
    name: 'smart-host-missing',
    title: { en: 'The smart host’s name does not exist', fr: 'Le nom de l’hôte actif n’existe pas' },
  }),
  dns({
    row: 4,
    name: 'no-records',
    title: { en: 'The name has neither MX nor address', fr: 'Le nom n’a ni MX ni adresse' },
    zone: (target) => ({ records: [{ name: target, type: 'TXT', data: 'v=spf1 -all' }] }),
  }),
  zone({
    row: 5,
    name: 'servers-silent',
    title: { en: 'The name servers say nothing', fr: 'Les serveurs de noms se taisent' },
    zone: (target) => ({ servers: twoServers(target, 110, 'silent'), manners: [{ at: target, is: 'silent' }] }),
  }),
  zone({
    row: 6,
    name: 'one-server-lame',
    title: {
      en: 'One of three name servers refuses, another is not in charge',
      fr: 'Sur trois serveurs de noms, l’un refuse et l’autre n’est pas responsable',
    },
    machines: (target) => [healthy(target, '192.0.2.132')],
    zone: (target) => ({
      servers: [
        { name: `ns1.${target}`, ip: '192.0.2.112', is: 'answers' },
        { name: `ns2.${target}`, ip: '192.0.2.113', is: 'refuses' },
        { name: `ns3.${target}`, ip: '192.0.2.114', is: 'not-authoritative' },
      ],
    }),
  }),
  zone({
    row: 6,
    name: 'one-server-nameless',
    title: { en: 'One name server’s own name has no address', fr: 'Le nom d’un des serveurs de noms n’a pas d’adresse' },
    machines: (target) => [healthy(target, '192.0.2.133')],
    zone: (target) => ({
      servers: [
        { name: `ns1.${target}`, ip: '192.0.2.115', is: 'answers' },
        { name: `ns2.${target}`, ip: null, is: 'silent' },
      ],
    }),
  }),
  zone({
    row: 7,
    name: 'domain-expired',
    title: { en: 'The domain has run out and is parked', fr: 'Le domaine a expiré et se trouve en parking' },
    as: 'domain',
    machines: () => [refused('park.parking.lab.example', '192.0.2.134')],
    zone: () => ({
      servers: [{ name: 'ns1.parking.lab.example', ip: '192.0.2.116', is: 'answers' }],
      registration: { is: 'registered', status: ['client transfer prohibited'], expiresInDays: -9 },
    }),
  }),
  zone({
    row: 7,
    name: 'redemption-period',
    title: { en: 'The domain is in its redemption period', fr: 'Le domaine est en période de rédemption' },
    as: 'domain',
    zone: () => ({ registration: { is: 'registered', status: ['redemption period'], expiresInDays: -50 } }),
  }),
  zone({
    row: 7,
    name: 'client-hold',
    title: { en: 'The registrar has put the domain on hold', fr: 'Le bureau d’enregistrement a suspendu le domaine' },
    as: 'domain',
    // Registries renew by themselves at the end, so the date alone does not give it away.
    zone: () => ({ registration: { is: 'registered', status: ['client hold', 'auto renew period'], expiresInDays: 350 } }),
  }),
  zone({
    row: 7,
    name: 'registry-unreadable',
    title: { en: 'The name is gone, and the registry does not answer', fr: 'Le nom a disparu et le registre ne répond pas' },
    as: 'domain',
    zone: () => ({ registration: { is: 'unreadable' } }),
  }),
]

export const DNS_ROWS: readonly LabRow[] = [...SERVER_ROWS, ...RECORD_ROWS]
