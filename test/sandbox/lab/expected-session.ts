import type { EvidenceCode, FindingCode, Stage } from '../../../src/domain/finding.ts'
import { type Expected, type ExpectedTable, flows } from './expected.ts'

const CATCH_ALL = '450 4.4.317'
const DROPPED = '450 4.4.318'

type More = Omit<Expected, 'finding' | 'stage' | 'code'>

const is = (finding: FindingCode, stage: Stage, code: string, more: More = {}): Expected => ({ finding, stage, code, ...more })
/** Mail goes through all the same. */
const warns = (warning: FindingCode, proof: EvidenceCode, more: More = {}): Expected => ({
  ...flows,
  warnings: [warning],
  proof: [proof],
  ...more,
})
const refuses = (finding: FindingCode, stage: Stage, proof: EvidenceCode, more: More = {}): Expected =>
  is(finding, stage, CATCH_ALL, { proof: [proof], ...more })
const dropped = (stage: Stage): Expected => is('connection-dropped', stage, DROPPED, { proof: ['closed-by-peer'] })
const handshake = (finding: FindingCode, ...proof: readonly EvidenceCode[]): Expected => is(finding, 'handshake', CATCH_ALL, { proof })
const certificate = (finding: FindingCode, ...proof: readonly EvidenceCode[]): Expected => is(finding, 'certificate', CATCH_ALL, { proof })
/** Some addresses fail at what others do. */
const onOne = (finding: FindingCode, stage: Stage, code: string, warnings: readonly FindingCode[]): Expected =>
  is(finding, stage, code, { warnings, proof: ['works-elsewhere'] })
const untold = (finding: FindingCode, code: string): Expected => ({ finding, stage: null, code, tried: true })

