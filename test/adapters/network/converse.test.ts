import net, { type AddressInfo } from 'node:net'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createNetwork } from '../../../src/adapters/network/create-network.ts'
import type { SessionStage } from '../../../src/domain/evidence.ts'
import type { Manners } from './mail-server.ts'
import { type Meeting, on, reset, type SessionRig, SILENT, say, sessionRig, shape } from './session-rig.ts'

let rig: SessionRig
beforeAll(async () => {
  rig = await sessionRig()
})
afterEach(() => rig.clear())

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('a session with a healthy server', () => {
  test('goes through every stage in order and shows the address asked for', async () => {
    const seen: SessionStage[] = []
    const { transcript } = await rig.meet({}, { target: { onStage: ({ stage }) => seen.push(stage) } })
    expect(seen).toEqual(['connect', 'banner', 'ehlo', 'starttls', 'handshake', 'ehlo2'])
    expect(transcript).toMatchObject({ host: 'mail.example', ip: '192.0.2.10', port: 25, fault: null, banner: ['220 mail.example ESMTP'] })
    expect(transcript.stages.every((stage) => stage.is === 'ok' && stage.ms >= 0)).toBe(true)
    expect(transcript.ehlo).toContain('250-STARTTLS')
    expect(transcript).toMatchObject({ smuggled: null, recipientTests: [] })
  })

  test('keeps what both sides said, and which of it was inside TLS', async () => {
    const { transcript } = await rig.meet()
    expect(
      transcript.dialogue.map(({ from, secured, text }) => `${secured ? 'tls ' : ''}${from === 'client' ? '>' : '<'} ${text}`),
    ).toEqual([
      '< 220 mail.example ESMTP',
      '> EHLO bot.example',
      '< 250-mail.example',
      '< 250-PIPELINING',
      '< 250-STARTTLS',
      '< 250 SIZE 1000000',
      '> STARTTLS',
      '< 220 go ahead',
      'tls > EHLO bot.example',
      'tls < 250-mail.example',
      'tls < 250 SIZE 1000000',
      'tls > QUIT',
    ])
  })

  test('speaks only after the banner, greets again inside TLS and says goodbye', async () => {
    const { server } = await rig.meet({ greetsAfterMs: 150 })
    await pause(50)
    expect(server.earlyTalk()).toBe(false)
    expect(server.heard).toEqual(['EHLO bot.example', 'STARTTLS', 'tls EHLO bot.example', 'tls QUIT'])
    expect(server.connections()).toBe(1)
  })

  test('waits for the last line of a banner before it speaks', async () => {
    const { server, transcript } = await rig.meet({
      banner: '220-mail.example\r\n',
      onGreeted: (socket) => void setTimeout(() => socket.write('220 ready\r\n'), 100),
    })
    expect(transcript.banner).toEqual(['220-mail.example', '220 ready'])
    expect(transcript.fault).toBeNull()
    expect(server.heardAtMs(0)).toBeGreaterThanOrEqual(95)
  })

  test('never waits for the answer to QUIT', async () => {
    const { transcript, server } = await rig.meet()
    expect(transcript.fault).toBeNull()
    expect(server.open()).toBe(1)
    expect(server.heard).not.toContain('tls QUIT')
  })

  test('names this machine in EHLO when it has no name of its own to give', async () => {
    const server = await rig.start()
    await createNetwork({ dnsServers: [], allow: ['127.0.0.1'], port: server.port }).converse({ host: 'mail.example', ip: '127.0.0.1' })
    expect(server.heard[0]).toMatch(/^EHLO (\[127\.0\.0\.1\]|[a-z\d-]+(\.[a-z\d-]+)+)$/i)
  })

  test.each(['', 'two words', 'bot.example\r\nMAIL FROM:<>', 'bücher.example'])('has no name like %j in EHLO', (ehloName) => {
    expect(() => createNetwork({ dnsServers: [], ehloName })).toThrow(/ehloName/)
  })

  test.each(['500 what?\r\n', '502 5.5.1 not here\r\n'])('falls back to HELO where EHLO is answered by %j', async (reply) => {
    const { transcript, server } = await rig.meet({ answer: say(/^EHLO/, reply) })
    expect(server.heard).toContain('HELO bot.example')
    expect(transcript).toMatchObject({ ehlo: ['250 ok'], fault: { stage: 'starttls', why: { is: 'starttls-not-offered' } } })
    expect(transcript.dialogue).toContainEqual({ from: 'client', text: 'HELO bot.example', secured: false })
  })

  test('knocks at the port that was named', async () => {
    const server = await rig.start()
    const network = createNetwork({ dnsServers: [], allow: ['127.0.0.1'], port: 1 })
    const transcript = await network.converse({ host: 'mail.example', ip: '127.0.0.1', port: server.port })
    expect(transcript).toMatchObject({ port: server.port, fault: null })
  })
})

