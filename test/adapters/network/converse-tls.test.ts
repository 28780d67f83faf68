import tls from 'node:tls'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { SessionFault } from '../../../src/domain/evidence.ts'
import { passed } from '../../../src/domain/transcript.ts'
import { type Issued, issue } from './certificates.ts'
import type { Manners } from './mail-server.ts'
import { identity, type Meeting, reset, type SessionRig, SILENT, sessionRig } from './session-rig.ts'

let rig: SessionRig
beforeAll(async () => {
  rig = await sessionRig()
})
afterEach(() => rig.clear())

describe('a handshake that fails', () => {
  test.each<[string, NonNullable<Manners['insteadOfTls']>, object, Meeting?]>([
    ['closed', (socket) => void socket.end(), { is: 'closed', error: 'closed by the other side' }],
    [
      'closed on the first message',
      (socket) => void socket.once('data', () => socket.end()),
      { is: 'closed', error: 'closed by the other side' },
    ],
    ['reset', (socket) => void socket.once('data', () => reset(socket)), { is: 'closed', error: expect.stringContaining('ECONNRESET') }],
    ['plain text', (socket) => void socket.once('data', () => socket.write('500 what\r\n')), { is: 'tls' }],
    ['silence', () => {}, { is: 'timed-out' }, SILENT],
  ])('%s instead of one', async (_says, insteadOfTls, why, meeting = {}) => {
    const { transcript } = await rig.meet({ insteadOfTls }, meeting)
    expect(transcript.fault).toMatchObject({ stage: 'handshake', why })
    expect(passed(transcript, 'starttls')).toBe(true)
    expect(transcript.tls).toBeNull()
    expect(transcript.dialogue.at(-1)).toEqual({ from: 'server', text: '220 go ahead', secured: false })
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
    const { transcript } = await rig.meet({ tls: { ...identity(rig.good, rig.intermediate), ...options } })
    const why = transcript.fault?.why as SessionFault
    expect(why).toEqual({ is: 'tls', error: expect.stringMatching(says) })
  })

  test('that of a server which wants a certificate in TLS 1.3 is noticed after it was agreed', async () => {
    const { transcript } = await rig.meet({
      tls: { ...identity(rig.good, rig.intermediate), requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' },
    })
    expect(transcript.fault?.stage).toBe('ehlo2')
    expect(transcript.tls?.certificate.names).toContain('mail.example')
  })
})

describe('a server that hangs up as soon as TLS is agreed', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('has shown its certificate all the same: %s', async (version) => {
    const context = tls.createSecureContext({ ...identity(rig.good, rig.intermediate), minVersion: version, maxVersion: version })
    const { transcript } = await rig.meet({
      insteadOfTls: (socket) => {
        const secured = new tls.TLSSocket(socket, { isServer: true, secureContext: context })
        secured.on('error', () => {}).on('secure', () => secured.end('421 too busy\r\n'))
      },
    })
    expect(transcript.fault).toMatchObject({ stage: 'ehlo2', why: { is: 'reply', code: 421 } })
    expect(transcript.tls).toMatchObject({
      protocol: version,
      trust: 'trusted',
      linked: 2,
      certificate: { names: ['mail.example', 'mx.example'] },
    })
  })
})

