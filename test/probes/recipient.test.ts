import { describe, expect, test } from '@jest/globals'
import type { Evidence, RecipientTest, Transcript } from '../../src/domain/evidence.ts'
import { recipient } from '../../src/probes/recipient.ts'
import { endedAt, evidenceWith, HOST, inShort, nothingWaits, proofOf, transcriptWith } from './healthy.ts'

const TO = 'someone@contoso.example'
const FROM = 'postmaster@fabrikam.example'
const said = (text: string | null): RecipientTest['mail'] => (text === null ? null : { code: Number(text.slice(0, 3)), text })
const test1 = (sender: string, mail: string | null, rcpt: string | null): RecipientTest => ({
  sender,
  recipient: TO,
  mail: said(mail),
  rcpt: said(rcpt),
})
const OK = '250 2.1.0 ok'
const tested = (...recipientTests: readonly RecipientTest[]): Transcript => transcriptWith({ recipientTests })
const sessions = (...transcripts: readonly Transcript[]): Evidence => evidenceWith({ transcripts })
const both = (rcpt: string): Evidence => sessions(tested(test1('', OK, rcpt), test1(FROM, OK, rcpt)))

describe('a recipient that is refused', () => {
  test.each<[string, string, string]>([
    ['row 49', '550 5.1.1 User unknown', 'fault recipient-unknown'],
    ['row 49', '550 5.1.10 RESOLVER.ADR.RecipientNotFound', 'fault recipient-unknown'],
    ['edge blocking', '550 5.4.1 Recipient address rejected: Access denied', 'fault recipient-unknown'],
    ['no status', '550 No such user here', 'fault recipient-unknown'],
    ['a bare 550', '550 no', 'fault recipient-unknown'],
    ['user elsewhere', '551 user not local', 'fault recipient-unknown'],
    ['for now', '450 4.1.1 unverified address', 'warning recipient-unknown'],
    ['row 50', '450 4.2.0 Greylisted, try again', 'warning greylisted'],
    ['row 50', '451 4.7.1 please try again later', 'warning greylisted'],
    ['row 50', '450 later', 'warning greylisted'],
    ['greylisting by 452', '452 4.2.1 greylisting in action', 'warning greylisted'],
    ['row 51', '550 5.7.1 Unable to relay', 'fault relay-denied'],
    ['row 51', '550 5.7.64 TenantAttribution; Relay Access Denied', 'fault relay-denied'],
    ['row 51', '554 5.7.1 <someone@contoso.example>: Relay access denied', 'fault relay-denied'],
    ['Exchange', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain', 'fault relay-denied'],
    ['sendmail', '550 5.7.1 Relaying denied', 'fault relay-denied'],
    ['old words', '550 we do not relay', 'fault relay-denied'],
    ['full', '552 5.2.2 Over quota', 'fault mailbox-full'],
    ['full for now', '452 4.2.2 Mailbox full', 'warning mailbox-full'],
    ['full without a status', '552 exceeded', 'fault mailbox-full'],
    ['too large', '552 5.3.4 Message too big', 'fault message-too-large'],
    ['too many', '452 4.5.3 Too many recipients', 'warning too-many-recipients'],
    ['busy', '432 4.3.2 Recipient thread limit exceeded', 'warning mailbox-busy'],
    ['out of resources', '452 4.3.1 Insufficient system resources', 'warning service-unavailable'],
    ['closing', '421 4.3.2 Service not available', 'warning service-unavailable'],
    ['a block list', '554 5.7.1 Client host [203.0.113.9] blocked using zen.spamhaus.org', 'warning source-blocked'],
    ['SPF', '550 5.7.23 SPF validation failed', 'warning authentication-failed'],
    ['no reverse name', '450 4.7.25 Client host rejected: cannot find your hostname', 'warning source-blocked'],
    ['sign in first', '530 5.7.0 Authentication required', 'fault authentication-required'],
    ['by rule', '550 5.7.1 Message rejected by policy', 'fault policy-rejected'],
    ['by rule', '550 5.7.129 RestrictDomains', 'fault policy-rejected'],
    ['disabled', '550 5.2.1 Mailbox disabled', 'fault policy-rejected'],
    ['unheard of', '599 zzz', 'fault policy-rejected'],
    ['an address of numbers is no status', '450 5.1.1.20 is listed nowhere', 'warning greylisted'],
  ])('%s: %s', (_says, rcpt, expected) => {
    expect(inShort(recipient(both(rcpt)))).toEqual([`${expected}/ehlo2`])
  })

  test('is told with both senders, and stands on the recipient', () => {
    const [finding] = recipient(both('550 5.1.1 User unknown'))
    expect(finding).toMatchObject({ subject: TO })
    expect(finding?.evidence).toEqual([
      { code: 'recipient-reply', args: { ip: '192.0.2.10', sender: '<>', recipient: TO, reply: '550 5.1.1 User unknown' } },
      { code: 'recipient-reply', args: { ip: '192.0.2.10', sender: FROM, recipient: TO, reply: '550 5.1.1 User unknown' } },
    ])
  })

  test('at MAIL FROM it is the sender that is refused', () => {
    const refused = '550 5.1.8 Sender address rejected: Domain not found'
    const findings = recipient(sessions(tested(test1('', OK, OK), test1(FROM, refused, null))))
    expect(inShort(findings)).toEqual(['fault policy-rejected/ehlo2'])
    expect(proofOf(findings, 'sender-reply')).toEqual([{ ip: '192.0.2.10', sender: FROM, reply: refused }])
  })

  test('a lasting refusal stays a fault where another address accepts: senders do not try that one', () => {
    const accepts = { ...tested(test1('', OK, OK), test1(FROM, OK, OK)), ip: '192.0.2.11' }
    const findings = recipient(sessions(tested(test1(FROM, OK, '550 5.1.1 unknown')), accepts))
    expect(inShort(findings)).toEqual(['fault recipient-unknown/ehlo2'])
    expect(proofOf(findings, 'works-elsewhere')).toEqual([{ ok: 1, total: 2 }])
  })

  test.each<[string, string]>([
    ['550 5.7.1 Unable to relay', 'warning relay-denied'],
    ['550 5.7.1 Message rejected by policy', 'warning policy-rejected'],
    ['550 5.1.1 User unknown', 'fault recipient-unknown'],
  ])('what may hold for us alone is no fault while nothing waits: %s', (rcpt, expected) => {
    expect(inShort(recipient(nothingWaits(both(rcpt))))).toEqual([`${expected}/ehlo2`])
  })

  test('what may hold for us alone says from where it was seen', () => {
    expect(proofOf(recipient(both('450 4.2.0 Greylisted')), 'seen-from-here')).toHaveLength(1)
    expect(proofOf(recipient(both('550 5.1.1 unknown')), 'seen-from-here')).toHaveLength(0)
  })
})

describe('mail without a sender (row 52)', () => {
  test.each<[string, Transcript, readonly string[]]>([
    ['both accepted', tested(test1('', OK, OK), test1(FROM, OK, OK)), []],
    ['refused at MAIL FROM', tested(test1('', '550 5.7.1 no null sender', null), test1(FROM, OK, OK)), ['warning null-sender-refused']],
    ['refused at RCPT TO', tested(test1('', OK, '550 5.7.1 no bounces'), test1(FROM, OK, OK)), ['warning null-sender-refused']],
    ['nobody else was tried', tested(test1('', '550 5.7.1 no null sender', null)), ['warning null-sender-refused']],
    [
      'refused at MAIL FROM, and the recipient is unknown too',
      tested(test1('', '550 5.7.1 no null sender', null), test1(FROM, OK, '550 5.1.1 unknown')),
      ['warning null-sender-refused', 'fault recipient-unknown'],
    ],
    ['both refused alike', tested(test1('', OK, '550 5.1.1 unknown'), test1(FROM, OK, '550 5.1.1 unknown')), ['fault recipient-unknown']],
    ['put off only', tested(test1('', OK, '450 4.2.0 greylisted'), test1(FROM, OK, OK)), ['warning greylisted']],
  ])('%s', (_says, transcript, expected) => {
    expect(inShort(recipient(sessions(transcript)))).toEqual(expected.map((each) => `${each}/ehlo2`))
  })

  test('stands on the host', () => {
    const [finding] = recipient(sessions(tested(test1('', '550 no', null), test1(FROM, OK, OK))))
    expect(finding?.subject).toBe(HOST)
  })
})

describe('no answer at all (row 53)', () => {
  test.each<[string, readonly RecipientTest[], string]>([
    ['to MAIL FROM', [test1('', null, null), test1(FROM, null, null)], 'MAIL FROM'],
    ['to RCPT TO', [test1('', OK, null), test1(FROM, null, null)], 'RCPT TO'],
    ['once the first test was over', [test1('', OK, OK), test1(FROM, null, null)], 'MAIL FROM'],
  ])('%s', (_says, tests, command) => {
    const findings = recipient(sessions(tested(...tests)))
    expect(inShort(findings)).toEqual(['fault connection-dropped/ehlo2'])
    expect(proofOf(findings, 'command-unanswered')).toEqual([{ ip: '192.0.2.10', command }])
  })

  test('is left to the session where that broke', () => {
    const broken = endedAt('ehlo2', { is: 'closed', error: 'closed' }, { recipientTests: [test1('', null, null)] })
    expect(recipient(sessions(broken))).toEqual([])
  })

  test('counts in clear text too', () => {
    const clear = endedAt('starttls', { is: 'starttls-not-offered' }, { recipientTests: [test1('', null, null)] })
    expect(inShort(recipient(sessions(clear)))).toEqual(['fault connection-dropped/ehlo2'])
  })
})

test('nothing was asked, nothing is said', () => {
  expect(recipient(evidenceWith())).toEqual([])
})
