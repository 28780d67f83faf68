import { describe, expect, test } from '@jest/globals'
import { type GatherTarget, type GatherWorld, gather } from '../../src/core/gather/gather.ts'
import { type Answer, absent, found, unknown } from '../../src/domain/answer.ts'
import type { Evidence, TlsFacts, Transcript } from '../../src/domain/evidence.ts'
import type { Reported } from '../../src/domain/incident.ts'
import { judge, verdict } from '../../src/probes/index.ts'
import { connector, exchangeOf, message, minutesAgo, NOW, tenant } from '../fixes/tenant.ts'
import { endedAt, HOST, reportedAs, tlsWith } from '../probes/healthy.ts'
import { fakeNetwork, held, type Sessions, type Zone } from './fake-network.ts'

const BOOTSTRAP = 'https://registries.example/dns.json'
const CONTROL = 'good.example, also.example:2525'
const REGISTRIES = found(JSON.stringify({ services: [[['example'], ['https://rdap.example/']]] }))

const ZONE: Zone = {
  [`${HOST} A`]: ['192.0.2.10'],
  'contoso.example NS': ['ns1.contoso.example', 'ns2.contoso.example'],
  'ns1.contoso.example A': ['192.0.2.53'],
  'ns2.contoso.example A': ['192.0.2.54'],
  'good.example A': ['192.0.2.80'],
  'also.example A': ['192.0.2.81'],
}
const SILENT = endedAt('connect', { is: 'timed-out' })
const REFUSED = endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' })

interface Given {
  readonly zone?: Zone
  readonly sessions?: Sessions
  readonly documents?: Readonly<Record<string, Answer<string> | Promise<Answer<string>>>>
  readonly target?: Partial<GatherTarget>
  readonly world?: Partial<GatherWorld>
  readonly forbidden?: readonly string[]
}

async function look({ zone = {}, sessions = {}, documents = {}, target = {}, world = {}, forbidden = [] }: Given) {
  const network = fakeNetwork(
    { ...ZONE, ...zone },
    sessions,
    Object.defineProperties({ [BOOTSTRAP]: REGISTRIES }, Object.getOwnPropertyDescriptors(documents)),
    forbidden,
  )
  const evidence: Evidence = await gather(
    { network, control: CONTROL, clock: { now: () => NOW, tick: () => 0 }, rdapBootstrap: BOOTSTRAP, ...world },
    {
      name: HOST,
      exchange: null,
      connector: null,
      hosts: [HOST],
      domains: [],
      requirements: { tlsSettings: 'DomainValidation', tlsDomain: HOST },
      ...target,
    },
    () => {},
  )
  const alone = network.asked.flatMap(({ question, way }) => (way.server ? [`${question.name} ${question.type} @${way.server}`] : []))
  const again = network.talked.filter((each) => each.way).map(({ ip, way }) => `${ip} ${way}`)
  return { network, evidence, alone, again, resolution: evidence.resolutions[0] }
}

describe('a host that does what it should', () => {
  test('is connected to once, and nobody else is asked about it', async () => {
    const { network, alone, evidence } = await look({})
    expect(network.talked).toHaveLength(1)
    expect(network.got).toEqual([])
    expect(alone).toEqual([])
    expect(network.asked.some(({ way }) => way.unchecked)).toBe(false)
    expect(evidence).toMatchObject({
      control: null,
      secondLooks: [],
      resolutions: [{ authority: null, unchecked: [], registration: null }],
    })
  })
})

describe('a name that leads nowhere', () => {
  const gone: Zone = { [`${HOST} A`]: 'NXDOMAIN', [`${HOST} AAAA`]: 'NXDOMAIN', [`${HOST} MX`]: 'NXDOMAIN' }

  test('is asked of each server of its zone alone', async () => {
    const { resolution, alone } = await look({
      zone: { ...gone, [`${HOST} A @192.0.2.53`]: ['192.0.2.10'], 'contoso.example SOA @192.0.2.54': 'REFUSED' },
    })
    expect(resolution?.authority).toMatchObject({
      zone: 'contoso.example',
      servers: [
        { name: 'ns1.contoso.example', ip: '192.0.2.53' },
        { name: 'ns2.contoso.example', ip: '192.0.2.54' },
      ],
    })
    const [first, second] = resolution?.authority?.servers ?? []
    expect(first?.replies.find((reply) => reply.question.type === 'A')?.records).toMatchObject([{ data: '192.0.2.10' }])
    expect(second?.replies.find((reply) => reply.question.type === 'SOA')?.rcode).toBe('REFUSED')
    expect(alone).toHaveLength(new Set(alone).size)
  })

  test('is not asked of servers at addresses nobody may connect to', async () => {
    const { resolution, alone } = await look({ zone: gone, forbidden: ['192.0.2.54'] })
    expect(resolution?.authority?.servers.map((each) => each.ip)).toEqual(['192.0.2.53'])
    expect(alone.some((each) => each.endsWith('@192.0.2.54'))).toBe(false)
  })

  test('is asked again without validation after SERVFAIL only', async () => {
    const bogus = await look({ zone: { [`${HOST} A`]: 'SERVFAIL', [`${HOST} A CD`]: ['192.0.2.10'] } })
    expect(bogus.resolution?.unchecked).toMatchObject([{ question: { name: HOST, type: 'A' }, records: [{ data: '192.0.2.10' }] }])
    expect((await look({ zone: gone })).resolution?.unchecked).toEqual([])
  })
})

