import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { AsnConvert } from '@peculiar/asn1-schema'
import { DistributionPointName, GeneralName, IssuingDistributionPoint } from '@peculiar/asn1-x509'
import { Extension } from '@peculiar/x509'
import { type Roots, rootsWith } from '../../../src/adapters/network/chain-trust.ts'
import { element, fieldsIn } from '../../../src/adapters/network/der.ts'
import { documentFetcher } from '../../../src/adapters/network/fetch-document.ts'
import { type RevocationCheck, revocationChecker } from '../../../src/adapters/network/revocation.ts'
import type { ChainTrust, DnsReply, Revocation } from '../../../src/domain/evidence.ts'
import { type Issued, issue, type Wanted } from './certificates.ts'
import { type AuthorityForTest, type Conduct, crlOf, ocspAnswer, ocspRefusal, startAuthority } from './revocation-authority.ts'

const OCSP = 'http://192.0.2.90/ocsp'
const CRL = 'http://192.0.2.90/crl'
const HOUR = 3_600_000
const REVOKED_AT = new Date('2026-03-01T08:00:00.000Z')

const open: AuthorityForTest[] = []
let root: Issued
let issuer: Issued
let roots: Roots

beforeAll(async () => {
  root = await issue({ subject: 'CN=Test Root', authority: true })
  issuer = await issue({ subject: 'CN=Test Issuer, O=Example', authority: true, by: root })
  roots = rootsWith([root.pem])
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

const leafWith = (changes: Partial<Wanted> = {}): Promise<Issued> =>
  issue({ subject: 'CN=mail.example', names: ['mail.example'], by: issuer, ...changes })
const x = (issued: Issued): X509Certificate => new X509Certificate(issued.pem)

interface Scene {
  readonly check: RevocationCheck
  readonly authority: AuthorityForTest
  readonly clock: { now: number }
  readonly look: (leaf: Issued, staple?: Buffer | null, trust?: ChainTrust, withinMs?: number) => Promise<Revocation>
}

/** A checker whose way to every address ends at one authority on loopback. */
async function sceneWith(conduct: Conduct, forbidden: string | null = null): Promise<Scene> {
  const authority = await startAuthority(conduct)
  open.push(authority)
  const clock = { now: Date.now() }
  const fetch = documentFetcher({
    query: async (question): Promise<DnsReply> => ({
      question,
      rcode: 'NXDOMAIN',
      records: [],
      server: '',
      authenticated: false,
      authoritative: false,
      ms: 0,
    }),
    forbidden: () => forbidden,
    reroute: () => ({ host: '127.0.0.1', port: authority.port }),
    extraCa: [],
  })
  const check = revocationChecker({ fetch, roots, now: () => clock.now })
  const look: Scene['look'] = (leaf, staple = null, trust = 'trusted', withinMs = 3000) =>
    check([x(leaf), x(issuer)], trust, staple, withinMs)
  return { check, authority, clock, look }
}

const GOOD_STAPLE = { is: 'good', by: 'staple', at: null, why: null }
const GOOD_OCSP = { is: 'good', by: 'ocsp', at: null, why: null }
const GOOD_CRL = { is: 'good', by: 'crl', at: null, why: null }
const unknownFor = (why: RegExp) => ({ is: 'unknown', by: null, at: null, why: expect.stringMatching(why) })

describe('the answer of an OCSP responder', () => {
  test('good, and asked for by name hash, key hash and serial', async () => {
    const leaf = await leafWith({ ocsp: [OCSP], serial: 'f00dcafe0123456789' })
    const { look, authority } = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer, serial: '00f00dcafe0123456789' }) })
    expect(await look(leaf)).toEqual(GOOD_OCSP)
    expect(authority.heard).toEqual(['GET ocsp 00f00dcafe0123456789'])
  })

  test('revoked, with its date', async () => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const { look } = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer, status: 'revoked', revokedAt: REVOKED_AT }) })
    expect(await look(leaf)).toEqual({ is: 'revoked', by: 'ocsp', at: REVOKED_AT.toISOString(), why: null })
  })

  test('a responder that the issuer named may answer in its place', async () => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const responder = await issue({ subject: 'CN=Responder', by: issuer, purposes: ['1.3.6.1.5.5.7.3.9'] })
    const { look } = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer, responder, digest: 'sha256' }) })
    expect(await look(leaf)).toEqual(GOOD_OCSP)
  })

  test('a responder that takes a POST alone is asked by POST', async () => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const { look, authority } = await sceneWith({
      ocsp: (_serial, method) => (method === 'GET' ? 405 : ocspAnswer({ about: leaf, issuer })),
    })
    expect(await look(leaf)).toEqual(GOOD_OCSP)
    expect(authority.heard.map((line) => line.split(' ')[0])).toEqual(['GET', 'POST'])
  })

  test('an answer that names no next one counts while it is fresh', async () => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const fresh = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer, next: null }) })
    const old = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer, next: null, made: -48 * HOUR }) })
    expect(await fresh.look(leaf)).toEqual(GOOD_OCSP)
    expect(await old.look(leaf)).toEqual(unknownFor(/ocsp 192\.0\.2\.90: .*out of date/))
  })

  test.each<[string, RegExp, (leaf: Issued) => Promise<Buffer | number | null>]>([
    ['the responder does not know', /does not know/, async (leaf) => ocspAnswer({ about: leaf, issuer, status: 'unknown' })],
    ['the answer is out of date', /out of date/, async (leaf) => ocspAnswer({ about: leaf, issuer, made: -9 * HOUR, next: -HOUR })],
    ['the answer is from the future', /future/, async (leaf) => ocspAnswer({ about: leaf, issuer, made: HOUR, next: 2 * HOUR })],
    ['it is about another serial', /another certificate/, async (leaf) => ocspAnswer({ about: leaf, issuer, serial: '0badc0de' })],
    [
      'it is about the same serial of another issuer',
      /another certificate/,
      async (leaf) => ocspAnswer({ about: leaf, issuer: await issue({ subject: 'CN=Other', authority: true }) }),
    ],
    [
      'a namesake of the issuer signed it',
      /did not sign/,
      async (leaf) => {
        const namesake = await issue({ subject: issuer.subject, authority: true })
        return ocspAnswer({ about: leaf, issuer, responder: namesake })
      },
    ],
    [
      'a certificate of the issuer that is no responder signed it',
      /did not sign/,
      async (leaf) => ocspAnswer({ about: leaf, issuer, responder: await leafWith() }),
    ],
    [
      'the responder’s certificate has expired',
      /did not sign/,
      async (leaf) => ocspAnswer({ about: leaf, issuer, responder: await leafWith({ purposes: ['1.3.6.1.5.5.7.3.9'], from: -9, to: -1 }) }),
    ],
    [
      'one bit was changed',
      /did not sign|cannot be read/,
      async (leaf) => {
        const answer = ocspAnswer({ about: leaf, issuer })
        const last = answer.length - 1
        answer[last] = (answer[last] ?? 0) ^ 1
        return answer
      },
    ],
    ['the responder refuses', /tryLater/, async () => ocspRefusal()],
    ['the responder is broken', /HTTP 500/, async () => 500],
    ['the answer is no DER', /cannot be read/, async () => Buffer.from('<html>')],
  ])('is unknown when %s', async (_says, why, make) => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const answer = await make(leaf)
    const { look } = await sceneWith({ ocsp: () => answer })
    expect(await look(leaf)).toEqual(unknownFor(why))
  })

  test('a responder that stays silent holds nobody up for longer than the time given', async () => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const { look } = await sceneWith({})
    expect(await look(leaf, null, 'trusted', 200)).toEqual(unknownFor(/no answer within/))
  })

  test('a special-use address is not asked', async () => {
    const leaf = await leafWith({ ocsp: [OCSP], crl: [CRL] })
    const { look, authority } = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer }) }, '192.0.2.0/24')
    expect(await look(leaf)).toEqual(unknownFor(/lies in 192\.0\.2\.0\/24/))
    expect(authority.heard).toEqual([])
  })
})

