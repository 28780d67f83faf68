import net, { type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createNetwork, type NetworkOptions } from '../../../src/adapters/network/create-network.ts'
import type { SessionStage, StageResult, Transcript } from '../../../src/domain/evidence.ts'
import { type Issued, issue } from './certificates.ts'
import { type MailServerForTest, type Manners, startMailServer } from './mail-server.ts'

const open: MailServerForTest[] = []
let authority: Issued
let intermediate: Issued
let good: Issued

beforeAll(async () => {
  authority = await issue({ subject: 'CN=Test Root', authority: true })
  intermediate = await issue({ subject: 'CN=Test Intermediate', authority: true, by: authority })
  good = await issue({ subject: 'CN=mail.example', names: ['mail.example', 'mx.example'], by: intermediate })
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

const identity = (leaf: Issued, ...chain: readonly Issued[]) => ({ key: leaf.key, cert: [leaf, ...chain].map((each) => each.pem).join('') })

async function start(manners: Manners): Promise<MailServerForTest> {
  const server = await startMailServer(manners)
  open.push(server)
  return server
}

const talk = (
  port: number,
  options: NetworkOptions = {},
  host = 'mail.example',
  onStage?: (stage: StageResult) => void,
): Promise<Transcript> =>
  createNetwork({
    dnsServers: [],
    allow: ['192.0.2.0/24'],
    extraCa: [authority.pem],
    ehloName: 'bot.example',
    stageTimeoutMs: 250,
    timeoutMs: 2000,
    reroute: () => ({ host: '127.0.0.1', port }),
    ...options,
  }).converse({ host, ip: '192.0.2.10', ...(onStage ? { onStage } : {}) })

async function meet(manners: Manners, options: NetworkOptions = {}): Promise<{ transcript: Transcript; server: MailServerForTest }> {
  const server = await start({ tls: identity(good, intermediate), ...manners })
  return { transcript: await talk(server.port, options), server }
}

const shape = (transcript: Transcript): string => transcript.stages.map((each) => `${each.stage} ${each.is}`).join(', ')

describe('a session with a healthy server', () => {
  test('goes through every stage in order and shows the address asked for', async () => {
    const seen: SessionStage[] = []
    const server = await start({ tls: identity(good, intermediate) })
    const transcript = await talk(server.port, {}, 'mail.example', ({ stage }) => seen.push(stage))
    expect(seen).toEqual(['connect', 'banner', 'ehlo', 'starttls', 'handshake', 'ehlo2'])
    expect(transcript).toMatchObject({ host: 'mail.example', ip: '192.0.2.10', port: 25, fault: null, banner: ['220 mail.example ESMTP'] })
    expect(transcript.stages.every((stage) => stage.is === 'ok' && stage.ms >= 0)).toBe(true)
    expect(transcript.ehlo).toContain('250-STARTTLS')
    expect(transcript.tls).toMatchObject({
      protocol: 'TLSv1.3',
      trust: 'trusted',
      certificate: {
        names: ['mail.example', 'mx.example'],
        keyType: 'ec',
        bits: 256,
        signatureAlgorithm: 'ecdsa-with-SHA256',
        subject: 'CN=mail.example',
      },
    })
    expect(transcript.tls?.chain).toHaveLength(2)
  })

  test('speaks only after the banner, greets again inside TLS and says goodbye', async () => {
    const { server } = await meet({})
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(server.earlyTalk()).toBe(false)
    expect(server.heard).toEqual(['EHLO bot.example', 'STARTTLS', 'tls EHLO bot.example', 'tls QUIT'])
  })

  test('never waits for the answer to QUIT', async () => {
    const began = performance.now()
    const { transcript } = await meet(
      { answer: (command) => (command === 'QUIT' ? null : undefined) },
      { timeoutMs: 20_000, stageTimeoutMs: 20_000 },
    )
    expect(transcript.fault).toBeNull()
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  test('falls back to HELO where EHLO is not known', async () => {
    const { transcript, server } = await meet({ answer: (command) => (command.startsWith('EHLO') ? '502 what?\r\n' : undefined) })
    expect(server.heard).toContain('HELO bot.example')
    expect(transcript).toMatchObject({ ehlo: ['250 ok'], fault: { stage: 'starttls', why: { is: 'starttls-not-offered' } } })
  })

  test('reads replies of many lines that come in pieces', async () => {
    const { transcript } = await meet({
      answer: (command, secured, socket) => {
        if (!command.startsWith('EHLO') || secured) return undefined
        socket.write('250-mail.exam')
        setTimeout(() => socket.write('ple\r\n250-START'), 10)
        setTimeout(() => socket.write('TLS\r\n250 HELP\r\n'), 20)
        return null
      },
    })
    expect(transcript).toMatchObject({ fault: null, ehlo: ['250-mail.example', '250-STARTTLS', '250 HELP'] })
  })

  test('discards what was smuggled in behind the answer to STARTTLS', async () => {
    const { transcript } = await meet({
      answer: (command, secured) => {
        if (command === 'STARTTLS') return '220 go\r\n250-smuggled\r\n250 SIZE 1\r\n'
        return secured && command.startsWith('EHLO') ? '250 true answer\r\n' : undefined
      },
    })
    expect(transcript.fault).toBeNull()
    expect(transcript.stages.at(-1)).toMatchObject({ stage: 'ehlo2', detail: '250 true answer' })
  })
})

const rst = (socket: Socket): void => void socket.resetAndDestroy()
const on =
  (verb: string, act: (socket: Socket) => void, inside = false): NonNullable<Manners['answer']> =>
  (command, secured, socket) => {
    if (!command.startsWith(verb) || secured !== inside) return undefined
    act(socket)
    return null
  }
const say =
  (verb: string, reply: string, inside = false): NonNullable<Manners['answer']> =>
  (command, secured) =>
    command.startsWith(verb) && secured === inside ? reply : undefined

describe('a session that fails', () => {
  test.each<[string, Manners, SessionStage, object]>([
    ['closed before the banner', { onConnect: (socket) => void socket.end() }, 'banner', { is: 'closed' }],
    ['no banner', { banner: null }, 'banner', { is: 'timed-out' }],
    ['a banner that refuses', { banner: '554 go away\r\n' }, 'banner', { is: 'reply', code: 554, text: '554 go away' }],
    ['a banner that is busy', { banner: '421 4.3.2 later\r\n' }, 'banner', { is: 'reply', code: 421, text: '421 4.3.2 later' }],
    ['another protocol', { banner: 'SSH-2.0-OpenSSH_9\r\n' }, 'banner', { is: 'not-smtp', text: 'SSH-2.0-OpenSSH_9' }],
    ['another protocol without an end of line', { banner: '\x00\x01binary' }, 'banner', { is: 'not-smtp', text: '\\x00\\x01binary' }],
    ['another kind of greeting', { banner: '200 news ready\r\n' }, 'banner', { is: 'not-smtp', text: '200 news ready' }],
    ['half a banner', { banner: '220-mail' }, 'banner', { is: 'timed-out' }],
    [
      'EHLO and HELO refused',
      { answer: (command) => (/^(EHLO|HELO)/.test(command) ? '550 no\r\n' : undefined) },
      'ehlo',
      { is: 'reply', code: 550 },
    ],
    ['EHLO put off', { answer: say('EHLO', '451 later\r\n') }, 'ehlo', { is: 'reply', code: 451 }],
    ['closed at EHLO', { answer: on('EHLO', (socket) => socket.end()) }, 'ehlo', { is: 'closed' }],
    ['reset at EHLO', { answer: on('EHLO', rst) }, 'ehlo', { is: 'closed' }],
    ['no answer to EHLO', { answer: on('EHLO', () => {}) }, 'ehlo', { is: 'timed-out' }],
    ['STARTTLS not offered', { answer: say('EHLO', '250-mail.example\r\n250 SIZE 1\r\n') }, 'starttls', { is: 'starttls-not-offered' }],
    ['STARTTLS refused', { answer: say('STARTTLS', '454 4.7.0 not now\r\n') }, 'starttls', { is: 'reply', code: 454 }],
    ['closed instead of a handshake', { insteadOfTls: (socket) => void socket.end() }, 'handshake', { is: 'closed' }],
    ['reset instead of a handshake', { insteadOfTls: rst }, 'handshake', { is: 'closed' }],
    [
      'plain text instead of a handshake',
      { insteadOfTls: (socket) => void socket.once('data', () => socket.write('500 what\r\n')) },
      'handshake',
      { is: 'tls' },
    ],
    ['a handshake that hangs', { insteadOfTls: () => {} }, 'handshake', { is: 'timed-out' }],
    ['closed at the second EHLO', { answer: on('EHLO', (socket) => socket.end(), true) }, 'ehlo2', { is: 'closed' }],
    [
      'refused at the second EHLO',
      { answer: (command, secured) => (secured && /^(EHLO|HELO)/.test(command) ? '550 no\r\n' : undefined) },
      'ehlo2',
      { is: 'reply' },
    ],
  ])('%s ends it there, and the rest is skipped', async (_says, manners, stage, why) => {
    const { transcript } = await meet(manners)
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
    const transcript = await talk(port)
    expect(transcript.fault).toMatchObject({ stage: 'connect', why: { is: 'refused', error: expect.stringContaining('ECONNREFUSED') } })
    expect(shape(transcript)).toBe('connect failed, banner skipped, ehlo skipped, starttls skipped, handshake skipped, ehlo2 skipped')
  })

  test('a reset right after the connection is a closed session, wherever it is noticed', async () => {
    const { transcript } = await meet({ onConnect: rst })
    expect(transcript.fault?.why.is).toBe('closed')
    expect(['connect', 'banner']).toContain(transcript.fault?.stage)
  })

  test('an endless reply is cut off', async () => {
    const { transcript } = await meet({
      banner: null,
      onConnect: (socket) => {
        const more = (): void => {
          while (socket.writable && socket.write(`220-${'x'.repeat(400)}\r\n`.repeat(50)));
        }
        socket.on('error', () => {}).on('drain', more)
        more()
      },
    })
    expect(transcript.fault).toMatchObject({ stage: 'banner', why: { is: 'not-smtp' } })
    expect(JSON.stringify(transcript).length).toBeLessThan(130_000)
  })

  test('a reply that drips in for ever ends with its stage', async () => {
    let timer: NodeJS.Timeout | undefined
    const { transcript } = await meet({
      onConnect: (socket) => {
        timer = setInterval(() => socket.write('220-x\r\n'), 20)
        socket.on('error', () => {}).on('close', () => clearInterval(timer))
      },
    })
    clearInterval(timer)
    expect(transcript.fault).toEqual({ stage: 'banner', why: { is: 'timed-out' } })
  })

  test('the whole session ends with its own time, however patient the stages are', async () => {
    const began = performance.now()
    const { transcript } = await meet({ answer: on('EHLO', () => {}) }, { timeoutMs: 400, stageTimeoutMs: 20_000 })
    expect(transcript.fault).toEqual({ stage: 'ehlo', why: { is: 'timed-out' } })
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  test('a special-use address is not dialled', async () => {
    const server = await start({})
    const network = createNetwork({ dnsServers: [], port: server.port })
    for (const ip of ['127.0.0.1', '::ffff:127.0.0.1']) {
      const { fault } = await network.converse({ host: 'mail.example', ip })
      expect(fault).toEqual({ stage: 'connect', why: { is: 'not-public', range: '127.0.0.0/8 (RFC 1122)' } })
    }
    expect(server.heard).toEqual([])
  })
})

describe('what TLS shows', () => {
  const certificateOf = async (leaf: Issued, ...chain: readonly Issued[]) => (await meet({ tls: identity(leaf, ...chain) })).transcript.tls

  test('an expired certificate of a trusted root is trusted', async () => {
    const leaf = await issue({ subject: 'CN=mail.example', names: ['mail.example'], by: intermediate, from: -400, to: -9 })
    const facts = await certificateOf(leaf, intermediate)
    expect(facts?.trust).toBe('trusted')
    expect(Date.parse(facts?.certificate.notAfter ?? '')).toBeLessThan(Date.now())
  })

  test('a self-signed certificate is told from one of a private root', async () => {
    const self = await issue({ subject: 'CN=EXCH01', names: ['EXCH01'] })
    const home = await issue({ subject: 'CN=Home Root', authority: true })
    const leaf = await issue({ subject: 'CN=mail.example', by: home })
    expect((await certificateOf(self))?.trust).toBe('self-signed')
    expect((await certificateOf(leaf, home))?.trust).toBe('private-root')
  })

  test('a link that was not sent is missing', async () => {
    expect((await certificateOf(good))?.trust).toBe('missing-intermediate')
  })

  test('a name alone makes no issuer: the signature counts', async () => {
    const impostor = await issue({ subject: 'CN=Test Root', authority: true })
    const leaf = await issue({ subject: 'CN=mail.example', by: impostor })
    expect((await certificateOf(leaf))?.trust).toBe('missing-intermediate')
  })

  test('a certificate that is no authority vouches for nobody', async () => {
    const leaf = await issue({ subject: 'CN=other.example', by: good })
    expect((await certificateOf(leaf, good, intermediate))?.trust).not.toBe('trusted')
  })

  test('a small key is measured', async () => {
    const leaf = await issue({ subject: 'CN=mail.example', by: intermediate, rsaBits: 1024 })
    const { transcript } = await meet({ tls: { ...identity(leaf, intermediate), ciphers: 'DEFAULT@SECLEVEL=0' } })
    expect(transcript.tls?.certificate).toMatchObject({ keyType: 'rsa', bits: 1024, names: ['mail.example'] })
  })

  test('the name goes out as SNI, an address does not', async () => {
    const names: string[] = []
    const server = await start({
      tls: {
        ...identity(good, intermediate),
        SNICallback: (name, done) => {
          names.push(name)
          done(null)
        },
      },
    })
    await talk(server.port, {}, 'mail.example')
    await talk(server.port, {}, '192.0.2.10')
    expect(names).toEqual(['mail.example'])
  })

  test.each<[string, NonNullable<Manners['tls']>, RegExp]>([
    [
      'an old version alone',
      { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
      /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/,
    ],
    ['no cipher in common', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' }, /HANDSHAKE_FAILURE/],
    ['a client certificate in TLS 1.3', { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' }, /CERTIFICATE_REQUIRED/],
    [
      'a client certificate in TLS 1.2',
      { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' },
      /after the server's certificate/,
    ],
  ])('%s shows in the error', async (_says, options, says) => {
    const { transcript } = await meet({ tls: { ...identity(good, intermediate), ...options } })
    expect(transcript.fault?.why).toMatchObject({ is: 'tls', error: expect.stringMatching(says) })
  })
})
