import type { LabRow } from './lab-row.ts'
import type { Machine } from './machine.ts'
import { ownZone, row, type Sketch } from './sketch.ts'
import type { ZoneRecord } from './zone-conduct.ts'

const dns = (sketch: Sketch): LabRow => row({ family: 'dns', ...sketch })
const zone = (sketch: Sketch): LabRow => ownZone({ family: 'dns', ...sketch })

const healthy = (host: string, ip: string): Machine => ({ host, ip, conduct: { is: 'healthy' } })
const refused = (host: string, ip: string): Machine => ({ host, ip, conduct: { is: 'refused' } })
const a = (name: string, data: string): ZoneRecord => ({ name, type: 'A', data })
const mx = (name: string, data: string): ZoneRecord => ({ name, type: 'MX', data })
const cname = (name: string, data: string): ZoneRecord => ({ name, type: 'CNAME', data })

/** Two servers of a zone, at two addresses from this one on. */
const twoServers = (target: string, last: number, first: 'answers' | 'refuses' | 'servfail' | 'silent' | 'garbled', second = first) => [
  { name: `ns1.${target}`, ip: `192.0.2.${last}`, is: first },
  { name: `ns2.${target}`, ip: `192.0.2.${last + 1}`, is: second },
]

/** What a name leads to that nobody outside can reach. */
const leadsTo = (name: string, type: 'A' | 'AAAA', data: string, title: LabRow['title']): LabRow =>
  dns({ row: 11, name, title, zone: (target) => ({ records: [{ name: target, type, data }] }) })

