import dgram from 'node:dgram'
import https from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type packet from 'dns-packet'
import { createNetwork } from '../../src/adapters/network/create-network.ts'
import { type GatherTarget, type GatherWorld, gather } from '../../src/core/gather/gather.ts'
import { type SilentPort, startSilentPort } from '../../src/sandbox/lab/silent-port.ts'
import { issue } from '../adapters/network/certificates.ts'
import { type DnsServerForTest, startDnsServer } from '../adapters/network/dns-server.ts'
import { type MailServerForTest, startMailServer } from '../adapters/network/mail-server.ts'
import { NOW } from '../fixes/tenant.ts'

const WITHIN_MS = 3000
/** Long after the deadline, and long before any of these servers would end by itself. */
const FAR_TOO_LATE_MS = 2 * WITHIN_MS

const SILENT = Array.from({ length: 24 }, (_, at) => `192.0.2.${100 + at}`)
const ENDLESS = '192.0.2.10'
const HANGING = '192.0.2.11'
const WEB = '192.0.2.80'
const OCSP = '192.0.2.90'
const HEALTHY = '192.0.2.12'

let dns: DnsServerForTest
let silent: SilentPort
let deaf: dgram.Socket
let drip: https.Server
const mail: Record<string, MailServerForTest> = {}
const ticking = new Set<NodeJS.Timeout>()
let world: GatherWorld

const A = (name: string, ...addresses: readonly string[]): readonly packet.Answer[] =>
  addresses.map((data) => ({ type: 'A', name, ttl: 60, data }))
const MX = (name: string, ...exchanges: readonly string[]): readonly packet.Answer[] =>
  exchanges.map((exchange, at) => ({ type: 'MX', name, ttl: 60, data: { preference: at, exchange } }))

/** Says a little now and then, for ever. */
function forever(write: () => void, end: (stop: () => void) => void): void {
  const timer = setInterval(write, 50)
  ticking.add(timer)
  end(() => clearInterval(timer))
}

beforeAll(async () => {
  const root = await issue({ subject: 'CN=Test Root', authority: true })
  const web = await issue({ subject: 'CN=web', names: ['mta-sts.worst.example', 'registries.example'], by: root })
  const slow = await issue({ subject: 'CN=hanging', names: ['hanging.worst.example'], by: root, ocsp: [`http://${OCSP}/`] })
  const sound = await issue({ subject: 'CN=healthy', names: ['healthy.example'], by: root })
  silent = await startSilentPort()
  deaf = dgram.createSocket('udp4')
  await new Promise<void>((resolve) => deaf.bind(0, '127.0.0.1', resolve))
  drip = https.createServer({ key: web.key, cert: web.pem }, (_request, response) => {
    forever(
      () => response.write('x'),
      (stop) => response.on('close', stop),
    )
  })
  await new Promise<void>((resolve) => drip.listen(0, '127.0.0.1', resolve))
  mail[ENDLESS] = await startMailServer({
    banner: '220-wait\r\n',
    onGreeted: (socket) =>
      forever(
        () => socket.write('220-wait\r\n'),
        (stop) => socket.on('close', stop),
      ),
  })
  mail[HANGING] = await startMailServer({ tls: { key: slow.key, cert: slow.pem } })
  mail[HEALTHY] = await startMailServer({ tls: { key: sound.key, cert: sound.pem } })
  const hosts = Array.from({ length: 8 }, (_, at) => `m${at}.worst.example`)
  const silentTypes = ['worst.example', ...hosts, 'endless.worst.example', 'hanging.worst.example'].map((name) => `_25._tcp.${name}`)
  dns = await startDnsServer({
    'worst.example': [
      ...MX('worst.example', ...hosts, 'endless.worst.example', 'hanging.worst.example'),
      { type: 'NS', name: 'worst.example', ttl: 60, data: 'ns.worst.example' },
    ],
    ...Object.fromEntries(hosts.map((name, at) => [name, A(name, ...SILENT.slice(at * 3, at * 3 + 3))])),
    ...Object.fromEntries(silentTypes.map((name) => [name, 'silent' as const])),
    'endless.worst.example': A('endless.worst.example', ENDLESS),
    'hanging.worst.example': A('hanging.worst.example', HANGING),
    'ns.worst.example': A('ns.worst.example', '192.0.2.53'),
    '_mta-sts.worst.example': [{ type: 'TXT', name: '_mta-sts.worst.example', ttl: 60, data: 'v=STSv1; id=1;' }],
    'mta-sts.worst.example': A('mta-sts.worst.example', WEB),
    'registries.example': A('registries.example', WEB),
    'dead.example': 'silent',
    '_mta-sts.dead.example': 'silent',
    '_smtp._tls.dead.example': 'silent',
    '_25._tcp.dead.example': 'silent',
    'healthy.example': A('healthy.example', HEALTHY),
  })
  const network = createNetwork({
    dnsServers: [dns.address],
    dnsTimeoutMs: 2000,
    allow: ['192.0.2.0/24'],
    extraCa: [root.pem],
    ehloName: 'bot.example',
    reroute: (ip, port) => {
      if (port === 53) return { host: '127.0.0.1', port: deaf.address().port }
      const server: Server = drip
      const own = ip === WEB ? (server.address() as AddressInfo).port : mail[ip]?.port
      return { host: '127.0.0.1', port: own ?? silent.port }
    },
  })
  world = {
    network,
    control: null,
    clock: { now: () => NOW, tick: () => performance.now() },
    withinMs: WITHIN_MS,
    rdapBootstrap: 'https://registries.example/dns.json',
  }
})
afterAll(async () => {
  for (const timer of ticking) clearInterval(timer)
  drip.closeAllConnections()
  await new Promise<void>((resolve) => drip.close(() => resolve()))
  await Promise.all(Object.values(mail).map((server) => server.close()))
  deaf.close()
  await silent.stop()
  await dns.close()
})

