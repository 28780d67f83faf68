import net, { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type MailServerForTest, startMailServer } from '../../adapters/network/mail-server.ts'
import { consoleRig } from './console-rig.ts'

interface Contract {
  readonly target: string
  readonly verdict: Record<string, unknown> | null
  readonly findings: readonly { finding: string; severity: string; subject: string; evidence: readonly string[] }[]
  readonly hosts: readonly { name: string; ip: string; stages: readonly { stage: string; is: string }[]; tls: unknown }[]
  readonly elapsedMs: number
}

let server: MailServerForTest
let closedPort: number
beforeAll(async () => {
  server = await startMailServer({
    answer: (command) => (command.startsWith('EHLO') ? '250-mail.example\r\n250 SIZE 1000000\r\n' : undefined),
  })
  closedPort = await new Promise<number>((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
})
afterAll(() => server.close())

/** Looks at loopback as a person at a terminal would, with no service running. */
async function diagnose(port: number, ...more: string[]) {
  const argv = [
    'diagnose',
    '--json',
    '--smart-host',
    '127.0.0.1',
    '--port',
    String(port),
    '--allow',
    '127.0.0.0/8',
    '--timeout',
    '5',
    ...more,
  ]
  const { out, exit } = await consoleRig({ service: false }).run(...argv)
  return { exit, seen: JSON.parse(out) as Contract }
}

describe('mailflow diagnose --json over real sockets', () => {
  test('a server without STARTTLS is no fault under opportunistic TLS: exit 0', async () => {
    const { exit, seen } = await diagnose(server.port)
    expect(exit).toBe(0)
    expect(Object.keys(seen)).toEqual(['target', 'verdict', 'findings', 'hosts', 'elapsedMs'])
    expect(seen.target).toBe('127.0.0.1')
    expect(seen.findings.filter((each) => each.severity === 'fault')).toEqual([])
    expect(seen.hosts[0]).toMatchObject({ name: '127.0.0.1', ip: '127.0.0.1', tls: null })
    expect(seen.hosts[0]?.stages.map((each) => each.stage)).toEqual(['connect', 'banner', 'ehlo', 'starttls', 'handshake', 'ehlo2'])
  })

  test('the same server is a fault where TLS is demanded: exit 1, with the reply Exchange Online gives', async () => {
    const { exit, seen } = await diagnose(server.port, '--tls', 'EncryptionOnly')
    expect(exit).toBe(1)
    expect(Object.keys(seen.verdict ?? {})).toEqual(['finding', 'code', 'alsoReportedAs', 'subject', 'confidence', 'why'])
    expect(seen.verdict).toMatchObject({ finding: 'starttls-missing', code: '450 4.4.317' })
    const [finding] = seen.findings
    expect(Object.keys(finding ?? {})).toEqual(['finding', 'severity', 'subject', 'evidence'])
    expect(finding?.evidence.length).toBeGreaterThan(0)
  })

  test('a closed port is refused: exit 1', async () => {
    const { exit, seen } = await diagnose(closedPort)
    expect(exit).toBe(1)
    expect(seen.verdict).toMatchObject({ finding: 'connection-refused', code: '450 4.4.316', confidence: expect.any(String) })
    expect(seen.hosts[0]?.stages.map((each) => each.is)).toEqual(['failed', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped'])
  })

  test('several smart hosts are one route, and every host is shown', async () => {
    const { exit, seen } = await diagnose(closedPort, '--smart-host', '127.0.0.2')
    expect(exit).toBe(1)
    expect(seen.hosts.map((each) => each.ip)).toEqual(['127.0.0.1', '127.0.0.2'])
    expect(seen.target).toBe('127.0.0.1, 127.0.0.2')
  })

  test('one of several smart hosts that is down is a warning as long as another takes the mail', async () => {
    const { exit, seen } = await diagnose(server.port, '--smart-host', '127.0.0.77')
    expect(seen.verdict).toMatchObject({ finding: 'one-of-many-down' })
    expect(seen.hosts).toHaveLength(2)
    expect(exit).toBe(0)
  })

  test('an address in a special-use range is never connected to unless it is allowed', async () => {
    const before = server.heard.length
    const { out } = await consoleRig({ service: false }).run(
      'diagnose',
      '--json',
      '--smart-host',
      '127.0.0.1',
      '--port',
      String(server.port),
    )
    const seen = JSON.parse(out) as Contract
    expect(seen.verdict).toMatchObject({ finding: 'address-not-public' })
    expect(server.heard.length).toBe(before)
  })

  test('a connector needs the service that knows the tenant', async () => {
    const { exit, err } = await consoleRig({ service: false }).run('diagnose', '--connector', 'To on-premises')
    expect(exit).toBe(6)
    expect(err).toContain('npm start')
  })

  test('evidence is told in the language asked for', async () => {
    const argv = ['--smart-host', '127.0.0.1', '--port', String(closedPort), '--allow', '127.0.0.0/8', '--lang', 'fr']
    const { out, exit } = await consoleRig({ service: false }).run('diagnose', ...argv)
    expect(exit).toBe(1)
    expect(out).toMatch(/refus/)
  })
})
