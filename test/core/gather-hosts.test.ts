import { describe, expect, test } from '@jest/globals'
import { type GatherTarget, type GatherWorld, gather } from '../../src/core/gather/gather.ts'
import type { Evidence, Transcript } from '../../src/domain/evidence.ts'
import { connector, exchangeOf, message, NOW, tenant } from '../fixes/tenant.ts'
import { endedAt } from '../probes/healthy.ts'
import { fakeNetwork, held, type Sessions, type Zone } from './fake-network.ts'

const world = (network: GatherWorld['network'], parts: Partial<GatherWorld> = {}): GatherWorld => ({
  network,
  control: null,
  clock: { now: () => NOW, tick: () => performance.now() },
  ...parts,
})

const hosts = (...names: readonly string[]): GatherTarget => ({
  name: names[0] ?? '',
  exchange: null,
  connector: null,
  hosts: names,
  domains: [],
  requirements: { tlsSettings: null, tlsDomain: null },
})
const domains = (...names: readonly string[]): GatherTarget => ({ ...hosts(), name: names[0] ?? '', domains: names })

const look = (zone: Zone, target: GatherTarget, sessions: Sessions = {}, parts: Partial<GatherWorld> = {}) => {
  const network = fakeNetwork(zone, sessions)
  const partials: Evidence[] = []
  const evidence = gather(
    world(network, parts),
    target,
    () => {},
    (partial) => partials.push(partial),
  )
  return { network, partials, evidence }
}
const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 200 && !holds(); turn += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(holds()).toBe(true)
}

const MAIL: Zone = { 'mail.contoso.example A': ['192.0.2.10'] }
const MX: Zone = {
  'contoso.example MX': ['10 mx1.contoso.example', '20 mx2.contoso.example'],
  'mx1.contoso.example A': ['192.0.2.11'],
  'mx2.contoso.example A': ['192.0.2.12'],
}

describe('a name', () => {
  test('that leads to addresses is known after one burst of questions', async () => {
    const { network, evidence } = look(MAIL, hosts('mail.contoso.example'))
    expect((await evidence).transcripts.map((each) => each.ip)).toEqual(['192.0.2.10'])
    expect(network.rounds()).toBe(1)
  })

  test('in letters of its own language is asked for, and greeted, by its A-labels', async () => {
    const zone: Zone = { 'xn--bcher-kva.example A': ['192.0.2.10'] }
    const { network, evidence } = look(zone, hosts('Bücher.example', 'xn--bcher-kva.example'))
    expect((await evidence).resolutions).toMatchObject([{ host: 'xn--bcher-kva.example', addresses: [{ ip: '192.0.2.10' }] }])
    expect(network.talked.map((each) => each.host)).toEqual(['xn--bcher-kva.example'])
    const domain = look({ 'xn--bcher-kva.example MX': ['10 mx.bücher.example'] }, domains('bücher.example'))
    expect((await domain.evidence).resolutions).toMatchObject([{ host: 'xn--bcher-kva.example', as: 'domain' }])
  })

  test('that leads to exchanges takes two, policies and the root included', async () => {
    const { network, evidence } = look(MX, domains('contoso.example'))
    expect((await evidence).transcripts.map((each) => each.ip)).toEqual(['192.0.2.11', '192.0.2.12'])
    expect(network.rounds()).toBe(2)
  })

  test('is asked for once, whoever needs it', async () => {
    const { network, evidence } = look(MAIL, hosts('mail.contoso.example', 'mail2.contoso.example'))
    await evidence
    const asked = network.asked.map(({ question }) => `${question.name} ${question.type}`)
    expect(asked).toHaveLength(new Set(asked).size)
  })

  test.each([
    ['a bare host with exchanges is a domain', MX, hosts('contoso.example'), 'domain'],
    ['a bare host without is a smart host', MAIL, hosts('mail.contoso.example'), 'smart-host'],
    ['a domain is one', MX, domains('contoso.example'), 'domain'],
  ])('%s', async (_says, zone, target, as) => {
    const { network, evidence } = look(zone, target)
    expect((await evidence).resolutions.map((each) => each.as)).toEqual([as])
    expect(network.asked.some(({ question }) => question.name === '_mta-sts.contoso.example')).toBe(as === 'domain')
  })

  test('of a connector is a smart host, also where it has exchanges', async () => {
    const own = tenant({ connectors: [connector({ smartHosts: ['contoso.example', '192.0.2.0/24'] })] })
    const { evidence } = look(MX, { ...hosts(), exchange: exchangeOf(own), connector: 'To on-premises' })
    expect((await evidence).resolutions).toMatchObject([{ host: 'contoso.example', as: 'smart-host' }])
  })

  test('of a connector that routes by MX is each of its domains', async () => {
    const own = tenant({ connectors: [connector({ useMxRecord: true, recipientDomains: ['contoso.example', '*.fabrikam.example'] })] })
    const { evidence } = look(MX, { ...hosts(), exchange: exchangeOf(own), connector: 'To on-premises' })
    expect((await evidence).resolutions).toMatchObject([{ host: 'contoso.example', as: 'domain' }])
  })

  test('of a connector for everything is what mail waits for', async () => {
    const own = tenant({
      connectors: [connector({ useMxRecord: true, recipientDomains: ['*'] })],
      messages: [message('Pending', 'a@contoso.example', 60)],
    })
    const { evidence } = look(MX, { ...hosts(), exchange: exchangeOf(own), connector: 'To on-premises' })
    expect((await evidence).resolutions).toMatchObject([{ host: 'contoso.example', as: 'domain' }])
  })
})

