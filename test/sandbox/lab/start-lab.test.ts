import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { TlsSettings } from '../../../src/domain/tenant.ts'
import type { TlsDemand } from '../../../src/sandbox/lab/attempt-delivery.ts'
import { namesSatisfy } from '../../../src/sandbox/lab/certificate-shape.ts'
import { LAB_FAULTS, type LabFault } from '../../../src/sandbox/lab/fault.ts'
import type { Lab } from '../../../src/sandbox/lab/lab.ts'
import { startLab } from '../../../src/sandbox/lab/start-lab.ts'
import { ROUTES, SCENARIOS } from '../../../src/sandbox/scenarios.ts'
import { askTcp, askUdp, dataOf, Lines, look, lookAt, type Seen } from './wire.ts'

const NICE = 'mail.nice.contoso.example'
let lab: Lab

beforeAll(async () => {
  lab = await startLab({ folder: null })
})
afterAll(() => lab.stop())
beforeEach(() => {
  for (const route of ROUTES) lab.setFault(route.host, route.fault)
})

/** What Exchange Online would answer, worked out from what the wire shows: the yardstick `outcome` is held to. */
function verdictOf(seen: Seen, { tlsSettings, tlsDomain }: TlsDemand): string | null {
  switch (seen.is) {
    case 'servers-failing':
      return '4.4.312 ErrorRetry'
    case 'unknown-name':
      return '4.4.312 InfoDomainNonexistent'
    case 'refused':
      return '4.4.316 Socket error code 10061'
    case 'timed-out':
      return '4.4.315 Socket error code 10060'
    case 'closed':
      return '4.4.318 SuspiciousRemoteServerError'
    case 'reply':
      return `4.4.317 ${seen.text.trim()}`
    case 'plain-only':
      return tlsSettings === null ? null : '4.4.317 451 5.7.3 STARTTLS is required to send mail'
    case 'secure':
      if (tlsSettings === null || tlsSettings === 'EncryptionOnly') return null
      if (seen.expired) return `4.4.317 CertificateExpired Expected Subject: ${tlsDomain ?? NICE}`
      if (tlsSettings === 'DomainValidation' && !namesSatisfy(seen.names, tlsDomain ?? '')) {
        return `4.4.317 SubjectMismatch Expected Subject: ${tlsDomain}`
      }
      return seen.error === 'DEPTH_ZERO_SELF_SIGNED_CERT' ? '4.4.317 UntrustedRoot' : null
  }
}