describe('a revocation list', () => {
  const listed = async (leaf: Issued, ...[wanted]: [Partial<Parameters<typeof crlOf>[0]>?]): Promise<Revocation> => {
    const list = await crlOf({ issuer, ...wanted })
    return (await sceneWith({ crl: () => list })).look(leaf)
  }

  test('good when the serial is not in it', async () => {
    expect(await listed(await leafWith({ crl: [CRL] }))).toEqual(GOOD_CRL)
    expect(await listed(await leafWith({ crl: [CRL] }), { revoked: [{ serial: '0badc0de' }, { serial: '0b' }] })).toEqual(GOOD_CRL)
  })

  test('revoked when it is, with the date', async () => {
    const leaf = await leafWith({ crl: [CRL], serial: 'f00dcafe0123456789' })
    const revoked = [{ serial: '0badc0de' }, { serial: '00f00dcafe0123456789', at: REVOKED_AT }, { serial: '0c' }]
    expect(await listed(leaf, { revoked })).toEqual({ is: 'revoked', by: 'crl', at: REVOKED_AT.toISOString(), why: null })
  })

  test('a serial that is part of another one is not in it', async () => {
    const leaf = await leafWith({ crl: [CRL], serial: '0bad' })
    expect(await listed(leaf, { revoked: [{ serial: '770badc0de' }] })).toEqual(GOOD_CRL)
  })

  const scope = (params: Partial<IssuingDistributionPoint>): Extension =>
    new Extension('2.5.29.28', true, AsnConvert.serialize(new IssuingDistributionPoint(params)))
  const place = (uri: string): DistributionPointName =>
    new DistributionPointName({ fullName: [new GeneralName({ uniformResourceIdentifier: uri })] })

  test('a part of the list counts when it is the part the certificate names', async () => {
    const leaf = await leafWith({ crl: [CRL] })
    expect(await listed(leaf, { extensions: [scope({ distributionPoint: place(CRL), onlyContainsUserCerts: true })] })).toEqual(GOOD_CRL)
    const other = [scope({ distributionPoint: place('http://192.0.2.90/2.crl') })]
    expect(await listed(leaf, { extensions: other })).toEqual(unknownFor(/not for this certificate/))
  })

  test.each<[string, RegExp, () => Promise<Partial<Parameters<typeof crlOf>[0]>>]>([
    ['it is out of date', /out of date/, async () => ({ made: -9 * HOUR, next: -HOUR })],
    ['it is old and names no next one', /out of date/, async () => ({ made: -48 * HOUR, next: null })],
    ['another issuer made it', /did not sign/, async () => ({ issuer: root })],
    ['a namesake signed it', /did not sign/, async () => ({ forger: await issue({ subject: issuer.subject, authority: true }) })],
    ['it lists authorities alone', /not for this/, async () => ({ extensions: [scope({ onlyContainsCACerts: true })] })],
    [
      'it lists changes alone',
      /not for this/,
      async () => ({ extensions: [new Extension('2.5.29.27', true, Buffer.from('020101', 'hex'))] }),
    ],
  ])('is unknown when %s', async (_says, why, make) => {
    expect(await listed(await leafWith({ crl: [CRL] }), await make())).toEqual(unknownFor(why))
  })

  test('of many certificates that ask for it at once is fetched once, and of many lists few are at a time', async () => {
    const list = await crlOf({ issuer })
    const { look, authority } = await sceneWith({ crl: () => list })
    const leaves = await Promise.all(Array.from({ length: 6 }, () => leafWith({ crl: [CRL] })))
    expect(await Promise.all(leaves.map((leaf) => look(leaf)))).toEqual(leaves.map(() => GOOD_CRL))
    expect(authority.heard).toEqual(['GET /crl'])
    const hanging = await sceneWith({})
    const many = await Promise.all(Array.from({ length: 6 }, (_, at) => leafWith({ crl: [`http://192.0.2.90/${at}.crl`] })))
    await Promise.all(many.map((leaf) => hanging.look(leaf, null, 'trusted', 1_500)))
    expect(hanging.authority.heard).toHaveLength(4)
  })

  test('that claims millions of fields is put down after the first few', async () => {
    const fields = Buffer.alloc(4_000_000, Buffer.from('0500', 'hex'))
    const sequence = (...parts: readonly Buffer[]): Buffer => {
      const inner = Buffer.concat(parts)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(inner.length)
      return Buffer.concat([Buffer.from('3084', 'hex'), length, inner])
    }
    const all = sequence(sequence(fields), Buffer.from('3000', 'hex'), Buffer.from('030100', 'hex'))
    const at = element(all, 0)
    const [tbs] = at ? fieldsIn(all, at) : []
    expect(tbs && fieldsIn(all, tbs)).toHaveLength(16)
    expect(await (await sceneWith({ crl: () => all })).look(await leafWith({ crl: [CRL] }))).toEqual(unknownFor(/^crl 192\.0\.2\.90: /))
  })

  test('is turned to when the responder cannot tell', async () => {
    const leaf = await leafWith({ ocsp: [OCSP], crl: [CRL] })
    const list = await crlOf({ issuer })
    const { look, authority } = await sceneWith({ ocsp: () => 500, crl: () => list })
    expect(await look(leaf)).toEqual(GOOD_CRL)
    expect(authority.heard.at(-1)).toBe('GET /crl')
  })
})