describe('hosts go their own way', () => {
  test('a name that nobody answers for holds no other up', async () => {
    const silence = held<readonly string[]>()
    const zone = { ...MAIL, 'dead.contoso.example MX': silence.promise }
    const { network, partials, evidence } = look(zone, hosts('dead.contoso.example', 'mail.contoso.example'))
    await until(() => partials.some((each) => each.transcripts.length === 1))
    expect(network.talked.map((each) => each.ip)).toEqual(['192.0.2.10'])
    expect(partials.at(-1)).toMatchObject({ pending: 1, resolutions: [{ host: 'mail.contoso.example' }] })
    silence.end([])
    expect(await evidence).toMatchObject({ pending: 0, resolutions: [{ host: 'dead.contoso.example' }, { host: 'mail.contoso.example' }] })
  })

  test('nine hosts are known while the tenth says nothing', async () => {
    const silence = held<Partial<Transcript>>()
    const names = Array.from({ length: 10 }, (_, at) => `mail${at}.contoso.example`)
    const zone = Object.fromEntries(names.map((name, at) => [`${name} A`, [`192.0.2.1${at}`]]))
    const { partials, evidence } = look(zone, hosts(...names), { '192.0.2.13': () => silence.promise })
    await until(() => partials.some((each) => each.transcripts.length === 9))
    expect(partials.at(-1)).toMatchObject({ pending: 1, target: 'mail0.contoso.example' })
    silence.end({})
    const all = await evidence
    expect(all.transcripts.map((each) => each.ip)).toEqual(names.map((_, at) => `192.0.2.1${at}`))
    expect(all.pending).toBe(0)
  })

  test('an address is tried before questions that do not lead to it are answered', async () => {
    const silence = held<readonly string[]>()
    const { network, evidence } = look({ ...MAIL, 'contoso.example NS': silence.promise }, hosts('mail.contoso.example'))
    await until(() => network.talked.length === 1)
    silence.end([])
    expect((await evidence).pending).toBe(0)
  })

  test('but never before it is known whether mail goes by MX', async () => {
    const mx = held<readonly string[]>()
    const { network, evidence } = look(
      { ...MX, 'contoso.example MX': mx.promise, 'contoso.example A': ['192.0.2.99'] },
      hosts('contoso.example'),
    )
    await until(() => network.asked.length > 3)
    mx.end(['10 mx1.contoso.example'])
    expect((await evidence).transcripts.map((each) => each.ip)).toEqual(['192.0.2.11'])
    expect(network.talked.map((each) => each.ip)).toEqual(['192.0.2.11'])
  })

  test('nothing is told before something is done: a name that leads to addresses is not', async () => {
    const silence = held<Partial<Transcript>>()
    const { network, partials, evidence } = look(MX, domains('contoso.example'), {
      '192.0.2.11': () => silence.promise,
      '192.0.2.12': () => silence.promise,
    })
    await until(() => network.talked.length === 2)
    await new Promise((resolve) => setImmediate(resolve))
    expect(partials).toEqual([])
    silence.end({})
    await evidence
  })

  test('what ends in the same moment is told once, and nothing at all where nothing else is open', async () => {
    const both = look(MX, domains('contoso.example'))
    await both.evidence
    expect(both.partials.length).toBeLessThanOrEqual(2)
    const one = look(MAIL, hosts('mail.contoso.example'))
    await one.evidence
    expect(one.partials.filter((each) => each.pending === 0)).toEqual([])
  })

  test('an address that two names share is connected to once', async () => {
    const zone = {
      ...MAIL,
      'relay.contoso.example A': ['192.0.2.10'],
      'private.contoso.example A': ['10.0.0.1'],
      'inner.contoso.example A': ['10.0.0.1'],
    }
    const names = ['mail.contoso.example', 'relay.contoso.example', 'private.contoso.example', 'inner.contoso.example']
    const { network, evidence } = look(zone, hosts(...names))
    expect((await evidence).transcripts.map((each) => each.ip)).toEqual(['192.0.2.10', '10.0.0.1'])
    expect(network.talked.map((each) => each.ip).sort()).toEqual(['10.0.0.1', '192.0.2.10'])
  })

  test('a name with very many addresses is tried at some', async () => {
    const many = Array.from({ length: 60 }, (_, at) => `192.0.2.${at + 1}`)
    const { network, evidence } = look({ 'mail.contoso.example A': many }, hosts('mail.contoso.example'))
    expect((await evidence).resolutions[0]?.addresses).toHaveLength(60)
    expect(network.talked).toHaveLength(32)
  })
})

