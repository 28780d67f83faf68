import 'reflect-metadata'
import { createHash, X509Certificate } from 'node:crypto'
import tls, { type TLSSocket } from 'node:tls'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { AsnConvert } from '@peculiar/asn1-schema'
import { Certificate as Asn1Certificate } from '@peculiar/asn1-x509'
import { createNetwork } from '../../../src/adapters/network/create-network.ts'
import { signatureAlgorithm } from '../../../src/adapters/network/signature-algorithm.ts'
import type { TlsFacts } from '../../../src/domain/evidence.ts'
import { type Issued, issue, type Wanted } from './certificates.ts'
import { startMailServer } from './mail-server.ts'
import { crlOf, ocspAnswer, startAuthority } from './revocation-authority.ts'

const OCSP = 'http://192.0.2.90/ocsp'
const CRL = 'http://192.0.2.90:8080/crl'

const open: { close(): unknown }[] = []
let root: Issued
let issuer: Issued
let leaf: Issued

beforeAll(async () => {
  root = await issue({ subject: 'CN=Test Root', authority: true })
  issuer = await issue({ subject: 'CN=Test Issuer', authority: true, by: root })
  leaf = await issue({ subject: 'CN=mail.example', names: ['mail.example'], by: issuer, ocsp: [OCSP], crl: [CRL] })
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

interface Shown {
  readonly identity?: readonly Issued[]
  readonly staple?: Buffer
  /** Where OCSP and CRL requests end. */
  readonly authorityPort?: number
}

/** What a session with a server shows that presents these certificates, and staples an answer when it is asked to. */
async function factsOf({ identity = [leaf, issuer], staple, authorityPort }: Shown): Promise<TlsFacts | null> {
  const [own] = identity
  const secured = tls.createServer({ key: own?.key ?? '', cert: identity.map((each) => each.pem).join('') }, speak)
  secured.on('tlsClientError', () => {})
  if (staple) secured.on('OCSPRequest', (_certificate, _issuer, done) => done(null, staple))
  const server = await startMailServer({ insteadOfTls: (socket) => secured.emit('connection', socket) })
  open.push(server)
  const network = createNetwork({
    dnsServers: [],
    allow: ['192.0.2.0/24'],
    extraCa: [root.pem],
    timeoutMs: 4000,
    reroute: (_ip, port) => ({ host: '127.0.0.1', port: port === 25 ? server.port : (authorityPort ?? 1) }),
  })
  return (await network.converse({ host: 'mail.example', ip: '192.0.2.10' })).tls
}

function speak(socket: TLSSocket): void {
  socket.on('error', () => {})
  socket.on('data', (chunk) => socket.write(chunk.toString().startsWith('EHLO') ? '250 mail.example\r\n' : '221 bye\r\n'))
}

const sha = (name: string, bytes: Uint8Array): string => createHash(name).update(bytes).digest('hex')

describe('digests for TLSA records', () => {
  test('are those of the whole certificate and of its SubjectPublicKeyInfo, as written', async () => {
    const facts = await factsOf({})
    for (const [index, issued] of [leaf, issuer].entries()) {
      const { raw } = new X509Certificate(issued.pem)
      const key = new Uint8Array(AsnConvert.serialize(AsnConvert.parse(raw, Asn1Certificate).tbsCertificate.subjectPublicKeyInfo))
      expect(facts?.chain[index]?.digests).toEqual({
        certificate: { sha256: sha('sha256', raw), sha512: sha('sha512', raw) },
        publicKey: { sha256: sha('sha256', key), sha512: sha('sha512', key) },
      })
    }
  })
})

describe('how far signatures join what was sent', () => {
  test('a whole chain to its end', async () => {
    expect(await factsOf({ identity: [leaf, issuer, root] })).toMatchObject({ linked: 3, trust: 'trusted' })
    expect(await factsOf({})).toMatchObject({ linked: 2, trust: 'trusted' })
  })

  test('a certificate alone, and one that signed itself', async () => {
    expect(await factsOf({ identity: [leaf] })).toMatchObject({ linked: 1, trust: 'missing-intermediate' })
    const self = await issue({ subject: 'CN=EXCH01' })
    expect(await factsOf({ identity: [self] })).toMatchObject({ linked: 1, trust: 'self-signed' })
  })

  test('to an authority whose own issuer is neither sent nor known: a private root, unless the certificate is a public one', async () => {
    const company = await issue({ subject: 'CN=Company Root', authority: true })
    const issuing = await issue({ subject: 'CN=Company Issuing CA', authority: true, by: company })
    const own = await issue({ subject: 'CN=mail.example', names: ['mail.example'], by: issuing })
    expect(await factsOf({ identity: [own, issuing] })).toMatchObject({ linked: 2, trust: 'private-root' })
    const alone = await factsOf({ identity: [own] })
    expect(alone).toMatchObject({ linked: 1, trust: 'missing-intermediate' })
    expect(alone).not.toHaveProperty('logged')
    const logged = await issue({ subject: 'CN=mail.example', names: ['mail.example'], by: issuing, logged: true })
    expect(await factsOf({ identity: [logged, issuing] })).toMatchObject({ linked: 2, trust: 'missing-intermediate', logged: true })
  })

  test('a namesake of the issuer is sent, but joined to nothing', async () => {
    const namesake = await issue({ subject: issuer.subject, authority: true, by: root })
    const facts = await factsOf({ identity: [leaf, namesake, root] })
    expect(facts?.chain.length).toBeGreaterThan(1)
    expect(facts?.linked).toBe(1)
  })
})

describe('what certificates forbid though signatures hold', () => {
  const SERVERS = '1.3.6.1.5.5.7.3.1'
  const CLIENTS = '1.3.6.1.5.5.7.3.2'
  const ANY = '2.5.29.37.0'
  const limitOf = async (own: Omit<Wanted, 'subject'>, ...above: readonly Issued[]) =>
    (await factsOf({ identity: [await issue({ subject: 'CN=own', names: ['mail.example'], by: above[0] ?? issuer, ...own }), ...above] }))
      ?.limit
  const below = (by: Issued, subject: string, wanted: Partial<Wanted> = {}) => issue({ authority: true, by, ...wanted, subject })

  test('use for a server', async () => {
    expect(await limitOf({ purposes: [CLIENTS] }, issuer)).toEqual({ is: 'purpose', subject: 'CN=own' })
    expect(await limitOf({ purposes: [CLIENTS, SERVERS] }, issuer)).toBeUndefined()
    expect(await limitOf({ purposes: [ANY] }, issuer)).toBeUndefined()
    expect(await limitOf({}, issuer)).toBeUndefined()
    const mailers = await below(root, 'CN=Mailers', { purposes: [CLIENTS] })
    expect(await limitOf({ purposes: [SERVERS] }, mailers)).toEqual({ is: 'purpose', subject: 'CN=Mailers' })
  })

  test('authorities below an authority', async () => {
    const last = await below(root, 'CN=Last', { pathLength: 0 })
    expect(await limitOf({}, last)).toBeUndefined()
    expect(await limitOf({}, await below(last, 'CN=One more'), last)).toEqual({ is: 'path-length', subject: 'CN=Last' })
    const roomy = await below(root, 'CN=Roomy', { pathLength: 1 })
    expect(await limitOf({}, await below(roomy, 'CN=Fits'), roomy)).toBeUndefined()
    const newKey = await below(last, last.subject)
    expect(await limitOf({}, newKey, last)).toBeUndefined()
    expect(await limitOf({}, await below(newKey, 'CN=Under the new key'), newKey, last)).toEqual({ is: 'path-length', subject: 'CN=Last' })
  })

  test.each<[string, Partial<Wanted>, readonly string[], boolean]>([
    ['a name inside', { permitted: ['example'] }, ['mail.example'], true],
    ['the name itself', { permitted: ['mail.example'] }, ['mail.example', 'a.mail.example'], true],
    ['one name of two outside', { permitted: ['mail.example'] }, ['mail.example', 'mail.other'], false],
    ['a name that only ends alike', { permitted: ['ail.example'] }, ['mail.example'], false],
    ['a wildcard inside', { permitted: ['contoso.example'] }, ['*.contoso.example'], true],
    ['a name shut out', { permitted: ['example'], excluded: ['mail.example'] }, ['MAIL.example'], false],
    ['another one shut out', { excluded: ['other.example'] }, ['mail.example'], true],
    ['all names shut out', { excluded: [''] }, ['mail.example'], false],
  ])('names: %s', async (_says, wanted, names, allowed) => {
    const narrow = await below(root, 'CN=Narrow', wanted)
    expect(await limitOf({ names }, narrow)).toEqual(allowed ? undefined : { is: 'names', subject: 'CN=Narrow' })
  })

  test('what stands above a root that is known here forbids nothing', async () => {
    const stranger = await issue({ subject: 'CN=Stranger', authority: true })
    const crossed = await issue({ subject: root.subject, keys: root.keys, authority: true, by: stranger, excluded: [''], pathLength: 0 })
    expect(await limitOf({}, issuer, crossed)).toBeUndefined()
    expect(await limitOf({}, await below(root, 'CN=Narrow', { excluded: [''] }), crossed)).toEqual({ is: 'names', subject: 'CN=Narrow' })
  })

  test('an authority that did not sign forbids nothing', async () => {
    const namesake = await issue({ subject: issuer.subject, authority: true, by: root, excluded: [''] })
    expect((await factsOf({ identity: [leaf, namesake] }))?.limit).toBeUndefined()
  })
})

describe('certificates in another order than the chain’s', () => {
  const subjects = (facts: TlsFacts | null): readonly string[] => facts?.chain.map((each) => each.subject) ?? []

  test.each<[string, () => readonly Issued[]]>([
    ['from the root down', () => [leaf, root, issuer]],
    ['each of them twice', () => [leaf, leaf, issuer, root, issuer, root]],
  ])('%s: they are put in order, each once', async (_says, sent) => {
    const facts = await factsOf({ identity: sent() })
    expect(subjects(facts)).toEqual([leaf, issuer, root].map((each) => each.subject))
    expect(facts).toMatchObject({ linked: 3, trust: 'trusted' })
  })

  test('an authority that a stranger signed too: the way to the known root counts, whichever is sent first', async () => {
    const stranger = await issue({ subject: 'CN=Stranger', authority: true })
    const crossed = await issue({ subject: issuer.subject, keys: issuer.keys, authority: true, by: stranger })
    expect(await factsOf({ identity: [leaf, crossed, issuer] })).toMatchObject({ linked: 2, trust: 'trusted' })
    expect(await factsOf({ identity: [leaf, issuer, crossed] })).toMatchObject({ linked: 2, trust: 'trusted' })
    expect(await factsOf({ identity: [leaf, crossed] })).toMatchObject({ linked: 2, trust: 'private-root' })
  })

  test('an authority whose older certificate has run out: the one that is valid longest is the link', async () => {
    const older = await issue({ subject: issuer.subject, keys: issuer.keys, authority: true, by: root, from: -900, to: -10 })
    const facts = await factsOf({ identity: [leaf, older, issuer] })
    expect(facts).toMatchObject({ linked: 2, trust: 'trusted' })
    expect(facts?.chain[1]?.sha256).toBe(new X509Certificate(issuer.pem).fingerprint256)
  })

  test('what belongs to nothing is shown behind the chain', async () => {
    const other = await issue({ subject: 'CN=Other', authority: true })
    const facts = await factsOf({ identity: [leaf, other, issuer] })
    expect(subjects(facts)).toEqual([leaf, issuer, other].map((each) => each.subject))
    expect(facts).toMatchObject({ linked: 2, trust: 'trusted' })
  })
})

describe('a hostile server', () => {
  test('that sends dozens of certificates which sign each other: the first are shown, and of the chain nothing is claimed', async () => {
    const east = await issue({ subject: 'CN=East', authority: true })
    const west = await issue({ subject: 'CN=West', authority: true })
    const signed = (one: Issued, by: Issued) => issue({ subject: one.subject, keys: one.keys, authority: true, by })
    const pairs = await Promise.all(Array.from({ length: 20 }, async () => [await signed(east, west), await signed(west, east)]))
    const own = await issue({ subject: 'CN=mail.example', names: ['mail.example'], by: east })
    const facts = await factsOf({ identity: [own, ...pairs.flat()] })
    expect(facts?.chain).toHaveLength(16)
    expect(facts).toMatchObject({ trust: 'unknown', revocation: { is: 'unknown', why: 'the chain could not be checked' } })
  })

  test('whose certificate has thousands of names: each of them counts', async () => {
    const names = Array.from({ length: 3000 }, (_, at) => `n${at}.example`)
    const facts = await factsOf({ identity: [await issue({ subject: 'CN=many', names, by: issuer }), issuer] })
    expect(facts?.certificate.names).toEqual(names)
    expect(facts?.trust).toBe('trusted')
  })
})

describe('revocation in a session', () => {
  test.each(['good', 'revoked'] as const)('a stapled answer that says %s', async (status) => {
    const facts = await factsOf({ staple: ocspAnswer({ about: leaf, issuer, status }) })
    expect(facts?.revocation).toMatchObject({ is: status, by: 'staple', why: null })
  })

  test('the responder, and then the list, are asked where nothing is stapled', async () => {
    const list = await crlOf({ issuer, revoked: [{ serial: leaf.serial }] })
    const answering = await startAuthority({ ocsp: () => ocspAnswer({ about: leaf, issuer }) })
    const listing = await startAuthority({ ocsp: () => 503, crl: () => list })
    open.push(answering, listing)
    expect((await factsOf({ authorityPort: answering.port }))?.revocation).toMatchObject({ is: 'good', by: 'ocsp' })
    expect((await factsOf({ authorityPort: listing.port }))?.revocation).toMatchObject({ is: 'revoked', by: 'crl' })
    expect(answering.heard).toHaveLength(1)
  })

  test('nobody who answers leaves it open, with the reason', async () => {
    expect((await factsOf({}))?.revocation).toEqual({
      is: 'unknown',
      by: null,
      at: null,
      why: expect.stringMatching(/^ocsp 192\.0\.2\.90: .*ECONNREFUSED; crl 192\.0\.2\.90:8080: .*ECONNREFUSED/),
    })
  })

  test('of a self-signed certificate nobody is asked', async () => {
    const authority = await startAuthority({})
    open.push(authority)
    const self = await issue({ subject: 'CN=EXCH01', ocsp: [OCSP] })
    const facts = await factsOf({ identity: [self], authorityPort: authority.port })
    expect(facts?.revocation).toMatchObject({ is: 'unknown', why: 'self-signed' })
    expect(authority.heard).toEqual([])
  })
})

describe('the algorithm a certificate is signed with', () => {
  test.each<[string, Parameters<typeof issue>[0]]>([
    ['ecdsa-with-SHA256', { subject: 'CN=a' }],
    ['ecdsa-with-SHA1', { subject: 'CN=b', hash: 'SHA-1' }],
    ['sha256WithRSAEncryption', { subject: 'CN=c', rsaBits: 2048 }],
    ['sha1WithRSAEncryption', { subject: 'CN=d', rsaBits: 2048, hash: 'SHA-1' }],
  ])('%s', async (name, wanted) => {
    expect(signatureAlgorithm(new X509Certificate((await issue(wanted)).pem).raw)).toBe(name)
  })

  test('MD5, an algorithm without a name, and what is no certificate', () => {
    const sequence = (...parts: readonly Buffer[]): Buffer => {
      const inner = Buffer.concat(parts)
      return Buffer.concat([Buffer.from([0x30, inner.length]), inner])
    }
    const certificate = (oid: string): Buffer => sequence(sequence(Buffer.from('020101', 'hex')), sequence(Buffer.from(oid, 'hex')))
    expect(signatureAlgorithm(certificate('06092a864886f70d010104'))).toBe('md5WithRSAEncryption')
    expect(signatureAlgorithm(certificate('06032a0304'))).toBe('1.2.3.4')
    expect(signatureAlgorithm(Buffer.from('3003020101', 'hex'))).toBeNull()
    expect(signatureAlgorithm(Buffer.alloc(0))).toBeNull()
  })
})