const TABLE: ExpectedTable = {
  refused: is('connection-refused', 'connect', '450 4.4.316', { proof: ['connect-refused'] }),
  silent: is('connection-timed-out', 'connect', '450 4.4.315', { proof: ['connect-timed-out', 'control-passed'] }),
  'reset-on-accept': dropped('connect'),

  'closed-before-banner': dropped('banner'),
  'silent-banner': is('connection-timed-out', 'banner', DROPPED, { proof: ['no-answer'] }),
  'slow-banner': warns('slow-server', 'slow-reply'),
  'banner-554': refuses('session-refused', 'banner', 'reply'),
  'banner-421': refuses('service-unavailable', 'banner', 'reply'),
  'not-smtp-http': refuses('not-smtp', 'banner', 'not-smtp'),
  'not-smtp-ssh': refuses('not-smtp', 'banner', 'not-smtp'),
  'helo-only': refuses('starttls-missing', 'starttls', 'ehlo-refused'),
  'helo-only-in-clear': warns('starttls-missing', 'ehlo-refused'),
  'ehlo-refused': refuses('session-refused', 'ehlo', 'reply'),
  'closed-at-ehlo': dropped('ehlo'),
  'reset-at-ehlo': dropped('ehlo'),
  'closed-after-tls': dropped('ehlo2'),
  'small-size': warns('message-too-large', 'size-limit'),
  tarpit: warns('tarpit', 'slow-reply'),
  'huge-banner': refuses('not-smtp', 'banner', 'not-smtp'),
  'endless-banner': refuses('connection-timed-out', 'banner', 'reply-unfinished'),
  'binary-reply': flows,

  'no-starttls': refuses('starttls-missing', 'starttls', 'starttls-not-offered'),
  'no-starttls-in-clear': warns('starttls-missing', 'starttls-not-offered'),
  masked: refuses('starttls-masked', 'banner', 'masked'),
  'starttls-500': refuses('starttls-masked', 'starttls', 'reply'),
  'starttls-454': refuses('starttls-missing', 'starttls', 'reply'),
  'closed-after-starttls': handshake('tls-handshake-failed', 'closed-by-peer'),
  'reset-after-starttls': handshake('tls-handshake-failed', 'closed-by-peer'),
  'plain-after-starttls': handshake('tls-handshake-failed', 'tls-alert'),
  'starttls-injection': warns('starttls-injection', 'smuggled'),

  'hang-at-handshake': handshake('tls-handshake-failed', 'no-answer'),
  'tls-old': handshake('tls-version-too-old', 'tls-old'),
  'weak-ciphers': handshake('tls-no-shared-cipher', 'tls-alert'),
  'client-certificate': handshake('client-certificate-demanded', 'tls-alert'),
  'client-certificate-13': handshake('client-certificate-demanded', 'tls-alert'),

  expired: certificate('certificate-expired', 'certificate-expired', 'satisfies'),
  'expired-unchecked': warns('certificate-expired', 'certificate-expired'),
  'expires-soon': warns('certificate-expires-soon', 'certificate-soon'),
  'not-yet-valid': certificate('certificate-not-yet-valid', 'certificate-not-yet'),
  'self-signed': certificate('certificate-untrusted', 'certificate-self-signed'),
  'self-signed-other-name': { ...certificate('certificate-name-mismatch', 'certificate-name'), faults: ['certificate-untrusted'] },
  'missing-intermediate': certificate('certificate-untrusted', 'certificate-no-intermediate'),
  'private-root': certificate('certificate-untrusted', 'certificate-private-root'),
  'wrong-name': certificate('certificate-name-mismatch', 'certificate-name', 'satisfies'),
  'wrong-name-unchecked': flows,
  revoked: certificate('certificate-revoked', 'certificate-revoked'),
  'revoked-by-list': certificate('certificate-revoked', 'certificate-revoked'),
  'revoked-stapled': certificate('certificate-revoked', 'certificate-revoked'),
  'not-revoked': flows,
  'weak-key': warns('certificate-weak', 'certificate-weak'),
  'sha1-signature': warns('certificate-weak', 'certificate-weak-signature'),
  'depends-on-sni': {
    ...certificate('certificate-depends-on-sni', 'certificate-without-sni'),
    tried: true,
    warnings: ['certificate-depends-on-sni'],
  },

  'recipient-unknown': is('recipient-unknown', 'ehlo2', '550 5.1.1', { recipient: true, proof: ['recipient-reply'] }),
  greylisted: warns('greylisted', 'recipient-reply', { recipient: true }),
  'relay-denied': is('relay-denied', 'ehlo2', '550 5.7.1', { recipient: true, proof: ['recipient-reply'] }),
  'relay-denied-attribution': is('relay-denied', 'ehlo2', '550 5.7.64', { recipient: true, proof: ['recipient-reply'] }),
  'null-sender-refused': warns('null-sender-refused', 'sender-reply', { recipient: true }),
  'closed-at-mail': is('connection-dropped', 'ehlo2', DROPPED, { recipient: true, proof: ['command-unanswered'] }),
  'closed-at-data': untold('connection-dropped', DROPPED),
  'put-off-after-data': untold('connection-dropped', DROPPED),

  'starttls-on-one-machine': onOne('starttls-missing', 'starttls', CATCH_ALL, ['hosts-disagree', 'starttls-missing']),
  'inspected-on-one-path': onOne('starttls-masked', 'ehlo', CATCH_ALL, ['hosts-disagree', 'starttls-masked']),
  'ipv6-broken': onOne('ipv6-broken', 'connect', '450 4.4.315', ['ipv6-broken']),
  'one-of-three-down': onOne('one-of-many-down', 'connect', '450 4.4.316', ['one-of-many-down']),
  'different-certificates': {
    ...onOne('certificate-name-mismatch', 'certificate', CATCH_ALL, ['certificate-name-mismatch', 'hosts-disagree']),
    queue: 'waiting',
  },

  'exchange-only': warns('connection-timed-out', 'pending-none', { queue: 'empty' }),
  'outbound-blocked': {
    finding: 'outside-port-25-blocked',
    stage: 'connect',
    code: null,
    control: 'silent',
    proof: ['control-failed'],
    warnings: ['connection-timed-out', 'outside-port-25-blocked'],
  },
  'outbound-rejected': {
    finding: 'outside-port-25-blocked',
    stage: 'connect',
    code: null,
    control: 'refused',
    proof: ['control-failed'],
    warnings: ['connection-refused', 'outside-port-25-blocked'],
  },
}

/** Rows 19 to 63: what is not named is no fault. */
export const EXPECTED_SESSION: ExpectedTable = Object.fromEntries(
  Object.entries(TABLE).map(([name, expected]) => [name, { faults: [], ...expected }]),
)
