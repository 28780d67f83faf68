import { createHash, X509Certificate } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { DnsType } from '../../../src/domain/evidence.ts'
import { NAME_SERVERS, POLICY_ADDRESS, WEB_HOSTS } from '../../../src/sandbox/lab/addresses.ts'
import { LAB_ROWS } from '../../../src/sandbox/lab/catalogue/index.ts'
import { DNS_ROWS } from '../../../src/sandbox/lab/catalogue/rows-dns.ts'
import { POLICY_ROWS } from '../../../src/sandbox/lab/catalogue/rows-policies.ts'
import { CLOUD_FRONT } from '../../../src/sandbox/lab/cloud-front.ts'
import { isDocumentation } from '../../../src/sandbox/lab/documentation-address.ts'
import { ROUTES } from '../../../src/sandbox/scenarios.ts'
import { askDns, type Told, type Way } from './ask-dns.ts'
import { type NamesRig, startNamesRig } from './names-rig.ts'

let rig: NamesRig

beforeAll(async () => {
  rig = await startNamesRig()
})
afterAll(() => rig.names.stop())
beforeEach(() => rig.failing.clear())

const resolved = (name: string, type: string, way?: Way): Promise<Told> => askDns(rig.names.dnsPort, name, type, way)
const served = (ip: string, name: string, type: string): Promise<Told> => askDns(rig.names.port(ip, 53)!, name, type)
const wholly = (told: Told): Exclude<Told, string> => {
  if (typeof told === 'string') throw new Error(told)
  return told
}

describe('what the resolver says of the DNS rows', () => {
  test.each<[string, string, string, object]>([
    ['servers-failing-lab.example', 'MX', 'failing servers', { rcode: 'SERVFAIL', answers: [] }],
    ['servers-failing-lab.example', 'NS', 'failing servers, whatever is asked', { rcode: 'SERVFAIL' }],
    ['servers-refusing-lab.example', 'A', 'refusing servers', { rcode: 'REFUSED' }],
    ['domain-missing-lab.example', 'MX', 'a domain nobody has', { rcode: 'NXDOMAIN', authority: ['SOA example'] }],
    ['smart-host-missing.lab.example', 'A', 'a name nobody has', { rcode: 'NXDOMAIN', authority: ['SOA lab.example'] }],
    ['no-records.lab.example', 'MX', 'a name without that type', { rcode: 'NOERROR', answers: [], authority: ['SOA lab.example'] }],
    ['one-server-lame-lab.example', 'A', 'one lame server of three', { rcode: 'NOERROR', answers: ['A 192.0.2.132'] }],
    ['domain-expired-lab.example', 'NS', 'a parked domain', { answers: ['NS ns1.parking.lab.example'] }],
    ['domain-expired-lab.example', 'MX', 'a parked domain’s exchange', { answers: ['MX 10 park.parking.lab.example'] }],
    ['null-mx.lab.example', 'MX', 'a null MX', { answers: ['MX 0 .'] }],
    ['mx-address.lab.example', 'MX', 'an address as exchange', { answers: ['MX 10 192.0.2.137'] }],
    ['address-shared.lab.example', 'A', 'a shared address', { answers: ['A 100.64.12.7'] }],
    ['address-unique-local.lab.example', 'AAAA', 'a private IPv6 address', { answers: ['AAAA fd12:3456:789a::25'] }],
  ])('%s %s: %s', async (name, type, _says, expected) => {
    expect(await resolved(name, type)).toMatchObject({ ra: true, aa: false, ...expected })
  })

  test('silence and bytes that are no DNS', async () => {
    expect(await resolved('servers-silent-lab.example', 'A')).toBe('silence')
    expect(await resolved('servers-garbled-lab.example', 'A')).toBe('garbled')
  })

  test('an answer that is cut is whole over TCP, or TCP is hung up', async () => {
    expect(await resolved('long-answer.lab.example', 'A')).toMatchObject({ tc: true, answers: [] })
    expect(await resolved('long-answer.lab.example', 'A', { over: 'tcp' })).toMatchObject({ tc: false, answers: ['A 192.0.2.131'] })
    expect(await resolved('cut-answer.lab.example', 'A')).toMatchObject({ tc: true, answers: [] })
    expect(await resolved('cut-answer.lab.example', 'A', { over: 'tcp' })).toBe('closed')
  })

  test('aliases: a circle comes back to its start, a long chain ends at an address', async () => {
    expect(wholly(await resolved('alias-loop.lab.example', 'A')).answers).toEqual([
      'CNAME b.alias-loop.lab.example',
      'CNAME alias-loop.lab.example',
    ])
    const chain = wholly(await resolved('alias-chain.lab.example', 'A', { over: 'tcp' })).answers
    expect([chain.length, chain.at(-1)]).toEqual([13, 'A 192.0.2.135'])
  })

  test('signatures that do not hold: SERVFAIL, but the answer without validation, and never AD', async () => {
    expect(await resolved('signatures-broken-lab.example', 'MX', { ad: true })).toMatchObject({ rcode: 'SERVFAIL', answers: [] })
    expect(await resolved('signatures-broken-lab.example', 'MX', { ad: true, cd: true })).toMatchObject({
      rcode: 'NOERROR',
      answers: ['MX 10 mail.signatures-broken-lab.example'],
      ad: false,
    })
    const tlsa = '_25._tcp.mx.tlsa-signature-broken.lab.example'
    expect(await resolved(tlsa, 'TLSA')).toMatchObject({ rcode: 'SERVFAIL' })
    expect(await resolved(tlsa, 'TLSA', { cd: true })).toMatchObject({ rcode: 'NOERROR', answers: { length: 1 } })
    expect(await resolved('tlsa-signature-broken.lab.example', 'MX', { ad: true })).toMatchObject({ ad: true })
  })

  test('signed names and the root’s own carry AD for those who understand it; others do not', async () => {
    expect(await resolved('.', 'SOA', { ad: true })).toMatchObject({ ad: true, answers: ['SOA .'] })
    expect(await resolved('.', 'SOA', { edns: 1232, dnssecOk: true })).toMatchObject({ ad: true })
    expect(await resolved('.', 'SOA')).toMatchObject({ ad: false })
    expect(await resolved('mx.tlsa-healthy.lab.example', 'AAAA', { ad: true })).toMatchObject({ ad: true, answers: [] })
    expect(await resolved('tlsa-unsigned.lab.example', 'MX', { ad: true })).toMatchObject({ ad: false })
  })

  test('a scenario’s DNS fault takes its name and what lies below, at the resolver and at its own servers', async () => {
    const host = 'mail.nice.contoso.example'
    expect(await resolved(host, 'A')).toMatchObject({ rcode: 'NOERROR' })
    rig.failing.add(host)
    for (const name of [host, `_25._tcp.${host}`]) {
      expect(await resolved(name, 'A')).toMatchObject({ rcode: 'SERVFAIL' })
      expect(await served(NAME_SERVERS.scenarios, name, 'A')).toMatchObject({ rcode: 'SERVFAIL' })
    }
    expect(await resolved('contoso.example', 'NS')).toMatchObject({ rcode: 'NOERROR', answers: ['NS ns1.contoso.example'] })
  })
})

