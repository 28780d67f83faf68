import type { X509Certificate } from 'node:crypto'
import type { ConnectionOptions } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LAB_ROWS } from '../../../src/sandbox/lab/catalogue/index.ts'
import type { LabRow } from '../../../src/sandbox/lab/catalogue/lab-row.ts'
import type { Lab } from '../../../src/sandbox/lab/lab.ts'
import { startLab } from '../../../src/sandbox/lab/start-lab.ts'
import { type Manner, type Met, meet, type Shown } from './meet-machine.ts'

const OLD: Manner = { tls: { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } }
/** Left out of the type of the options, and one of them all the same. */
const ASKS_FOR_STAPLE = { requestOCSP: true } as ConnectionOptions
let lab: Lab

beforeAll(async () => {
  lab = await startLab({ folder: null })
})
afterAll(() => lab.stop())

function row(name: string): LabRow {
  const found = LAB_ROWS.find((each) => each.name === name)
  if (!found) throw new Error(`no row ${name}`)
  return found
}

const machineOf = (name: string, index = 0) => row(name).machines[index]!

async function met(name: string, manner: Manner = {}, index = 0): Promise<Met> {
  const { host, ip } = machineOf(name, index)
  return meet(lab, host, ip, manner)
}

async function shownBy(name: string, manner: Manner = {}, index = 0): Promise<Shown> {
  const { shown, end } = await met(name, manner, index)
  expect(end).toBe('well')
  return shown!
}

const leafOf = async (name: string, manner: Manner = {}): Promise<X509Certificate> => (await shownBy(name, manner)).leaf

