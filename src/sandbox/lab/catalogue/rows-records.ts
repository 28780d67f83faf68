import { a, cname, dns, healthy, mx, refused, twoServers, zone } from './dns-sketch.ts'
import type { LabRow } from './lab-row.ts'
import type { ZoneRecord } from './zone-conduct.ts'

/** What a name leads to that nobody outside can reach. */
const leadsTo = (name: string, type: 'A' | 'AAAA', data: string, title: LabRow['title']): LabRow =>
  dns({ row: 11, name, title, zone: (target) => ({ records: [{ name: target, type, data }] }) })

/** What the records say, and whether it holds. */
export const RECORD_ROWS: readonly LabRow[] = [
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
