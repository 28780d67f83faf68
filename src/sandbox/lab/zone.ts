import { createHash, X509Certificate } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { CLOUD_DOMAINS, mxHostOf, ROUTES } from '../scenarios.ts'
import { LAB_ZONE, NAME_SERVERS, POLICY_ADDRESS, WEB_HOSTS } from './addresses.ts'
import type { LabRow } from './catalogue/lab-row.ts'
import { plainRecords } from './catalogue/plain-records.ts'
import type { TlsaSketch, ZoneRecord } from './catalogue/zone-conduct.ts'
import { CLOUD_FRONT } from './cloud-front.ts'
import { TTL } from './wire-record.ts'
import { type LateRecord, plain, within, type ZoneData, zoneData } from './zone-data.ts'

/** The certificates a host shows at this moment, leaf first, and the root that issued them, DER. */
export type Shown = (host: string) => Promise<{ readonly leaf: Buffer; readonly issuer: Buffer }>

const SERIAL = 2026112201

/** Every name of the lab: the root and the registry, the scenarios' hosts and domains, its web services, and the rows of the catalogue. */
export function labZone(rows: readonly LabRow[], shown: Shown): ZoneData {
  const records = [...infrastructure(), ...scenarioRecords(), ...rows.flatMap((row) => rowRecords(row, shown))]
  return zoneData(records)
}

/** The start of authority of a zone (RFC 1035 §3.3.13). */
function soaRecord(zone: string, serial = SERIAL): ZoneRecord {
  const of = zone === '' ? 'root.lab.example' : zone
  return { name: zone || '.', type: 'SOA', ttl: TTL, data: `ns1.${of} hostmaster.${of} ${serial} 3600 600 604800 ${TTL}` }
}

/** A zone and its name servers, with their addresses. */
function zoneOf(zone: string, servers: readonly { readonly name: string; readonly ip: string | null }[]): readonly ZoneRecord[] {
  return [
    soaRecord(zone),
    ...servers.map(({ name }) => ({ name: zone || '.', type: 'NS' as const, ttl: 3600, data: name })),
    ...servers.flatMap(({ name, ip }) => (ip === null ? [] : [addressRecord(name, ip)])),
  ]
}

const addressRecord = (name: string, ip: string): ZoneRecord => ({ name, type: isIPv4(ip) ? 'A' : 'AAAA', data: ip })

function infrastructure(): readonly ZoneRecord[] {
  return [
    ...zoneOf('', [{ name: 'ns1.root.lab.example', ip: NAME_SERVERS.registry }]),
    ...zoneOf('example', [{ name: 'ns1.registry.lab.example', ip: NAME_SERVERS.registry }]),
    ...zoneOf(LAB_ZONE, [
      { name: `ns1.${LAB_ZONE}`, ip: NAME_SERVERS.lab[0] },
      { name: `ns2.${LAB_ZONE}`, ip: NAME_SERVERS.lab[1] },
    ]),
    ...Object.entries(WEB_HOSTS).map(([name, ip]) => addressRecord(name, ip)),
  ]
}

function scenarioRecords(): readonly ZoneRecord[] {
  const domains = [...ROUTES.flatMap((route) => route.recipientDomains), ...CLOUD_DOMAINS.map((each) => each.domainName)]
  const exchanges = domains.flatMap((domain) => {
    const exchange = mxHostOf(domain)
    return exchange === null ? [] : [{ domain, exchange }]
  })
  const fronts = [CLOUD_FRONT.suffix, ...exchanges.map((each) => each.exchange).filter((name) => name.endsWith(CLOUD_FRONT.suffix))]
  const hosts = [...ROUTES.map(({ host, addresses }) => ({ host, addresses })), ...fronts.map((host) => ({ host, ...CLOUD_FRONT }))]
  const zones = [...new Set([...domains, ...hosts.map((each) => each.host)].map((name) => name.split('.').slice(-2).join('.')))]
  return [
    ...zones.flatMap((zone) => zoneOf(zone, [{ name: `ns1.${zone}`, ip: NAME_SERVERS.scenarios }])),
    ...hosts.flatMap(({ host, addresses }) => addresses.map((ip) => addressRecord(host, ip))),
    ...exchanges.map(({ domain, exchange }) => ({ name: domain, type: 'MX' as const, data: `10 ${exchange}` })),
  ]
}

function rowRecords(row: LabRow, shown: Shown): readonly (ZoneRecord | LateRecord)[] {
  const { records = [], tlsa = [], servers, policyHost } = row.zone ?? {}
  // A name that is an alias has no other records (RFC 1034 §3.6.2).
  const given = (one: ZoneRecord): boolean =>
    records.some((other) => plain(other.name) === plain(one.name) && (other.type === one.type || other.type === 'CNAME'))
  const own = servers === undefined ? [] : zoneOf(row.target, servers)
  const policy = policyHost === undefined ? [] : [addressRecord(`mta-sts.${row.target}`, POLICY_ADDRESS)]
  return [
    ...[...own, ...policy, ...plainRecords(row)].filter((each) => !given(each)),
    ...records,
    ...tlsa.map((sketch) => tlsaRecord(sketch, shown)),
  ]
}

function tlsaRecord(sketch: TlsaSketch, shown: Shown): LateRecord {
  const { host, usage, selector, matching } = sketch
  return {
    name: `_25._tcp.${host}`,
    type: 'TLSA',
    data: async () => `${usage} ${selector} ${matching} ${await associationData(sketch, shown)}`,
  }
}

/** RFC 6698 §2.1.4, hexadecimal. */
async function associationData({ host, of, selector, matching }: TlsaSketch, shown: Shown): Promise<string> {
  if (of === 'nobody')
    return createHash(matching === 2 ? 'sha512' : 'sha256')
      .update(host)
      .digest('hex')
  const der = (await shown(host))[of]
  const selected = selector === 0 ? der : new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' })
  if (matching === 0) return selected.toString('hex')
  return createHash(matching === 1 ? 'sha256' : 'sha512')
    .update(selected)
    .digest('hex')
}

/** Rows by the names they are about, the longest first. */
export function rowOf(rows: readonly LabRow[], name: string): LabRow | null {
  const fitting = rows.filter((row) => within(plain(name), row.target))
  return fitting.toSorted((one, other) => other.target.length - one.target.length)[0] ?? null
}