const look = (...domains: readonly string[]) => {
  const target: GatherTarget = {
    name: domains[0] ?? '',
    exchange: null,
    connector: null,
    hosts: [],
    domains,
    requirements: { tlsSettings: null, tlsDomain: null },
  }
  return gather(world, target, () => {})
}

describe('a target made of the worst servers', () => {
  test('ends in its time, with what could be found out, and holds up nobody beside it', async () => {
    const ended: string[] = []
    const done = <T>(name: string, work: Promise<T>): Promise<T> => work.finally(() => ended.push(name))
    const late = new Promise<never>((_resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('too late')), FAR_TOO_LATE_MS)
      ticking.add(timer)
    })
    // What is made once, the list of roots above all, is no part of the race.
    await look('healthy.example')
    const worst = done('worst', look('worst.example'))
    const dead = done('dead', look('dead.example'))
    const healthy = await done('healthy', look('healthy.example'))
    expect(ended).toEqual(['healthy'])
    expect(healthy.transcripts.map(({ ip, fault, tls }) => [ip, fault, tls?.trust])).toEqual([[HEALTHY, null, 'trusted']])

    const evidence = await Promise.race([worst, late])
    const faults = Object.fromEntries(evidence.transcripts.map(({ ip, fault }) => [ip, fault && `${fault.stage} ${fault.why.is}`]))
    expect(faults).toEqual({
      ...Object.fromEntries(SILENT.map((ip) => [ip, 'connect timed-out'])),
      [ENDLESS]: 'banner timed-out',
      [HANGING]: null,
    })
    expect(evidence.transcripts.find(({ ip }) => ip === HANGING)?.tls?.revocation).toMatchObject({ is: 'unknown' })
    expect(evidence.resolutions[0]?.mtaSts).toMatchObject({ is: 'unknown', why: expect.stringContaining('no answer within') })
    expect(await Promise.race([dead, late])).toMatchObject({ transcripts: [], resolutions: [{ addresses: [] }], pending: 0 })
  })
})