describe('what authoritative servers say', () => {
  const zone = 'one-server-lame-lab.example'

  test('one holds the zone, one refuses, one is not in charge', async () => {
    expect(await served('192.0.2.112', zone, 'SOA')).toMatchObject({ aa: true, ra: false, answers: [`SOA ${zone}`] })
    expect(await served('192.0.2.113', zone, 'SOA')).toMatchObject({ rcode: 'REFUSED', aa: false })
    expect(await served('192.0.2.114', zone, 'SOA')).toMatchObject({
      rcode: 'NOERROR',
      aa: false,
      answers: [],
      authority: ['NS ns1.root.lab.example'],
    })
  })

  test('failing, garbled and silent ones', async () => {
    expect(await served('192.0.2.104', 'servers-failing-lab.example', 'SOA')).toMatchObject({ rcode: 'SERVFAIL' })
    expect(await served('192.0.2.108', 'servers-garbled-lab.example', 'SOA')).toBe('garbled')
    expect(await served('192.0.2.110', 'servers-silent-lab.example', 'SOA')).toBe('silence')
  })

  test('the zone moved on while the resolver still remembers, its time running down', async () => {
    const name = 'old-address-lab.example'
    expect(await served('192.0.2.117', name, 'A')).toMatchObject({ answers: ['A 192.0.2.140'], ttl: 60 })
    const first = wholly(await resolved(name, 'A'))
    expect(first.answers).toEqual(['A 192.0.2.141'])
    await new Promise((done) => setTimeout(done, 1100))
    expect(wholly(await resolved(name, 'A')).ttl).toBeLessThan(first.ttl!)
  })

  test('a server that was left behind gives the old data with the old serial', async () => {
    const name = 'server-left-behind-lab.example'
    const serial = async (ip: string) => {
      const reply = await rig.network.query({ name, type: 'SOA' }, { server: ip })
      return Number(reply.records[0]!.data.split(' ')[2])
    }
    expect(await served('192.0.2.119', name, 'A')).toMatchObject({ aa: true, answers: ['A 192.0.2.142'] })
    expect(await served('192.0.2.120', name, 'A')).toMatchObject({ aa: true, answers: ['A 192.0.2.143'] })
    expect(await serial('192.0.2.120')).toBeLessThan(await serial('192.0.2.119'))
  })

  test('the registry names the servers of each zone, and knows nothing of a domain that is gone', async () => {
    expect(await served(NAME_SERVERS.registry, `mail.${zone}`, 'A')).toMatchObject({
      aa: false,
      answers: [],
      authority: [`NS ns1.${zone}`, `NS ns2.${zone}`, `NS ns3.${zone}`],
    })
    expect(await served(NAME_SERVERS.registry, 'client-hold-lab.example', 'NS')).toMatchObject({ rcode: 'NXDOMAIN', aa: true })
    expect(await served(NAME_SERVERS.registry, 'example', 'SOA')).toMatchObject({ aa: true, answers: ['SOA example'] })
  })

  test('an address without a name server has no port of one', () => {
    expect(rig.names.port('192.0.2.132', 53)).toBeNull()
    expect(rig.names.port('192.0.2.112', 80)).toBeNull()
  })
})