describe('the time one target may take', () => {
  const standing = () => {
    let now = 0
    return { pass: (ms: number) => (now += ms), clock: { now: () => NOW, tick: () => now } }
  }

  test('is fifteen seconds, a part of which is kept for second looks', async () => {
    const { clock } = standing()
    const { network, evidence } = look(MAIL, hosts('mail.contoso.example'), {}, { clock })
    await evidence
    expect(network.talked[0]?.withinMs).toBe(12_000)
  })

  test('is what DNS has left of it for the session', async () => {
    const { pass, clock } = standing()
    const slow = held<readonly string[]>()
    const { network, evidence } = look(
      { 'mail.contoso.example A': slow.promise },
      hosts('mail.contoso.example'),
      {},
      { clock, withinMs: 10_000 },
    )
    await until(() => network.asked.length > 0)
    pass(3000)
    slow.end(['192.0.2.10'])
    await evidence
    expect(network.talked[0]?.withinMs).toBe(5000)
  })

  test('is none for a session where names took nearly all of it: so short a silence would be held against the server', async () => {
    const { pass, clock } = standing()
    const slow = held<readonly string[]>()
    const { network, evidence } = look({ 'mail.contoso.example A': slow.promise }, hosts('mail.contoso.example'), {}, { clock })
    await until(() => network.asked.length > 0)
    pass(10_500)
    slow.end(['192.0.2.10'])
    expect(await evidence).toMatchObject({ pending: 0, transcripts: [], resolutions: [{ addresses: [{ ip: '192.0.2.10' }] }] })
    expect(network.talked).toEqual([])
  })

  test('ends also when a session never does', async () => {
    const never = new Promise<Partial<Transcript>>(() => {})
    const sessions: Sessions = {
      '192.0.2.10': () => never,
      '192.0.2.11': endedAt('handshake', { is: 'closed', error: '' }),
      '192.0.2.11 legacy-tls': () => never,
    }
    const { evidence } = look(MAIL, hosts('mail.contoso.example', '192.0.2.11'), sessions, { withinMs: 200 })
    expect(await evidence).toMatchObject({ pending: 0, transcripts: [{ ip: '192.0.2.11' }], secondLooks: [] })
  })

  test('ends also when nobody ever answers', async () => {
    const never = new Promise<readonly string[]>(() => {})
    const { evidence } = look({ 'dead.contoso.example MX': never }, hosts('dead.contoso.example'), {}, { withinMs: 60 })
    const { pending, resolutions } = await evidence
    expect(pending).toBe(0)
    // So short a time is nothing to hold against anybody.
    expect(resolutions[0]?.replies.find((reply) => reply.question.type === 'MX')?.rcode).toBe('unreachable')
  })
})