describe('a zone of which the resolver learns nothing', () => {
  const dark: Zone = {
    [`${HOST} MX`]: 'SERVFAIL',
    [`${HOST} A`]: 'SERVFAIL',
    [`${HOST} AAAA`]: 'SERVFAIL',
    'contoso.example NS': 'SERVFAIL',
    'example NS': ['a.registry.example', 'b.registry.example'],
    'a.registry.example A': ['192.0.2.91'],
    'b.registry.example A': ['192.0.2.92'],
  }

  test('is asked of those that its parent names', async () => {
    const { resolution, alone } = await look({
      zone: { ...dark, 'contoso.example NS @192.0.2.92': ['ns1.contoso.example'], 'contoso.example SOA @192.0.2.53': 'REFUSED' },
    })
    expect(resolution?.authority).toMatchObject({ zone: 'contoso.example', servers: [{ name: 'ns1.contoso.example', ip: '192.0.2.53' }] })
    expect(alone.slice(0, 2)).toEqual(['contoso.example NS @192.0.2.91', 'contoso.example NS @192.0.2.92'])
  })

  test('of nobody at an address that may not be connected to', async () => {
    const { resolution, alone } = await look({ zone: dark, forbidden: ['192.0.2.91', '192.0.2.92'] })
    expect(resolution?.authority).toBeNull()
    expect(alone).toEqual([])
  })
})

describe('the registration of a domain that seems gone', () => {
  const gone: Zone = { [`${HOST} A`]: 'NXDOMAIN', 'rdap.example A': ['192.0.2.90'] }
  const registration = async (documents: Given['documents'], zone: Zone = {}) =>
    (await look({ zone: { ...gone, ...zone }, documents: documents ?? {} })).resolution?.registration
  const address = 'https://rdap.example/domain/contoso.example'

  test('is read from the registry that answers for it', async () => {
    const answer = {
      objectClassName: 'domain',
      ldhName: 'contoso.example',
      status: ['redemption period'],
      events: [{ eventAction: 'expiration', eventDate: '2026-09-01T00:00:00Z' }],
    }
    const { network, resolution } = await look({ zone: gone, documents: { [address]: found(JSON.stringify(answer)) } })
    expect(resolution?.registration).toEqual({
      is: 'found',
      value: { domain: 'contoso.example', status: ['redemption period'], expires: '2026-09-01T00:00:00.000Z', registrar: null },
    })
    expect(network.got).toMatchObject([
      { url: BOOTSTRAP, options: { accept: 'application/json', keepMs: 86_400_000, mostBytes: 512 * 1024 } },
      { url: address, options: { accept: 'application/rdap+json', keepMs: 3_600_000, redirects: 3 } },
    ])
  })

  test('is absent where the registry says so', async () => {
    expect(await registration({ [address]: absent })).toEqual({ is: 'absent' })
  })

  test('is unknown, not absent, where the registry itself is not there', async () => {
    expect(await registration({ [address]: absent }, { 'rdap.example A': [] })).toMatchObject({ is: 'unknown' })
  })

  test.each([
    ['the list of registries cannot be had', { [BOOTSTRAP]: unknown('HTTP 503') }],
    ['the list of registries is gone', { [BOOTSTRAP]: absent }],
    ['no registry speaks for it', { [BOOTSTRAP]: found('{"services":[]}') }],
    ['the registry fails', { [address]: unknown('HTTP 500') }],
    ['the registry talks of something else', { [address]: found('<html>') }],
  ])('is unknown where %s', async (_says, documents) => {
    expect(await registration(documents)).toMatchObject({ is: 'unknown' })
  })
})