describe('TLSA records', () => {
  const tlsa = async (row: string): Promise<readonly string[]> => wholly(await resolved(`_25._tcp.mx.${row}.lab.example`, 'TLSA')).answers
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
  const spki = (cert: X509Certificate): Buffer => cert.publicKey.export({ type: 'spki', format: 'der' })
  const leafOf = async (row: string, condition: 'good' | 'self-signed' = 'good') =>
    new X509Certificate((await rig.certificates.identity(`mx.${row}.lab.example`, condition)).cert)

  test('are made of what the machine shows', async () => {
    expect(await tlsa('tlsa-healthy')).toEqual([`TLSA 3 1 1 ${sha256(spki(await leafOf('tlsa-healthy')))}`])
    expect(await tlsa('tlsa-self-signed')).toEqual([`TLSA 3 1 1 ${sha256(spki(await leafOf('tlsa-self-signed', 'self-signed')))}`])
  })

  test('of the authority, of several keys, and of nobody’s', async () => {
    expect(await tlsa('tlsa-authority')).toEqual([`TLSA 2 0 1 ${sha256(new X509Certificate(rig.caPem).raw)}`])
    const [nobody, ours] = await tlsa('tlsa-rollover')
    expect(nobody).toMatch(/^TLSA 3 1 1 [\da-f]{64}$/)
    expect(ours).toBe(
      `TLSA 3 0 2 ${createHash('sha512')
        .update((await leafOf('tlsa-rollover')).raw)
        .digest('hex')}`,
    )
  })
})

describe('the rows', () => {
  const own = [...DNS_ROWS, ...POLICY_ROWS]

  test('stand for 1 to 18, each of them', () => {
    expect([...new Set(own.map((each) => each.row))].sort((one, other) => one - other)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1))
  })

  test('have names of their own, and targets that begin with them', () => {
    expect(new Set(LAB_ROWS.map((each) => each.name)).size).toBe(LAB_ROWS.length)
    for (const { name, target } of own) expect([`${name}.lab.example`, `${name}-lab.example`]).toContain(target)
  })

  test('have titles in both languages, without a final stop, the French ones with their spaces', () => {
    for (const { title } of own) {
      expect(title.en).toMatch(/^[A-Z].*[^.]$/)
      expect(title.fr).toMatch(/^[A-ZÀ-Ý].*[^.]$/)
      expect(title.fr).not.toMatch(/'| [;:!?»]|« /)
    }
  })

  test('no documentation address of the lab is given out twice', () => {
    const machines = LAB_ROWS.flatMap((each) => each.machines.map(({ host, ip }) => `${ip} ${host}`))
    const servers = LAB_ROWS.flatMap((each) => each.zone?.servers ?? []).flatMap(({ name, ip }) => (ip === null ? [] : [`${ip} ${name}`]))
    const scenarios = ROUTES.flatMap(({ host, addresses }) => addresses.map((ip) => `${ip} ${host}`))
    const fixed = [NAME_SERVERS.registry, ...NAME_SERVERS.lab, NAME_SERVERS.scenarios, POLICY_ADDRESS, ...CLOUD_FRONT.addresses]
    const web = [...new Set(Object.values(WEB_HOSTS))]
    const all = [...new Set([...machines, ...servers, ...scenarios])].map((each) => each.split(' ')[0]!)
    const given = [...all, ...fixed, ...web]
    expect(given.filter((ip, index) => given.indexOf(ip) !== index)).toEqual([])
    expect(given.filter((ip) => !isDocumentation(ip))).toEqual([])
  })

  test.each(own.filter((each) => each.machines.length > 0 && !each.zone?.manners?.length).map((each) => [each.name, each] as const))(
    '%s: each machine’s name leads to an address',
    async (_name, { machines }) => {
      for (const { host } of machines) {
        const types: readonly DnsType[] = ['A', 'AAAA']
        const replies = await Promise.all(types.map((type) => rig.network.query({ name: host, type })))
        expect(
          replies.flatMap((reply) => reply.records.map((record) => record.data)).some((data) => isIPv4(data) || data.includes(':')),
        ).toBe(true)
      }
    },
  )
})