describe('a session that fails', () => {
  test.each<[string, Manners, SessionStage, object, Meeting?]>([
    [
      'closed before the banner',
      { onConnect: (socket) => void socket.end() },
      'banner',
      { is: 'closed', error: 'closed by the other side' },
    ],
    ['no banner', { banner: null }, 'banner', { is: 'timed-out' }, SILENT],
    ['half a banner', { banner: '220-mail' }, 'banner', { is: 'timed-out' }, SILENT],
    ['a banner that refuses', { banner: '554 go away\r\n' }, 'banner', { is: 'reply', code: 554, text: '554 go away' }],
    ['a banner that puts off', { banner: '450 4.7.1 later\r\n' }, 'banner', { is: 'reply', code: 450, text: '450 4.7.1 later' }],
    ['a busy server', { banner: '421 4.3.2 later\r\n' }, 'banner', { is: 'reply', code: 421, text: '421 4.3.2 later' }],
    [
      'a refusal that breaks off',
      { banner: '554 blocked', onGreeted: (socket) => void socket.end() },
      'banner',
      { is: 'reply', code: 554, text: '554 blocked' },
    ],
    [
      'a refusal without its last line',
      { banner: '554-blocked\r\n554-see example.com\r\n', onGreeted: (socket) => void socket.end() },
      'banner',
      { is: 'reply', code: 554, text: '554-blocked\n554-see example.com' },
    ],
    [
      'a greeting without its last line',
      { banner: '220-welcome\r\n', onGreeted: (socket) => void socket.end() },
      'banner',
      { is: 'closed', error: 'closed by the other side' },
    ],
    ['EHLO and HELO refused', { answer: say(/^(EHLO|HELO)/, '550 no\r\n') }, 'ehlo', { is: 'reply', code: 550 }],
    [
      'EHLO refused with a reason, and HELO without',
      { answer: (command) => (/^EHLO/.test(command) ? '550 5.7.1 listed\r\n' : /^HELO/.test(command) ? '503 no\r\n' : undefined) },
      'ehlo',
      { is: 'reply', code: 550, text: '550 5.7.1 listed' },
    ],
    [
      'EHLO refused, and closed at HELO',
      {
        answer: (command, _secured, socket) => {
          if (/^EHLO/.test(command)) return '554 5.7.1 listed\r\n'
          socket.end()
          return null
        },
      },
      'ehlo',
      { is: 'reply', code: 554, text: '554 5.7.1 listed' },
    ],
    [
      'EHLO not known, HELO refused',
      { answer: (command) => (/^EHLO/.test(command) ? '502 what\r\n' : /^HELO/.test(command) ? '550 no\r\n' : undefined) },
      'ehlo',
      { is: 'reply', code: 550, text: '550 no' },
    ],
    ['EHLO put off', { answer: say(/^EHLO/, '451 later\r\n') }, 'ehlo', { is: 'reply', code: 451 }],
    ['closed at EHLO', { answer: on('EHLO', (socket) => socket.end()) }, 'ehlo', { is: 'closed', error: 'closed by the other side' }],
    ['reset at EHLO', { answer: on('EHLO', reset) }, 'ehlo', { is: 'closed', error: expect.stringContaining('ECONNRESET') }],
    ['no answer to EHLO', { answer: on('EHLO', () => {}) }, 'ehlo', { is: 'timed-out' }, SILENT],
    ['STARTTLS not offered', { answer: say(/^EHLO/, '250-mail.example\r\n250 SIZE 1\r\n') }, 'starttls', { is: 'starttls-not-offered' }],
    ['STARTTLS put off', { answer: say(/^STARTTLS/, '454 4.7.0 not now\r\n') }, 'starttls', { is: 'reply', code: 454 }],
    ['STARTTLS refused', { answer: say(/^STARTTLS/, '500 what\r\n') }, 'starttls', { is: 'reply', code: 500, text: '500 what' }],
    ['closed at STARTTLS', { answer: on('STARTTLS', (socket) => socket.end()) }, 'starttls', { is: 'closed' }],
    ['closed at the second EHLO', { answer: on('EHLO', (socket) => socket.end(), true) }, 'ehlo2', { is: 'closed' }],
    ['silent at the second EHLO', { answer: on('EHLO', () => {}, true) }, 'ehlo2', { is: 'timed-out' }, SILENT],
    ['refused at the second EHLO', { answer: say(/^(EHLO|HELO)/, '550 no\r\n', true) }, 'ehlo2', { is: 'reply', code: 550 }],
  ])('%s ends it there, and the rest is skipped', async (_says, manners, stage, why, meeting = {}) => {
    const { transcript } = await rig.meet(manners, meeting)
    expect(transcript.fault).toMatchObject({ stage, why })
    const at = transcript.stages.findIndex((each) => each.stage === stage)
    expect(transcript.stages.map((each) => each.is)).toEqual(
      transcript.stages.map((_each, index) => (index < at ? 'ok' : index === at ? 'failed' : 'skipped')),
    )
  })

  test('a closed port is refused', async () => {
    const probe = net.createServer()
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
    const { port } = probe.address() as AddressInfo
    await new Promise<void>((resolve) => probe.close(() => resolve()))
    const transcript = await rig.talk(port)
    expect(transcript.fault).toMatchObject({ stage: 'connect', why: { is: 'refused', error: expect.stringContaining('ECONNREFUSED') } })
    expect(shape(transcript)).toBe('connect failed, banner skipped, ehlo skipped, starttls skipped, handshake skipped, ehlo2 skipped')
    expect(transcript.dialogue).toEqual([])
  })

  test('a reset right after the connection is told from a close, wherever it is noticed', async () => {
    const { transcript } = await rig.meet({ onConnect: reset })
    expect(transcript.fault?.why).toEqual({ is: 'closed', error: expect.stringContaining('ECONNRESET') })
    expect(['connect', 'banner']).toContain(transcript.fault?.stage)
  })

  test('a special-use address is not dialled', async () => {
    const server = await rig.start()
    const network = createNetwork({ dnsServers: [], port: server.port })
    for (const ip of ['127.0.0.1', '::ffff:127.0.0.1']) {
      const { fault } = await network.converse({ host: 'mail.example', ip })
      expect(fault).toEqual({ stage: 'connect', why: { is: 'not-public', range: '127.0.0.0/8 (RFC 1122)' } })
    }
    expect(server.connections()).toBe(0)
  })

  test.each([
    ['a destination without a route', { host: '255.255.255.255', port: 25 }],
    ['a port that is none', { host: '127.0.0.1', port: 70_000 }],
  ])('%s is our own fault', async (_says, where) => {
    const { fault } = await rig.talk(0, { options: { reroute: () => where } })
    expect(fault).toMatchObject({ stage: 'connect', why: { is: 'no-route-here' } })
  })
})