function said(demand: TlsDemand): string | null {
  const outcome = lab.outcome(NICE, demand)
  if (outcome.is !== 'deferred') return null
  const [, status, message] = /\{LED=450 (\S+) [^[]*\[Message=([^\]]*)\]/.exec(outcome.led) ?? []
  return `${status} ${message}`
}

const settings: readonly (TlsSettings | null)[] = [null, 'EncryptionOnly', 'CertificateValidation', 'DomainValidation']
const demandFor = (tlsSettings: TlsSettings | null, tlsDomain = NICE): TlsDemand => ({
  tlsSettings,
  tlsDomain: tlsSettings === 'DomainValidation' ? tlsDomain : null,
})

describe('the name servers of the lab', () => {
  test('a host has its addresses, over UDP and TCP alike', async () => {
    expect(dataOf(await askUdp(lab, 'MAIL.nice.contoso.example', 'A'))).toEqual(['203.0.113.40'])
    const [one, two] = await askTcp(lab, [NICE, 'contoso.example'], 'AAAA')
    expect(dataOf(one!)).toHaveLength(1)
    expect(dataOf(two!)).toEqual([])
  })

  test('a migrated domain leads to Exchange Online, whose host is healthy', async () => {
    const [mx] = dataOf(await askUdp(lab, 'contoso.example', 'MX')) as [{ exchange: string }]
    expect(mx.exchange).toBe('contoso-example.mail.protection.outlook.com')
    expect(await look(lab, mx.exchange)).toMatchObject({ is: 'secure', error: null })
    expect(lab.outcome(mx.exchange, demandFor('DomainValidation', mx.exchange))).toEqual({ is: 'delivered' })
  })

  test('a name without that type exists, an unknown one does not, and broken servers say neither', async () => {
    const rcode = async (name: string) => ((await askUdp(lab, name, 'MX')) as unknown as { rcode: string }).rcode
    expect(await rcode(NICE)).toBe('NOERROR')
    expect(await rcode('nowhere.contoso.example')).toBe('NXDOMAIN')
    expect(await rcode('mail.cork.contoso.example')).toBe('SERVFAIL')
  })

  test('bytes that are no question are answered as such, and do no harm', async () => {
    const socket = connect(Number(lab.dns.split(':')[1]), '127.0.0.1')
    socket.write(Buffer.concat([Buffer.from([0, 20]), Buffer.alloc(20, 0xff)]))
    const [reply] = (await once(socket, 'data')) as [Buffer]
    expect(reply[5]! & 15).toBe(1)
    socket.destroy()
    expect(dataOf(await askUdp(lab, NICE, 'A'))).toHaveLength(1)
  })
})

describe('the scenarios on the wire', () => {
  const expected: Record<string, object> = {
    'after-migration': { is: 'refused' },
    'firewall-refused': { is: 'refused' },
    'certificate-expired': { is: 'secure', error: 'CERT_HAS_EXPIRED', expired: true },
    'certificate-name': {
      is: 'secure',
      error: 'ERR_TLS_CERT_ALTNAME_INVALID',
      names: ['exchange01.turin.contoso.example'],
      expired: false,
    },
    'certificate-self-signed': { is: 'secure', error: 'DEPTH_ZERO_SELF_SIGNED_CERT', names: ['mail.porto.contoso.example'] },
    'no-starttls': { is: 'plain-only' },
    'service-unavailable': { is: 'reply', text: '421 4.3.2 Service not available\r\n' },
    dropped: { is: 'closed', after: 'ehlo' },
    timeout: { is: 'timed-out' },
    'dns-failure': { is: 'servers-failing' },
    'partner-certificate': { is: 'secure', error: 'CERT_HAS_EXPIRED', names: ['mail.tailspin.example'] },
    healthy: { is: 'secure', error: null, expired: false },
  }

  test.each(SCENARIOS.map((each) => [each.name, each] as const))(
    '%s shows its fault, and once it is lifted a healthy host',
    async (name, scenario) => {
      expect(await look(lab, scenario.host)).toMatchObject(expected[name]!)
      expect(lab.faultOf(scenario.host)).toBe(scenario.fault)
      expect(lab.outcome(scenario.host, scenario, new Date('2026-11-22T08:14:05Z'))).toEqual(
        scenario.led === null ? { is: 'delivered' } : { is: 'deferred', led: scenario.led },
      )
      lab.setFault(scenario.host, null)
      expect(await look(lab, scenario.host)).toMatchObject({ is: 'secure', error: null, cloaked: expect.stringContaining('250') })
      expect(lab.outcome(scenario.host, scenario)).toEqual({ is: 'delivered' })
    },
  )

  test('every address of a host plays the same machine, however it is written', async () => {
    lab.setFault(NICE, 'closed-before-banner')
    expect(await lookAt(lab, NICE, '2001:DB8:0:40:0::25')).toEqual({ is: 'closed', after: 'connect' })
  })

  test('a healthy host greets at once', async () => {
    const way = lab.reroute('203.0.113.40', 25)!
    const times: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const started = performance.now()
      const socket = connect(way.port, way.host)
      expect(await new Lines(socket).reply()).toBe(`220 ${NICE} ESMTP\r\n`)
      times.push(performance.now() - started)
      socket.destroy()
    }
    expect(Math.min(...times)).toBeLessThan(90)
  })
})

describe('what Exchange Online would say', () => {
  test.each([null, ...LAB_FAULTS])('agrees with the wire under every setting: %s', async (fault: LabFault | null) => {
    lab.setFault(NICE, fault)
    const seen = await look(lab, NICE)
    for (const each of settings) {
      for (const tlsDomain of [NICE, '*.nice.contoso.example', 'mail.elsewhere.example']) {
        const demand = demandFor(each, tlsDomain)
        expect([each, tlsDomain, said(demand)]).toEqual([each, tlsDomain, verdictOf(seen, demand)])
      }
    }
  })

  test('an expired certificate holds up mail only where certificates are looked at', () => {
    lab.setFault(NICE, 'certificate-expired')
    expect(settings.map((each) => lab.outcome(NICE, demandFor(each)).is)).toEqual(['delivered', 'delivered', 'deferred', 'deferred'])
  })

  test('a name nobody has and an address nobody has are told apart', async () => {
    const led = (host: string) => JSON.stringify(lab.outcome(host, demandFor(null)))
    expect(led('typo.example')).toContain('450 4.4.312 DNS query failed [Message=InfoDomainNonexistent]')
    expect(led('198.51.100.250')).toContain('450 4.4.315')
    expect(await lookAt(lab, 'x', '198.51.100.250')).toEqual({ is: 'timed-out' })
    lab.setFault(NICE, 'refused')
    expect(led('203.0.113.40')).toContain('450 4.4.316 Connection refused')
  })
})

describe('the borders of the lab', () => {
  test('only documentation addresses are played; other ports of a host are closed', async () => {
    expect(lab.reroute('8.8.8.8', 25)).toBeNull()
    expect(lab.reroute('127.0.0.1', 25)).toBeNull()
    expect(lab.reroute('no address', 25)).toBeNull()
    const way = lab.reroute('203.0.113.40', 443)!
    await expect(once(connect(way.port, way.host), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('a host the lab does not have takes no fault', () => {
    expect(() => lab.setFault('mail.elsewhere.example', 'refused')).toThrow(expect.objectContaining({ code: 'not-found' }))
    expect(() => lab.faultOf('mail.protection.outlook.com')).toThrow(expect.objectContaining({ code: 'not-found' }))
  })
})