describe('machines that end a session early', () => {
  const ends: readonly [string, Met['at'], Met['end'], string | RegExp][] = [
    ['refused', 'connect', 'refused', ''],
    ['silent', 'connect', 'unanswered', ''],
    ['closed-before-banner', 'banner', 'closed', ''],
    ['silent-banner', 'banner', 'unanswered', ''],
    ['slow-banner', 'banner', 'unanswered', ''],
    ['banner-554', 'banner', 'reply', /^554 5\.7\.1 .*\r\n$/],
    ['banner-421', 'banner', 'reply', /^421 4\.3\.2 .*\r\n$/],
    ['not-smtp-http', 'banner', 'reply', /^HTTP\/1\.1 400 Bad Request\r\n/],
    ['not-smtp-ssh', 'banner', 'reply', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['endless-banner', 'banner', 'unanswered', /^(220-\S.*\r\n)+$/],
    ['helo-only', 'ehlo', 'reply', /^500 /],
    ['ehlo-refused', 'ehlo', 'reply', /^550 /],
    ['closed-at-ehlo', 'ehlo', 'closed', ''],
    ['reset-at-ehlo', 'ehlo', 'reset', ''],
    ['tarpit', 'banner', 'unanswered', ''],
    ['no-starttls', 'starttls', 'reply', /^502 /],
    ['masked', 'starttls', 'reply', /^502 /],
    ['starttls-500', 'starttls', 'reply', /^500 /],
    ['starttls-454', 'starttls', 'reply', /^454 4\.7\.0 /],
    ['closed-after-starttls', 'handshake', 'closed', ''],
    ['reset-after-starttls', 'handshake', 'reset', ''],
    ['plain-after-starttls', 'handshake', 'tls', /WRONG_VERSION_NUMBER|PACKET_LENGTH/],
    ['hang-at-handshake', 'handshake', 'unanswered', ''],
    ['tls-old', 'handshake', 'tls', /PROTOCOL_VERSION/],
    ['weak-ciphers', 'handshake', 'tls', /HANDSHAKE_FAILURE/],
    ['client-certificate', 'handshake', 'tls', /HANDSHAKE_FAILURE/],
    ['client-certificate-13', 'ehlo2', 'tls', /CERTIFICATE_REQUIRED/],
    ['closed-after-tls', 'ehlo2', 'closed', ''],
    ['closed-at-mail', 'mail', 'closed', ''],
    ['closed-at-data', 'data', 'reset', ''],
    ['put-off-after-data', 'end', 'reply', /^451 4\.3\.0 /],
    ['recipient-unknown', 'rcpt', 'reply', /^550 5\.1\.1 /],
    ['relay-denied', 'rcpt', 'reply', /^550 5\.7\.1 /],
    ['relay-denied-attribution', 'rcpt', 'reply', /^550 5\.7\.64 /],
  ]
  test.each(ends)('%s: %s, %s', async (name, at, end, text) => {
    const seen = await met(name)
    expect(seen).toMatchObject({ at, end })
    if (typeof text === 'string') expect(seen.text).toBe(text)
    else expect(seen.text).toMatch(text)
  })

  test('reset-on-accept: before a word is said', async () => {
    expect(await met('reset-on-accept')).toMatchObject({ at: expect.stringMatching(/^(connect|banner)$/), end: 'reset' })
  })

  test('a port without a machine behind it is closed, and that of a silent machine silent', async () => {
    expect(lab.reroute(machineOf('banner-554').ip, 80)).toEqual(lab.reroute(machineOf('refused').ip, 25))
    expect(lab.reroute(machineOf('silent').ip, 443)).toEqual(lab.reroute(machineOf('silent').ip, 25))
  })
})

describe('machines that take the mail', () => {
  const well = ['small-size', 'binary-reply', 'starttls-injection', 'expired', 'wrong-name', 'weak-key', 'not-revoked', 'depends-on-sni']
  test.each(well)('%s', async (name) => {
    expect(await met(name)).toMatchObject({ at: 'end', end: 'well' })
  })

  test('a slow banner and a tarpit come to an end', async () => {
    const patient: Manner = { patienceMs: 9000, until: 'ehlo' }
    const seen = await Promise.all([met('slow-banner', patient), met('tarpit', patient)])
    expect(seen.map((each) => [each.at, each.end])).toEqual([
      ['ehlo', 'well'],
      ['ehlo', 'well'],
    ])
  })

  test('what is not on offer is not in the EHLO reply', async () => {
    expect((await met('no-starttls')).ehlo).not.toMatch(/STARTTLS/)
  })

  test('a banner has 200 kB', async () => {
    expect((await met('huge-banner', { until: 'banner' })).text.length).toBeGreaterThan(200_000)
  })

  test('a firewall’s mask spares the code, and says X for STARTTLS', async () => {
    const { ehlo } = await met('masked')
    expect(ehlo).toMatch(/^250-XXXXXXXA\r$/m)
    expect(ehlo).not.toMatch(/STARTTLS/)
  })

  test('a small size and bytes that are no text stand in the EHLO reply', async () => {
    expect((await met('small-size')).ehlo).toMatch(/^250-SIZE 100000\r$/m)
    expect((await met('binary-reply')).ehlo).toContain('250-\xff\xfe\x00')
  })

  test('words behind the answer to STARTTLS come in the same moment', async () => {
    expect((await met('starttls-injection')).behind).toBe('250 2.1.0 Sender OK\r\n')
    expect((await met('expired')).behind).toBe('')
  })

  test('the null sender alone is refused', async () => {
    expect(await met('null-sender-refused', { sender: '' })).toMatchObject({ at: 'mail', end: 'reply' })
    expect(await met('null-sender-refused')).toMatchObject({ end: 'well' })
  })

  test('each pair of sender and recipient waits for itself', async () => {
    expect(await met('greylisted')).toMatchObject({ at: 'rcpt', text: expect.stringMatching(/^450 4\.2\.0 /) })
    expect(await met('greylisted', { sender: 'other@x.example' })).toMatchObject({ at: 'rcpt' })
  })
})

describe('certificates', () => {
  test('TLS 1.0 and 1.1 are agreed with whoever allows them; weak ciphers are not', async () => {
    expect(await met('tls-old', OLD)).toMatchObject({ end: 'well' })
    expect((await shownBy('tls-old', OLD)).protocol).toBe('TLSv1.1')
    expect(await met('weak-ciphers', OLD)).toMatchObject({ at: 'handshake', end: 'tls' })
  })

  const errors: readonly [string, string | null][] = [
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['missing-intermediate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['private-root', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expires-soon', null],
    ['revoked', null],
    ['not-revoked', null],
    ['depends-on-sni', null],
  ]
  test.each(errors)('%s: %s', async (name, error) => {
    expect((await shownBy(name)).error).toBe(error)
  })

  test('an intermediate is not sent', async () => {
    const { leaf, hasIssuer } = await shownBy('missing-intermediate')
    expect(leaf.issuer).toContain('Sandbox Issuing CA 1')
    expect(hasIssuer).toBe(false)
  })

  test('a weak key has 1024 bits, a weak signature is SHA-1’s, one runs out within days', async () => {
    expect((await leafOf('weak-key')).publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024)
    expect((await leafOf('sha1-signature')).raw.includes(Buffer.from('06072a8648ce3d0401', 'hex'))).toBe(true)
    expect(Date.parse((await leafOf('expires-soon')).validTo)).toBeLessThan(Date.now() + 7 * 86_400_000)
  })

  test('Exchange’s own certificate has other names', async () => {
    expect((await leafOf('self-signed-other-name')).subjectAltName).toBe('DNS:EXCHANGE01, DNS:EXCHANGE01.corp.lab.example')
  })

  test('clients that name no host, or another, see another certificate', async () => {
    expect((await leafOf('depends-on-sni')).subject).toBe('CN=depends-on-sni.lab.example')
    for (const sni of [null, 'other.example'])
      expect((await leafOf('depends-on-sni', { sni })).subject).toBe('CN=shared.hosting.lab.example')
  })

  test('the revoked one names where that is told, and a server may bring the answer along', async () => {
    expect((await leafOf('revoked')).infoAccess).toContain('OCSP - URI:http://ocsp.lab.example/')
    expect((await leafOf('revoked-by-list')).infoAccess).toBeUndefined()
    const staples: Buffer[] = []
    for (const name of ['revoked-stapled', 'revoked']) {
      const { host, ip } = machineOf(name)
      await meet(lab, host, ip, { tls: ASKS_FOR_STAPLE, patienceMs: 10_000, heardStaple: (staple) => staple && staples.push(staple) })
    }
    expect(staples).toHaveLength(1)
  })

  test('several machines of one name each show their own', async () => {
    expect((await shownBy('different-certificates')).error).toBeNull()
    expect((await shownBy('different-certificates', {}, 1)).error).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    expect((await met('one-of-three-down', {}, 1)).end).toBe('refused')
    expect((await met('ipv6-broken', {}, 1)).end).toBe('unanswered')
  })
})
