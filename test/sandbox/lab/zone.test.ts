import { describe, expect, test } from '@jest/globals'
import { DNS_ROWS } from '../../../src/sandbox/lab/catalogue/rows-dns.ts'
import { POLICY_ROWS } from '../../../src/sandbox/lab/catalogue/rows-policies.ts'
import { labZone } from '../../../src/sandbox/lab/zone.ts'
import { zoneData } from '../../../src/sandbox/lab/zone-data.ts'
import { CLOUD_DOMAINS, ROUTES } from '../../../src/sandbox/scenarios.ts'

const SOA = { name: 'a.example', type: 'SOA', data: 'ns1.a.example hostmaster.a.example 1 2 3 4 5' } as const
const zone = zoneData([
  { name: '.', type: 'SOA', data: 'ns1.root.example hostmaster.root.example 1 2 3 4 5' },
  SOA,
  { name: 'a.example', type: 'MX', data: '10 deep.below.a.example' },
  { name: 'deep.below.a.example', type: 'A', data: '192.0.2.1' },
  { name: 'alias.a.example', type: 'CNAME', data: 'other.a.example' },
  { name: 'other.a.example', type: 'CNAME', data: 'Deep.Below.a.example' },
  { name: 'lost.a.example', type: 'CNAME', data: 'gone.a.example' },
  { name: 'round.a.example', type: 'CNAME', data: 'about.a.example' },
  { name: 'about.a.example', type: 'CNAME', data: 'round.a.example' },
  { name: 'late.a.example', type: 'TLSA', data: async () => '3 1 1 00' },
])

describe('looking up a name', () => {
  test.each([
    ['deep.below.A.example.', 'A', 'NOERROR', ['192.0.2.1']],
    ['deep.below.a.example', 'AAAA', 'NOERROR', []],
    ['below.a.example', 'A', 'NOERROR', []],
    ['nowhere.a.example', 'A', 'NXDOMAIN', []],
    ['alias.a.example', 'A', 'NOERROR', ['other.a.example', 'Deep.Below.a.example', '192.0.2.1']],
    ['alias.a.example', 'CNAME', 'NOERROR', ['other.a.example']],
    ['lost.a.example', 'A', 'NXDOMAIN', ['gone.a.example']],
    ['round.a.example', 'A', 'NOERROR', ['about.a.example', 'round.a.example']],
    ['late.a.example', 'TLSA', 'NOERROR', ['3 1 1 00']],
  ] as const)('%s %s', async (name, type, rcode, answers) => {
    const found = await zone.lookUp(name, type)
    expect([found.rcode, found.answers.map((each) => each.data)]).toEqual([rcode, answers])
  })

  test('what is not there comes with the start of authority of its zone, the closest one around it', async () => {
    expect((await zone.lookUp('deep.below.a.example', 'MX')).authority).toEqual([SOA])
    expect((await zone.lookUp('elsewhere.example', 'A')).authority).toMatchObject([{ name: '.' }])
    expect((await zone.lookUp('deep.below.a.example', 'A')).authority).toEqual([])
  })

  test('records given instead hide those of their name and type alone', async () => {
    const instead = [{ name: 'deep.below.a.example', type: 'A', data: '192.0.2.9' }] as const
    expect((await zone.lookUp('deep.below.a.example', 'A', instead)).answers).toEqual(instead)
    expect((await zone.lookUp('alias.a.example', 'A', instead)).answers.at(-1)).toEqual(instead[0])
    expect((await zone.lookUp('a.example', 'MX', instead)).answers).toMatchObject([{ type: 'MX' }])
  })
})

describe('the zone of the whole lab', () => {
  const rows = [...DNS_ROWS, ...POLICY_ROWS]
  const lab = labZone(rows, async () => ({ leaf: Buffer.alloc(0), issuer: Buffer.alloc(0) }))
  const dataOf = async (name: string, type: string) => (await lab.lookUp(name, type)).answers.map((each) => each.data)

  test('every domain of the scenarios has a zone with a name server that has an address', async () => {
    const names = [...ROUTES.flatMap((route) => [route.host, ...route.recipientDomains]), ...CLOUD_DOMAINS.map((each) => each.domainName)]
    for (const name of names) {
      const [server] = await dataOf(lab.apexOf(name), 'NS')
      expect(await dataOf(String(server), 'A')).toEqual(['192.0.2.103'])
    }
  })

  test('a domain with plain records has one MX record for each machine', async () => {
    expect(await dataOf('tlsa-healthy.lab.example', 'MX')).toEqual(['10 mx.tlsa-healthy.lab.example'])
    expect(await dataOf('mx.tlsa-healthy.lab.example', 'A')).toEqual(['192.0.2.152'])
  })

  test('a smart host that is its own machine has addresses and no MX record', async () => {
    expect(await dataOf('long-answer.lab.example', 'MX')).toEqual([])
    expect(await dataOf('long-answer.lab.example', 'A')).toEqual(['192.0.2.131'])
  })

  test('an alias has no other records', async () => {
    expect(await dataOf('alias.lab.example', 'MX')).toEqual(['cluster.alias.lab.example'])
    expect(await dataOf('alias.lab.example', 'A')).toEqual(['cluster.alias.lab.example', '192.0.2.136'])
  })

  test('a domain of its own has its own start of authority and servers; one that is gone has neither', async () => {
    expect(lab.apexOf('mail.signatures-broken-lab.example')).toBe('signatures-broken-lab.example')
    expect(await dataOf('one-server-lame-lab.example', 'NS')).toHaveLength(3)
    expect(await lab.lookUp('domain-missing-lab.example', 'NS')).toMatchObject({ rcode: 'NXDOMAIN', authority: [{ name: 'example' }] })
  })
})