describe('a stapled answer', () => {
  test('settles it, and nobody is asked', async () => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const { look, authority } = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer, status: 'revoked' }) })
    expect(await look(leaf, ocspAnswer({ about: leaf, issuer }))).toEqual(GOOD_STAPLE)
    const revoked = ocspAnswer({ about: leaf, issuer, status: 'revoked', revokedAt: REVOKED_AT })
    expect(await look(leaf, revoked)).toEqual({ is: 'revoked', by: 'staple', at: REVOKED_AT.toISOString(), why: null })
    expect(authority.heard).toEqual([])
  })

  test('one that does not hold is no answer: the responder is asked', async () => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const { look } = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer, status: 'revoked', revokedAt: REVOKED_AT }) })
    const old = ocspAnswer({ about: leaf, issuer, made: -9 * HOUR, next: -HOUR })
    expect(await look(leaf, old)).toMatchObject({ is: 'revoked', by: 'ocsp' })
    const bare = await leafWith()
    expect(await look(bare, old)).toEqual(unknownFor(/stapled: an answer about another certificate; no address to ask/))
  })
})

describe('who is asked, and how often', () => {
  test.each<[string, ChainTrust, RegExp]>([
    ['a self-signed certificate', 'self-signed', /^self-signed$/],
    ['one of a private root', 'private-root', /root/],
    ['one whose issuer was not sent', 'missing-intermediate', /issuer/],
    ['one whose chain could not be checked', 'unknown', /chain/],
  ])('nobody about %s', async (_says, trust, why) => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const { look, authority } = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer }) })
    expect(await look(leaf, null, trust)).toEqual(unknownFor(why))
    expect(authority.heard).toEqual([])
  })

  test('nobody about one that has expired, or that names no address', async () => {
    const { look } = await sceneWith({})
    expect(await look(await leafWith({ ocsp: [OCSP], from: -9, to: -1 }))).toEqual(unknownFor(/expired/))
    expect(await look(await leafWith())).toEqual(unknownFor(/^no address to ask$/))
    expect(await look(await leafWith({ crl: ['ldap:///CN=Example'] }))).toEqual(unknownFor(/^no address to ask$/))
  })

  test('the issuer may be a root that was not sent', async () => {
    const leaf = await issue({ subject: 'CN=mail.example', by: root, ocsp: [OCSP] })
    const { check } = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer: root }) })
    expect(await check([x(leaf)], 'trusted', null, 3000)).toEqual(GOOD_OCSP)
  })

  test('an answer is kept until the next is due, at most for an hour, and equal questions share one', async () => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const { look, authority, clock } = await sceneWith({ ocsp: () => ocspAnswer({ about: leaf, issuer, next: 24 * HOUR }) })
    await Promise.all([look(leaf), look(leaf)])
    await look(leaf)
    expect(authority.heard).toHaveLength(1)
    clock.now += HOUR + 1
    await look(leaf)
    expect(authority.heard).toHaveLength(2)
  })

  test('silence is asked again after a minute', async () => {
    const leaf = await leafWith({ ocsp: [OCSP] })
    const { look, authority, clock } = await sceneWith({ ocsp: () => 503 })
    await look(leaf)
    await look(leaf)
    expect(authority.heard).toHaveLength(2)
    clock.now += 61_000
    await look(leaf)
    expect(authority.heard).toHaveLength(4)
  })
})