export const DNS_ROWS: readonly LabRow[] = [
  zone({
    row: 1,
    name: 'servers-failing',
    title: { en: 'Every name server answers SERVFAIL', fr: 'Tous les serveurs de noms répondent SERVFAIL' },
    as: 'domain',
    zone: (target) => ({ servers: twoServers(target, 104, 'servfail'), manners: [{ at: target, is: 'servfail' }] }),
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
  dns({
    row: 8,
    name: 'alias-loop',
    title: { en: 'Aliases that lead in a circle', fr: 'Des alias qui tournent en rond' },
    zone: (target) => ({ records: [cname(target, `b.${target}`), cname(`b.${target}`, target)] }),
  }),
  dns({
    row: 8,
    name: 'alias-chain',
    title: { en: 'A chain of aliases too long to follow', fr: 'Une chaîne d’alias trop longue pour être suivie' },
    machines: (target) => [healthy(`hop12.${target}`, '192.0.2.135')],
    zone: (target) => ({ records: [cname(target, `hop1.${target}`), ...hops(target, 12)] }),
  }),
  dns({
    row: 8,
    name: 'alias',
    title: { en: 'One alias, as it should be', fr: 'Un seul alias, comme il se doit' },
    machines: (target) => [healthy(`cluster.${target}`, '192.0.2.136')],
    zone: (target) => ({ records: [cname(target, `cluster.${target}`)] }),
  }),
  dns({
    row: 9,
    name: 'null-mx',
    title: { en: 'The domain takes no mail (null MX)', fr: 'Le domaine n’accepte aucun message (MX nul)' },
    as: 'domain',
    zone: (target) => ({ records: [mx(target, '0 .')] }),
  }),
  dns({
    row: 10,
    name: 'mx-address',
    title: { en: 'The MX record holds an address', fr: 'L’enregistrement MX contient une adresse' },
    as: 'domain',
    zone: (target) => ({ records: [mx(target, '10 192.0.2.137')] }),
  }),
  dns({
    row: 10,
    name: 'mx-nowhere',
    title: { en: 'The MX record names a host that does not exist', fr: 'L’enregistrement MX nomme un hôte qui n’existe pas' },
    as: 'domain',
    zone: (target) => ({ records: [mx(target, `10 mial.${target}`)] }),
  }),
  dns({
    row: 10,
    name: 'mx-alias-nowhere',
    title: { en: 'The MX record names an alias that leads nowhere', fr: 'L’enregistrement MX nomme un alias qui ne mène nulle part' },
    as: 'domain',
    zone: (target) => ({ records: [mx(target, `10 mail.${target}`), cname(`mail.${target}`, `gone.${target}`)] }),
  }),
  dns({
    row: 10,
    name: 'mx-alias',
    title: { en: 'The MX record names an alias, and mail gets through', fr: 'L’enregistrement MX nomme un alias et le courrier passe' },
    as: 'domain',
    machines: (target) => [healthy(`real.${target}`, '192.0.2.138')],
    zone: (target) => ({ records: [mx(target, `10 mail.${target}`), cname(`mail.${target}`, `real.${target}`)] }),
  }),
  leadsTo('address-private', 'A', '10.20.30.40', { en: 'The name leads to a private address', fr: 'Le nom mène à une adresse privée' }),
  leadsTo('address-loopback', 'A', '127.0.0.1', { en: 'The name leads to the asker itself', fr: 'Le nom mène au demandeur lui-même' }),
  leadsTo('address-shared', 'A', '100.64.12.7', {
    en: 'The name leads to a carrier’s shared address',
    fr: 'Le nom mène à une adresse partagée d’opérateur',
  }),
  leadsTo('address-zero', 'A', '0.0.0.0', { en: 'The name leads to 0.0.0.0', fr: 'Le nom mène à 0.0.0.0' }),
  leadsTo('address-link-local', 'A', '169.254.7.9', {
    en: 'The name leads to a link-local address',
    fr: 'Le nom mène à une adresse de lien local',
  }),
  leadsTo('address-unique-local', 'AAAA', 'fd12:3456:789a::25', {
    en: 'The name leads to a private IPv6 address',
    fr: 'Le nom mène à une adresse IPv6 privée',
  }),
  dns({
    row: 11,
    name: 'mx-private',
    title: { en: 'The MX host has a private address', fr: 'L’hôte du MX a une adresse privée' },
    as: 'domain',
    zone: (target) => ({ records: [mx(target, `10 mail.${target}`), a(`mail.${target}`, '192.168.4.25')] }),
  }),
  zone({
    row: 12,
    name: 'old-address',
    title: { en: 'The old address is still remembered', fr: 'L’ancienne adresse est encore en mémoire' },
    machines: (target) => [healthy(target, '192.0.2.140'), refused(target, '192.0.2.141')],
    zone: (target) => ({
      servers: twoServers(target, 117, 'answers'),
      records: [a(target, '192.0.2.140')],
      cached: [{ name: target, type: 'A', ttl: 3600, data: '192.0.2.141' }],
    }),
  }),
  zone({
    row: 12,
    name: 'server-left-behind',
    title: { en: 'One name server still has the old address', fr: 'Un serveur de noms a encore l’ancienne adresse' },
    machines: (target) => [healthy(target, '192.0.2.142'), refused(target, '192.0.2.143')],
    zone: (target) => ({
      servers: [
        { name: `ns1.${target}`, ip: '192.0.2.119', is: 'answers' },
        { name: `ns2.${target}`, ip: '192.0.2.120', is: 'outdated' },
      ],
      records: [a(target, '192.0.2.142')],
      outdated: [a(target, '192.0.2.143'), { name: target, type: 'SOA', data: olderSoa(target) }],
      cached: [{ name: target, type: 'A', ttl: 3600, data: '192.0.2.143' }],
    }),
  }),
  zone({
    row: 13,
    name: 'signatures-broken',
    title: { en: 'The zone’s signatures do not hold', fr: 'Les signatures de la zone ne sont pas valables' },
    as: 'domain',
    machines: (target) => [healthy(`mail.${target}`, '192.0.2.144')],
    zone: (target) => ({ servers: twoServers(target, 121, 'answers'), manners: [{ at: target, is: 'bogus' }] }),
  }),
]

function hops(target: string, count: number): readonly ZoneRecord[] {
  return Array.from({ length: count - 1 }, (_, index) => cname(`hop${index + 1}.${target}`, `hop${index + 2}.${target}`))
}

/** A version of the zone from before. */
function olderSoa(zone: string): string {
  return `ns1.${zone} hostmaster.${zone} 2026110301 3600 600 604800 60`
}
