import { describe, expect, test } from '@jest/globals'
import type { TlsSettings } from '../../../src/domain/tenant.ts'
import type { Outcome } from '../../../src/sandbox/lab/attempt-delivery.ts'
import { attemptRow } from '../../../src/sandbox/lab/catalogue/attempt-row.ts'
import { LAB_ROWS } from '../../../src/sandbox/lab/catalogue/index.ts'

const EVEN = new Date('2026-11-22T08:14:00Z')
const ODD = new Date('2026-11-22T08:14:01Z')

function attempt(name: string, tlsSettings: TlsSettings | null = null, at = EVEN): Outcome {
  const { target, tlsDomain } = LAB_ROWS.find((each) => each.name === name)!
  return attemptRow(LAB_ROWS, target, { tlsSettings, tlsDomain }, at)!
}

/** Status and inner text of a deferral, or the way it ended. */
function said(outcome: Outcome): string {
  if (outcome.is === 'delivered') return 'delivered'
  if (outcome.is === 'rejected') return outcome.reply
  const [, status, message] = /LED=450 (\S+) [^[]*\[Message=([^\]]*)\]/.exec(outcome.led) ?? []
  return `${status} ${message}`
}

describe('what Exchange Online would get from a row of the catalogue', () => {
  test.each([
    ['refused', '4.4.316 Socket error code 10061'],
    ['silent', '4.4.315 Socket error code 10060'],
    ['banner-554', '4.4.317 554 5.7.1 banner-554.lab.example: no mail from your network'],
    ['closed-after-tls', '4.4.318 SuspiciousRemoteServerError'],
    ['tls-old', '4.4.317 451 4.4.0 TLS negotiation failed with error AlgorithmMismatch'],
    ['servers-failing', '4.4.312 ErrorRetry'],
    ['mx-failing', '4.4.312 ErrorRetry'],
    ['smart-host-missing', '4.4.312 InfoDomainNonexistent'],
    ['no-records', '4.4.312 InfoNoRecords'],
    ['address-private', '4.4.315 Socket error code 10060'],
    ['domain-missing', '550 5.4.310 DNS domain domain-missing-lab.example does not exist [Message=InfoDomainNonexistent]'],
    ['recipient-unknown', '550 5.1.1 Recipient address rejected: User unknown in local recipient table'],
    ['exchange-only', 'delivered'],
    ['outbound-rejected', 'delivered'],
    ['greylisted', 'delivered'],
    ['slow-banner', 'delivered'],
  ])('%s: %s', (name, words) => {
    expect(said(attempt(name))).toBe(words)
  })

  test('what a certificate costs depends on what is demanded', () => {
    const settings = [null, 'EncryptionOnly', 'CertificateValidation', 'DomainValidation'] as const
    const costs = (name: string): readonly string[] => settings.map((each) => said(attempt(name, each)).split(' ').slice(0, 2).join(' '))
    expect(costs('expired')).toEqual(['delivered', 'delivered', '4.4.317 CertificateExpired', '4.4.317 CertificateExpired'])
    expect(costs('wrong-name')).toEqual(['delivered', 'delivered', 'delivered', '4.4.317 SubjectMismatch'])
    expect(costs('self-signed-other-name')).toEqual(['delivered', 'delivered', '4.4.317 UntrustedRoot', '4.4.317 SubjectMismatch'])
    expect(costs('revoked')).toEqual(['delivered', 'delivered', '4.7.320 Revoked', '4.7.320 Revoked'])
    expect(costs('masked')).toEqual(['delivered', '4.4.317 451', '4.4.317 451', '4.4.317 451'])
  })

  test('a machine that cannot be connected to is passed over, one that answers badly is not', () => {
    for (const at of [EVEN, ODD]) expect(attempt('one-of-three-down', 'EncryptionOnly', at)).toEqual({ is: 'delivered' })
    expect([EVEN, ODD].map((at) => attempt('starttls-on-one-machine', 'EncryptionOnly', at).is)).toEqual(['delivered', 'deferred'])
  })

  test('an address leads to its machine, and what is not in the catalogue to nothing', () => {
    const none = { tlsSettings: null, tlsDomain: null }
    expect(said(attemptRow(LAB_ROWS, '198.51.100.101', none, EVEN)!)).toBe('4.4.316 Socket error code 10061')
    expect(attemptRow(LAB_ROWS, '2001:DB8:2:2:0::58', none, EVEN)).toMatchObject({ is: 'deferred' })
    expect(attemptRow(LAB_ROWS, 'mail.contoso.example', none, EVEN)).toBeNull()
  })
})