describe('a second session with an address', () => {
  const withTls = (changes: Partial<TlsFacts>): Partial<Transcript> => ({ tls: tlsWith(changes) })
  const otherName = tlsWith().certificate

  test.each([
    ['an alert about the version', endedAt('handshake', { is: 'tls', error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }), ['legacy-tls']],
    ['no cipher in common', endedAt('handshake', { is: 'tls', error: 'ERR_SSL_NO_SHARED_CIPHER' }), ['legacy-tls']],
    ['a failed handshake', endedAt('handshake', { is: 'tls', error: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' }), ['legacy-tls']],
    ['a server that hangs up on the offer', endedAt('handshake', { is: 'closed', error: 'ECONNRESET' }), ['legacy-tls']],
    ['bytes that are no TLS', endedAt('handshake', { is: 'tls', error: 'ERR_SSL_WRONG_VERSION_NUMBER' }), []],
    ['a name that does not fit', withTls({ certificate: { ...otherName, names: ['other.example'] } }), ['no-sni']],
    ['a certificate of its own', withTls({ trust: 'self-signed' }), ['no-sni']],
    ['a link that is missing', withTls({ trust: 'missing-intermediate' }), ['no-sni']],
    ['a chain that could not be read', withTls({ trust: 'unknown' }), []],
  ])('follows %s', async (_says, transcript, ways) => {
    const { again, evidence, network } = await look({
      sessions: { '192.0.2.10': transcript, '192.0.2.10 legacy-tls': {}, '192.0.2.10 no-sni': {} },
    })
    expect(again).toEqual(ways.map((way) => `192.0.2.10 ${way}`))
    expect(evidence.secondLooks.map(({ why, transcript: { host, ip } }) => [why, host, ip])).toEqual(
      ways.map((way) => [way, HOST, '192.0.2.10']),
    )
    // The whole of what is left: nothing is kept back any more.
    for (const { way, withinMs } of network.talked) expect(withinMs).toBe(way ? 15_000 : 12_000)
  })

  test('is had with few addresses', async () => {
    const many = Array.from({ length: 9 }, (_, at) => `192.0.2.1${at}`)
    const sessions = Object.fromEntries(many.map((ip) => [ip, withTls({ trust: 'self-signed' })]))
    const { again, network } = await look({ zone: { [`${HOST} A`]: many }, sessions })
    expect(network.talked).toHaveLength(13)
    expect(again).toHaveLength(4)
  })

  test('follows what Exchange Online said before', async () => {
    const said = (finding: Reported['finding']) => look({ target: { reported: [reportedAs(finding)] } })
    expect((await said('certificate-name-mismatch')).again).toEqual(['192.0.2.10 no-sni'])
    expect((await said('connection-refused')).again).toEqual([])
  })

  test('follows what the trace says meanwhile', async () => {
    const text = '[{LED=450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 CertificateExpired]};{IP=192.0.2.10}]'
    const own = tenant({
      messages: [
        {
          ...message('Pending', 'a@contoso.example', 60),
          events: [{ date: minutesAgo(10), event: 'Defer', detail: text, connector: null }],
        },
      ],
    })
    expect((await look({ target: { exchange: exchangeOf(own) } })).again).toEqual(['192.0.2.10 no-sni'])
  })
})

describe('the control', () => {
  const down = endedAt('connect', { is: 'timed-out' })

  test.each([
    ['passes when one of its targets greets', { '192.0.2.80': down }, true],
    ['passes when all do', {}, true],
    ['fails when none does', { '192.0.2.80': down, '192.0.2.81': endedAt('banner', { is: 'closed', error: 'EPEERCLOSED' }) }, false],
  ])('%s', async (_says, sessions, passed) => {
    const { evidence, network } = await look({ sessions: { ...sessions, '192.0.2.10': SILENT } })
    expect(evidence.control).toMatchObject({ target: CONTROL, passed })
    expect(network.talked.find((each) => each.ip === '192.0.2.81')?.port).toBe(2525)
  })

  test.each([
    ['is turned away by a server, which is an answer', endedAt('banner', { is: 'reply', code: 554, text: '554 listed' }), true],
    ['is refused', REFUSED, false],
    ['has no route', endedAt('connect', { is: 'no-route-here', error: 'ENETUNREACH' }), false],
    ['is closed before anything is said', endedAt('banner', { is: 'closed', error: 'closed' }), false],
  ])('that %s: passed %s', async (_says, session, passed) => {
    const { evidence } = await look({ sessions: { '192.0.2.10': SILENT, '192.0.2.80': session }, world: { control: 'good.example' } })
    expect(evidence.control).toMatchObject({ target: 'good.example', passed })
  })

  test('is refused only where all of it is', async () => {
    const all = { '192.0.2.10': REFUSED, '192.0.2.80': REFUSED, '192.0.2.81': REFUSED }
    expect((await look({ sessions: all })).evidence.control).toEqual({ target: CONTROL, passed: false, refused: true })
    expect((await look({ sessions: { ...all, '192.0.2.81': down } })).evidence.control?.refused).toBe(false)
    expect((await look({ sessions: { '192.0.2.10': REFUSED } })).evidence.control).toEqual({ target: CONTROL, passed: true })
  })

  describe('over IPv6', () => {
    const both = { [`${HOST} A`]: ['192.0.2.10'], [`${HOST} AAAA`]: ['2001:db8::10'] }
    const zone = { ...both, 'good.example AAAA': ['2001:db8::80'] }
    const whys = ({ transcripts }: Evidence) => transcripts.map(({ ip, fault }) => `${ip} ${fault?.why.is ?? 'ok'}`)

    test('that fails too means that our side lacks it', async () => {
      const { evidence, network } = await look({ zone, sessions: { '2001:db8::10': SILENT, '2001:db8::80': down } })
      expect(whys(evidence)).toEqual(['192.0.2.10 ok', '2001:db8::10 no-route-here'])
      expect(evidence.control?.passed).toBe(true)
      expect(judge(evidence).filter((each) => each.severity !== 'info')).toEqual([])
      expect(network.talked.filter((each) => each.ip === '2001:db8::80')).toHaveLength(1)
    })

    test('also where the host has nothing else', async () => {
      const six = { ...zone, [`${HOST} A`]: [] }
      const { evidence } = await look({ zone: six, sessions: { '2001:db8::10': SILENT, '2001:db8::80': down } })
      expect(judge(evidence).map(({ finding, severity }) => `${severity} ${finding}`)).toContain('info outside-port-25-blocked')
      expect(verdict(judge(evidence), evidence, []).finding).toBe('outside-port-25-blocked')
    })

    test('that answers leaves it with the host', async () => {
      const { evidence } = await look({ zone, sessions: { '2001:db8::10': SILENT } })
      expect(whys(evidence)).toEqual(['192.0.2.10 ok', '2001:db8::10 timed-out'])
      expect(judge(evidence).map((each) => each.finding)).toContain('ipv6-broken')
    })

    test('that has no such address says nothing', async () => {
      const { evidence } = await look({ zone: both, sessions: { '2001:db8::10': SILENT } })
      expect(whys(evidence)).toEqual(['192.0.2.10 ok', '2001:db8::10 timed-out'])
    })

    test('is no proof where another host answers over it', async () => {
      const { evidence } = await look({
        zone: { ...zone, 'other.contoso.example AAAA': ['2001:db8::11'] },
        sessions: { '2001:db8::10': SILENT, '2001:db8::80': down },
        target: { hosts: [HOST, 'other.contoso.example'] },
      })
      expect(whys(evidence)).toContain('2001:db8::10 timed-out')
    })
  })

  test.each([
    ['none of its targets has an address', 'nowhere.example', {}],
    ['its target lies where nobody may connect to', 'good.example', endedAt('connect', { is: 'not-public', range: 'private-use' })],
    ['its target takes the connection and is slow', 'good.example', endedAt('banner', { is: 'timed-out' })],
  ])('tells nothing where %s', async (_says, control, session) => {
    const { evidence } = await look({ sessions: { '192.0.2.10': SILENT, '192.0.2.80': session }, world: { control } })
    expect(evidence.control).toBeNull()
  })

  test('does not wait for a silent target behind one that greets', async () => {
    const silence = held<Partial<Transcript>>()
    const { evidence } = await look({ sessions: { '192.0.2.10': SILENT, '192.0.2.80': () => silence.promise } })
    expect(evidence.control?.passed).toBe(true)
    silence.end({})
  })

  test('takes addresses', async () => {
    const { network } = await look({
      sessions: { '192.0.2.10': SILENT },
      world: { control: '[2001:db8::25]:26,2001:db8::26,192.0.2.82:27' },
    })
    expect(network.talked.slice(1).map(({ ip, port }) => [ip, port])).toEqual([
      ['2001:db8::25', 26],
      ['2001:db8::26', undefined],
      ['192.0.2.82', 27],
    ])
  })

  test('is tried once for all that is silent', async () => {
    const { network, evidence } = await look({
      zone: { [`${HOST} A`]: ['192.0.2.10', '192.0.2.11'], 'other.contoso.example A': ['192.0.2.12'] },
      sessions: {
        '192.0.2.10': SILENT,
        '192.0.2.11': endedAt('connect', { is: 'unreachable', error: 'EHOSTUNREACH' }),
        '192.0.2.12': SILENT,
      },
      target: { hosts: [HOST, 'other.contoso.example'] },
    })
    expect(network.talked.filter((each) => each.ip === '192.0.2.80')).toHaveLength(1)
    expect(evidence.control?.passed).toBe(true)
  })

  test.each([
    ['an address nobody may connect to', endedAt('connect', { is: 'not-public', range: 'private-use' })],
    ['a server that falls silent later', endedAt('banner', { is: 'timed-out' })],
  ])('is not tried for %s', async (_says, transcript) => {
    expect((await look({ sessions: { '192.0.2.10': transcript } })).evidence.control).toBeNull()
  })

  test('is not tried for one address of two that refuses', async () => {
    const zone = { [`${HOST} A`]: ['192.0.2.10', '192.0.2.11'] }
    expect((await look({ zone, sessions: { '192.0.2.10': REFUSED } })).evidence.control).toBeNull()
  })

  test('is not tried where none is named', async () => {
    expect((await look({ sessions: { '192.0.2.10': SILENT }, world: { control: null } })).evidence.control).toBeNull()
  })
})

describe('the MTA-STS policy of a domain', () => {
  const domain: Zone = {
    'contoso.example MX': [`10 ${HOST}`],
    '_mta-sts.contoso.example TXT': ['v=STSv1; id=20261005;'],
  }
  const url = 'https://mta-sts.contoso.example/.well-known/mta-sts.txt'
  const target = { hosts: [], domains: ['contoso.example'] }

  test('is fetched where a record announces one, while the session runs', async () => {
    const begun = held<Partial<Transcript>>()
    const policy = held<Answer<string>>()
    const { network, resolution } = await look({
      zone: domain,
      target,
      // Each waits for the other to have begun.
      documents: {
        get [url]() {
          begun.end({})
          return policy.promise
        },
      },
      sessions: {
        '192.0.2.10': () => {
          policy.end(found('version: STSv1'))
          return begun.promise
        },
      },
    })
    expect(resolution?.mtaSts).toEqual({ is: 'found', value: 'version: STSv1' })
    expect(network.got).toMatchObject([{ url, options: { redirects: 0, mostBytes: 65_536, mediaType: 'text/plain' } }])
  })

  test('that is announced but not there is absent', async () => {
    expect((await look({ zone: domain, target })).resolution?.mtaSts).toEqual({ is: 'absent' })
  })

  test('is nowhere told to be missing while it is fetched', async () => {
    const policy = held<Answer<string>>()
    const partials: Evidence[] = []
    const network = fakeNetwork({ ...ZONE, ...domain }, {}, { [url]: policy.promise })
    const running = gather(
      { network, control: null, clock: { now: () => NOW, tick: () => 0 } },
      { name: 'x', exchange: null, connector: null, ...target, requirements: { tlsSettings: null, tlsDomain: null } },
      () => {},
      (partial) => partials.push(partial),
    )
    while (partials.every((each) => each.transcripts.length === 0)) await new Promise((resolve) => setImmediate(resolve))
    expect(partials.at(-1)).toMatchObject({ pending: 1, resolutions: [] })
    policy.end(found('version: STSv1'))
    expect((await running).resolutions).toMatchObject([{ mtaSts: { is: 'found' } }])
  })

  test('is not fetched where nothing announces one', async () => {
    const { network, resolution } = await look({ zone: { ...domain, '_mta-sts.contoso.example TXT': ['hello'] }, target })
    expect(network.got).toEqual([])
    expect(resolution?.mtaSts).toBeNull()
  })

  test('is not fetched for a smart host', async () => {
    const own = tenant({ connectors: [connector({ smartHosts: ['contoso.example'] })] })
    const { network, resolution } = await look({
      zone: domain,
      target: { hosts: [], exchange: exchangeOf(own), connector: 'To on-premises' },
    })
    expect(network.got).toEqual([])
    expect(resolution).toMatchObject({ as: 'smart-host', mtaSts: null, addresses: [{ ip: '192.0.2.10' }] })
  })
})

describe('when time is over', () => {
  test('nothing is begun on suspicion, and nobody is accused', async () => {
    let now = 0
    const { evidence, alone, network } = await look({
      sessions: {
        '192.0.2.10': async () => {
          now = 15_000
          return SILENT
        },
      },
      world: { clock: { now: () => NOW, tick: () => now } },
    })
    expect(evidence).toMatchObject({ pending: 0, control: null, resolutions: [{ authority: null, registration: null }] })
    expect(alone).toEqual([])
    expect(network.got).toEqual([])
  })
})