describe('beside the hosts', () => {
  test.each([
    [{ '. SOA': ['a.root-servers.net'] }, false],
    [{ '. SOA': 'SERVFAIL' as const }, null],
  ])('the resolver is asked once whether it validates: %j', async (zone, validates) => {
    const { network, evidence } = look({ ...MX, ...zone }, hosts('contoso.example', 'mx1.contoso.example'))
    expect((await evidence).resolverValidates).toBe(validates)
    expect(network.asked.filter(({ question }) => question.name === '.')).toHaveLength(1)
  })

  test('nothing of DNS is asked for an address', async () => {
    const { network, evidence } = look({}, hosts('192.0.2.10', '[192.0.2.10]'))
    expect((await evidence).resolverValidates).toBeNull()
    expect(network.asked).toEqual([])
    expect(network.talked).toHaveLength(1)
  })

  test('a recipient is asked for at the most preferred address, and nowhere else', async () => {
    const recipient = { address: 'someone@contoso.example', sender: 'postmaster@fabrikam.example' }
    const late = held<readonly string[]>()
    const { network, evidence } = look({ ...MX, 'mx1.contoso.example A': late.promise }, { ...domains('contoso.example'), recipient })
    await until(() => network.asked.some(({ question }) => question.name === 'mx2.contoso.example'))
    late.end(['192.0.2.11'])
    await evidence
    expect(network.talked.map(({ ip, recipient: asked }) => [ip, asked])).toEqual([
      ['192.0.2.11', recipient],
      ['192.0.2.12', undefined],
    ])
  })

  test('open incidents of the service are read with the queue', async () => {
    const incident = {
      id: 'EX1',
      title: 'Mail',
      feature: 'E-Mail',
      classification: 'incident',
      status: 's',
      startedAt: NOW,
      updatedAt: NOW,
    } as const
    const target = { ...hosts('mail.contoso.example'), exchange: exchangeOf(tenant()) }
    const health = { openIncidents: async (id: string) => ({ is: 'found' as const, value: [{ ...incident, title: id }] }) }
    const asked = await look(MAIL, target, {}, { health }).evidence
    expect(asked.tenant?.serviceIncidents).toMatchObject({ is: 'found', value: [{ id: 'EX1', title: 'tenant-1' }] })
    expect((await look(MAIL, target).evidence).tenant?.serviceIncidents).toEqual({ is: 'absent' })
  })

  test('a slow queue is not waited for where something is known already', async () => {
    const never = endedAt('connect', { is: 'refused', error: 'ECONNREFUSED' })
    const silence = held<Partial<Transcript>>()
    const target = { ...hosts('mail.contoso.example', 'slow.contoso.example'), exchange: exchangeOf(tenant()) }
    const queue = held<{ readonly is: 'absent' }>()
    const zone = { ...MAIL, 'slow.contoso.example A': ['192.0.2.20'] }
    const { partials, evidence } = look(
      zone,
      target,
      { '192.0.2.10': never, '192.0.2.20': () => silence.promise },
      { queue: () => queue.promise },
    )
    await until(() => partials.some((each) => each.transcripts.length === 1))
    expect(partials.at(-1)?.tenant?.queue).toEqual({ is: 'absent' })
    silence.end({})
    queue.end({ is: 'absent' })
    expect((await evidence).pending).toBe(0)
  })
})