describe('another way to shake hands', () => {
  test('old TLS is agreed where it is asked for, and only there', async () => {
    const old = { maxVersion: 'TLSv1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    const server = await rig.start({ tls: { ...identity(rig.good, rig.intermediate), ...old } })
    expect((await rig.talk(server.port)).fault).toMatchObject({ stage: 'handshake', why: { is: 'tls' } })
    const second = await rig.talk(server.port, { target: { way: 'legacy-tls' } })
    expect(second).toMatchObject({ fault: null, tls: { protocol: 'TLSv1', certificate: { names: ['mail.example', 'mx.example'] } } })
  })

  test('a server that has nothing but TLS 1.3 is met in the old way too', async () => {
    const { transcript } = await rig.meet(
      { tls: { ...identity(rig.good, rig.intermediate), minVersion: 'TLSv1.3' } },
      { target: { way: 'legacy-tls' } },
    )
    expect(transcript).toMatchObject({ fault: null, tls: { protocol: 'TLSv1.3' } })
  })

  test('without a name the server shows its other certificate', async () => {
    const other = await issue({ subject: 'CN=default.example', names: ['default.example'], by: rig.intermediate })
    const named = tls.createSecureContext(identity(rig.good, rig.intermediate))
    const server = await rig.start({
      tls: { ...identity(other, rig.intermediate), SNICallback: (name, done) => done(null, name === 'mail.example' ? named : undefined) },
    })
    const usual = await rig.talk(server.port)
    const without = await rig.talk(server.port, { target: { way: 'no-sni' } })
    expect(usual.tls?.certificate.names).toContain('mail.example')
    expect(without).toMatchObject({ fault: null, tls: { certificate: { names: ['default.example'] } } })
  })

  test('a name goes out as SNI, an address does not', async () => {
    const names: string[] = []
    const server = await rig.start({
      tls: {
        ...identity(rig.good, rig.intermediate),
        SNICallback: (name, done) => {
          names.push(name)
          done(null)
        },
      },
    })
    await rig.talk(server.port, { target: { host: 'mail.example' } })
    await rig.talk(server.port, { target: { host: '192.0.2.10' } })
    expect(names).toEqual(['mail.example'])
  })
})

describe('what comes before TLS though nothing was asked', () => {
  test('in one packet with the answer to STARTTLS, it is shown and answers nothing', async () => {
    const { transcript } = await rig.meet({
      answer: (command, secured) => {
        if (command === 'STARTTLS') return '220 go\r\n250-smuggled\r\n250 SIZE 1\r\n'
        return secured && command.startsWith('EHLO') ? '250 true answer\r\n' : undefined
      },
    })
    expect(transcript).toMatchObject({ fault: null, smuggled: '250-smuggled\\x0d\\x0a250 SIZE 1' })
    expect(transcript.stages.at(-1)).toMatchObject({ stage: 'ehlo2', detail: '250 true answer' })
    expect(transcript.dialogue).toContainEqual({ from: 'server', text: '250-smuggled', secured: false })
  })

  test.each([
    ['a line', '250 smuggled\r\n', '250 smuggled'],
    ['bytes without an end of line', '\x00junk', '\\x00junk'],
  ])('%s in a packet of its own is not taken for TLS', async (_says, text, shown) => {
    const context = tls.createSecureContext(identity(rig.good, rig.intermediate))
    const { transcript } = await rig.meet({
      insteadOfTls: (socket) => {
        socket.write(text)
        const secured = new tls.TLSSocket(socket, { isServer: true, secureContext: context })
        secured.on('error', () => {}).on('data', () => secured.write('250 ok\r\n'))
      },
    })
    expect(transcript).toMatchObject({ fault: null, smuggled: shown })
  })

  test('however much it is, 512 characters are kept', async () => {
    const { transcript } = await rig.meet({
      answer: (command) => (command === 'STARTTLS' ? `220 go\r\n${'x'.repeat(20_000)}\r\n` : undefined),
    })
    expect(transcript.smuggled).toBe('x'.repeat(512))
    expect(transcript.fault).toBeNull()
  })
})

describe('what TLS shows', () => {
  const certificateOf = async (leaf: Issued, ...chain: readonly Issued[]) =>
    (await rig.meet({ tls: identity(leaf, ...chain) })).transcript.tls

  test('the agreed version, the certificate and where it leads', async () => {
    const { transcript } = await rig.meet()
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
    expect(transcript.stages[4]?.detail).toBe(`TLSv1.3 ${transcript.tls?.cipher}`)
  })

  test('an expired certificate of a trusted root is trusted', async () => {
    const leaf = await issue({ subject: 'CN=mail.example', names: ['mail.example'], by: rig.intermediate, from: -400, to: -9 })
    const facts = await certificateOf(leaf, rig.intermediate)
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
    expect((await certificateOf(rig.good))?.trust).toBe('missing-intermediate')
  })

  test('a name alone makes no issuer: the signature counts', async () => {
    const impostor = await issue({ subject: 'CN=Test Root', authority: true })
    const leaf = await issue({ subject: 'CN=mail.example', by: impostor })
    expect((await certificateOf(leaf))?.trust).toBe('missing-intermediate')
  })

  test('a certificate that is no authority vouches for nobody', async () => {
    const leaf = await issue({ subject: 'CN=other.example', by: rig.good })
    expect((await certificateOf(leaf, rig.good, rig.intermediate))?.trust).not.toBe('trusted')
  })

  test('a small key is measured', async () => {
    const leaf = await issue({ subject: 'CN=mail.example', by: rig.intermediate, rsaBits: 1024 })
    const { transcript } = await rig.meet({ tls: { ...identity(leaf, rig.intermediate), ciphers: 'DEFAULT@SECLEVEL=0' } })
    expect(transcript.tls?.certificate).toMatchObject({ keyType: 'rsa', bits: 1024, names: ['mail.example'] })
  })
})
