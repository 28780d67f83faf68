import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { unknown } from '../../../src/domain/answer.ts'
import { type MailServerForTest, startMailServer } from '../../adapters/network/mail-server.ts'
import { consoleRig } from './console-rig.ts'

let server: MailServerForTest
beforeAll(async () => {
  server = await startMailServer({
    answer: (command) => {
      if (command.startsWith('EHLO')) return '250-mail.example\r\n250 SIZE 36700160\r\n'
      if (command === 'MAIL FROM:<>') return '250 2.1.0 ok\r\n'
      return command.startsWith('RCPT') ? '550 5.1.1 no such user\r\n' : undefined
    },
  })
})
afterAll(() => server.close())

const run = (...more: string[]) => runIn(undefined, ...more)

const runIn = (sandbox: 'lab' | 'terminal' | undefined, ...more: string[]) =>
  consoleRig({ service: false, ...(sandbox ? { sandbox } : {}) }).run(
    'diagnose',
    '--smart-host',
    '127.0.0.1',
    '--port',
    String(server.port),
    '--allow',
    '127.0.0.0/8',
    '--timeout',
    '5',
    ...more,
  )

describe('mailflow diagnose', () => {
  test('--verbose prints what both sides said, behind the card', async () => {
    const { out } = await run('--verbose')
    expect(out).toContain(`127.0.0.1 127.0.0.1:${server.port}\n < 220 mail.example ESMTP\n > EHLO `)
    expect(out).toMatch(/ < 250-mail\.example\n < 250 SIZE 36700160\n/)
    expect((await run()).out).not.toContain(' > EHLO ')
  })

  test('--verbose --json holds what both sides said', async () => {
    const [host] = JSON.parse((await run('--verbose', '--json')).out).hosts
    expect(host.dialogue).toContainEqual({ from: 'server', secured: false, text: '220 mail.example ESMTP' })
    expect(host.dialogue).toContainEqual({ from: 'client', secured: false, text: expect.stringMatching(/^EHLO /) })
    expect(JSON.parse((await run('--json')).out).hosts[0]).not.toHaveProperty('dialogue')
  })

  test('--reported holds the result against what Exchange Online wrote', async () => {
    const { out } = await run('--control', 'none', '--reported', '450 4.4.316 Connection refused [Message=Socket error code 10061]')
    expect(out.replace(/\s+/g, ' ')).toContain('Exchange Online reported 450 4.4.316, but this is not what we meet from here.')
    expect((await run('--control', 'none')).out).not.toContain('not what we meet from here')
  })

  test('--reported: the verdict names the code that was reported, not the one it usually has', async () => {
    const { out } = await run('--tls', 'EncryptionOnly', '--reported', '550 5.4.317 [Message=451 5.7.3 STARTTLS is required to send mail]')
    expect(out).toContain('Exchange Online reports 550 5.4.317 here')
  })

  test('a server that a terminal looks at by itself is never told as simulated', async () => {
    expect((await runIn('lab')).out).toContain('Nothing on this card touches a real organization')
    expect((await runIn('terminal')).out).not.toContain('Nothing on this card touches a real organization')
  })

  test('--rcpt asks for a recipient and sends no mail', async () => {
    server.heard.length = 0
    const { out, exit } = await run('--rcpt', 'nobody@contoso.example', '--from', 'postmaster@contoso.example')
    expect(exit).toBe(1)
    expect(out).toContain('550 5.1.1 no such user')
    const heard = server.heard.map((line) => line.replace(/\s.*/, '').toUpperCase())
    expect(heard).toContain('RCPT')
    expect(heard).not.toContain('DATA')
    expect(server.heard).toEqual(expect.arrayContaining(['MAIL FROM:<>', 'MAIL FROM:<postmaster@contoso.example>']))
  })

  test('without --rcpt no recipient is ever named', async () => {
    server.heard.length = 0
    await run()
    expect(server.heard.filter((line) => /^(MAIL|RCPT)/i.test(line))).toEqual([])
  })

  test.each([
    ['--rcpt', 'a@b\r\nDATA'],
    ['--rcpt', 'nobody'],
    ['--from', '<x@contoso.example>'],
  ])('%s %j is a usage error, and nobody is connected to', async (option, address) => {
    server.heard.length = 0
    expect((await run(option, address)).exit).toBe(2)
    expect(server.heard).toEqual([])
  })

  test('--all looks at every enabled connector, faults first', async () => {
    const rig = consoleRig()
    const { out, exit } = await rig.run('diagnose', '--all', '--dns', '127.0.0.1:1', '--timeout', '5')
    expect(out).toContain('Every enabled connector: Contoso')
    expect(out).toContain('To on-premises')
    const seen = JSON.parse((await rig.run('diagnose', '--all', '--json', '--dns', '127.0.0.1:1', '--timeout', '5')).out)
    expect(seen.diagnoses).toHaveLength(1)
    expect(Object.keys(seen.diagnoses[0])).toEqual(['target', 'verdict', 'findings', 'hosts', 'elapsedMs'])
    expect([0, 1]).toContain(exit)
  })

  test('--all says why the connectors could not be read', async () => {
    const { exit, err } = await consoleRig({ connectors: unknown('sign-in: AADSTS7000222') }).run('diagnose', '--all')
    expect([exit, err]).toEqual([6, expect.stringMatching(/^The connectors could not be read: sign-in: AADSTS7000222\n“mailflow doctor”/)])
  })

  test('--all needs the service that knows the tenant', async () => {
    expect((await consoleRig({ service: false }).run('diagnose', '--all')).exit).toBe(6)
  })
})
