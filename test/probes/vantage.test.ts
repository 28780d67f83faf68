import { describe, expect, test } from '@jest/globals'
import type { Evidence, SessionFault, SessionStage, Transcript } from '../../src/domain/evidence.ts'
import type { Verdict } from '../../src/domain/finding.ts'
import type { Reported } from '../../src/domain/incident.ts'
import { judge, verdict } from '../../src/probes/index.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import { answer, endedAt, evidenceWith, HOST, inShort, nothingWaits, proofOf, reportedAs, tlsWith, transcriptWith } from './healthy.ts'

/** What looks like the target's fault and may be ours: the address we ask from, the certificate we lack, the names we are told. */

const on = (evidence: Evidence, ...reported: readonly Reported[]): Verdict => verdict(judge(evidence), evidence, reported)
const seeing = (...transcripts: readonly Transcript[]): Evidence => evidenceWith({ transcripts })
/** Nobody knows whether mail waits. */
const bare = (evidence: Evidence): Evidence => ({ ...evidence, tenant: null })
const replied = (stage: SessionStage, text: string): Evidence =>
  seeing(endedAt(stage, { is: 'reply', code: Number(text.slice(0, 3)), text }))
const broke = (error: string): Evidence => seeing(endedAt('handshake', { is: 'tls', error }))
const SILENT: SessionFault = { is: 'timed-out' }
const CLOSED: SessionFault = { is: 'closed', error: 'closed' }

describe('a refusal that names the one who asks', () => {
  test.each<[string, SessionStage]>([
    ['550 5.7.1 Client host rejected: cannot find your hostname', 'ehlo'],
    ['554 5.7.1 banner: no mail from your network', 'banner'],
    ['554 Your IP 203.0.113.9 is listed', 'banner'],
    ['421 4.7.0 Too many connections from you', 'banner'],
    ['554 5.7.1 blocked using zen.spamhaus.org', 'banner'],
  ])('is one possibility, and said to be: %s', (text, stage) => {
    expect(on(bare(replied(stage, text)))).toMatchObject({ confidence: 'possible', why: expect.arrayContaining(['may-be-us']) })
    expect(on(replied(stage, text))).toMatchObject({ confidence: 'likely', why: expect.arrayContaining(['may-be-us']) })
    expect(on(nothingWaits(replied(stage, text)))).toMatchObject({ finding: 'no-fault-found', confidence: 'possible', why: ['may-be-us'] })
  })

  test.each(['554 5.3.2 No SMTP service here', '550 5.7.1 access denied', '421 4.3.2 Service not available'])(
    'any other is likely, for it is seen from here only: %s',
    (text) => {
      expect(on(bare(replied('banner', text)))).toMatchObject({ confidence: 'likely', why: ['earliest-stage'] })
    },
  )

  test('gives way to what Exchange Online met further on', () => {
    const listed = replied('banner', '554 5.7.1 Client host [203.0.113.9] blocked using zen.spamhaus.org')
    expect(on(listed, reportedAs('certificate-expired'))).toMatchObject({
      finding: 'certificate-expired',
      why: ['trace-says-so', 'disagrees-with-report'],
    })
    expect(on(listed, reportedAs('session-refused'))).toMatchObject({ finding: 'session-refused', confidence: 'likely' })
    const told = { ...reportedAs('session-refused'), text: '450 4.4.317 Cannot connect [Message=554 5.7.1 Client host blocked]' }
    expect(on(listed, told)).toMatchObject({ finding: 'session-refused', confidence: 'certain' })
  })
})

describe('a client certificate', () => {
  const demanded = broke('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: tlsv13 alert certificate required')

  test('is one that Exchange Online has and we have not', () => {
    expect(on(bare(demanded))).toMatchObject({ finding: 'client-certificate-demanded', confidence: 'possible', why: ['may-be-us'] })
    expect(proofOf(judge(demanded), 'seen-from-here')).toHaveLength(1)
    expect(inShort(judge(nothingWaits(demanded)))).toEqual(['warning client-certificate-demanded/handshake'])
    expect(on(nothingWaits(demanded))).toMatchObject({ finding: 'no-fault-found', why: ['may-be-us'] })
  })
  test('is the cause where Exchange Online fails in the handshake too', () => {
    expect(on(demanded, reportedAs('tls-handshake-failed'))).toMatchObject({ finding: 'client-certificate-demanded', confidence: 'likely' })
  })
})

describe('a recipient that was asked about from here', () => {
  const asked = (rcpt: string): Evidence => {
    const reply = { code: Number(rcpt.slice(0, 3)), text: rcpt }
    const recipientTests = [
      { sender: 'a@fabrikam.example', recipient: 'b@contoso.example', mail: { code: 250, text: '250 ok' }, rcpt: reply },
    ]
    return bare(seeing(transcriptWith({ recipientTests })))
  }

  test.each<[string, Verdict['finding'], Verdict['confidence']]>([
    ['550 5.7.1 Unable to relay', 'relay-denied', 'possible'],
    ['530 5.7.1 Client was not authenticated', 'authentication-required', 'possible'],
    ['550 5.1.1 User unknown', 'recipient-unknown', 'certain'],
  ])('%s', (rcpt, finding, confidence) => expect(on(asked(rcpt))).toMatchObject({ finding, confidence }))

  test.each(['554 5.7.1 blocked using zen.spamhaus.org', '550 5.7.23 SPF validation failed', '450 4.2.0 Greylisted'])(
    'what is held against our address is no fault of theirs: %s',
    (rcpt) => expect(on(asked(rcpt))).toMatchObject({ finding: 'no-fault-found', confidence: 'possible', why: ['may-be-us'] }),
  )
})

describe('how sure a broken session makes', () => {
  test.each<[string, Evidence, Verdict['finding'], Verdict['confidence']]>([
    ['a handshake that is closed', seeing(endedAt('handshake', CLOSED)), 'tls-handshake-failed', 'likely'],
    ['a handshake that hangs', seeing(endedAt('handshake', SILENT)), 'tls-handshake-failed', 'likely'],
    ['bytes that are no TLS', broke('ERR_SSL_WRONG_VERSION_NUMBER: wrong version number'), 'tls-handshake-failed', 'certain'],
    ['an alert that has many reasons', broke('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'), 'tls-no-shared-cipher', 'likely'],
    ['an alert about the version', broke('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'), 'tls-version-too-old', 'certain'],
    ['STARTTLS refused once it was offered', replied('starttls', '502 5.5.1 unknown command'), 'starttls-masked', 'likely'],
    [
      'a banner of stars while mail waits',
      seeing(endedAt('starttls', { is: 'starttls-not-offered' }, { banner: ['220 ****2****200*'] })),
      'starttls-masked',
      'certain',
    ],
    [
      'a banner of stars',
      bare(seeing(endedAt('starttls', { is: 'starttls-not-offered' }, { banner: ['220 ****2****200*'] }))),
      'starttls-masked',
      'likely',
    ],
  ])('%s', (_says, evidence, finding, confidence) => expect(on(evidence)).toMatchObject({ finding, confidence }))

  test('old ciphers that a second look agreed on leave no doubt', () => {
    const first = endedAt('handshake', { is: 'tls', error: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' })
    const again = transcriptWith({ tls: tlsWith({ protocol: 'TLSv1.2', cipher: 'AES128-SHA' }) })
    expect(on({ ...seeing(first), secondLooks: [{ why: 'legacy-tls', transcript: again }] })).toMatchObject({
      finding: 'tls-no-shared-cipher',
      confidence: 'certain',
      why: ['second-look'],
    })
  })

  test('a catch-all does not bear out a silence seen from here, its own code does', () => {
    const silent = seeing(endedAt('connect', SILENT))
    expect(on(silent, reportedAs('session-refused'))).toMatchObject({ finding: 'connection-timed-out', confidence: 'likely' })
    expect(on(silent, reportedAs('connection-timed-out', '4.4.315'))).toMatchObject({ confidence: 'certain' })
  })
})

describe('an address inside', () => {
  const inside: SessionFault = { is: 'not-public', range: '10.0.0.0/8 (RFC 1918)' }
  const named = seeing(endedAt('connect', inside, { ip: '10.0.0.5' }))
  const written = seeing(endedAt('connect', inside, { host: '10.0.0.5', ip: '10.0.0.5' }))

  test('that a name leads to may come from DNS inside the company', () => {
    expect(on(bare(named))).toMatchObject({ finding: 'address-not-public', subject: HOST, confidence: 'likely' })
    expect(inShort(judge(nothingWaits(named)))).toEqual(['warning address-not-public/dns'])
    expect(on(nothingWaits(named))).toMatchObject({ finding: 'no-fault-found', confidence: 'possible', why: ['could-not-look'] })
  })
  test('that the connector itself names is the same for everybody', () => {
    expect(on(bare(written))).toMatchObject({ finding: 'address-not-public', confidence: 'certain' })
    expect(inShort(judge(nothingWaits(written)))).toEqual(['fault address-not-public/dns'])
  })
})

describe('a reply that never ends (row 56)', () => {
  const line = (from: 'client' | 'server', text: string) => ({ from, text, secured: false })
  const talking = seeing(
    endedAt('banner', SILENT, { banner: [], dialogue: [line('server', '220-welcome'), line('server', '220-and so on')] }),
  )

  test('is no silence', () => {
    expect(proofOf(judge(talking), 'reply-unfinished')).toEqual([{ ip: '192.0.2.10', stage: 'banner', ms: 10, reply: '220-and so on' }])
    expect(proofOf(judge(talking), 'no-answer')).toEqual([])
    expect(on(talking)).toMatchObject({ code: '450 4.4.317', alsoReportedAs: ['450 4.4.318', '450 4.4.315'] })
  })
  test('a command that was not answered is', () => {
    const asked = seeing(endedAt('ehlo', SILENT, { dialogue: [line('server', '220 mail'), line('client', 'EHLO bot')] }))
    expect(proofOf(judge(asked), 'no-answer')).toHaveLength(1)
  })
})

describe('a known-good target that fails', () => {
  const blocked = { target: 'control.example', passed: false }
  const other = resolutionOf(
    'other.example',
    [answer('other.example', 'MX', '0 mx.other.example'), answer('mx.other.example', 'A', '192.0.2.77')],
    'domain',
  )
  const own = resolutionOf('contoso.example', [answer('contoso.example', 'MX', `0 ${HOST}`), answer(HOST, 'A', '192.0.2.10')], 'domain')
  const silent = endedAt('connect', SILENT, { host: 'mx.other.example', ip: '192.0.2.77' })
  const two = (first: Transcript): Evidence => evidenceWith({ resolutions: [own, other], transcripts: [first, silent], control: blocked })

  test('says nothing where another domain was reached all the same', () => {
    expect(on(two(transcriptWith()))).toMatchObject({ finding: 'connection-timed-out', subject: 'mx.other.example', confidence: 'likely' })
    expect(proofOf(judge(two(transcriptWith())), 'control-failed')).toEqual([])
  })
  test('says that nothing can be said where nobody was', () => {
    expect(on(two(endedAt('connect', SILENT)))).toMatchObject({ finding: 'outside-port-25-blocked', confidence: 'certain' })
  })
})

describe('the code of a report that nothing here bears out', () => {
  test('is the reported one, with the usual ones beside it', () => {
    expect(on(seeing(transcriptWith()), reportedAs('connection-refused'))).toMatchObject({
      finding: 'connection-refused',
      code: '450 4.4.317',
      alsoReportedAs: ['450 4.4.316'],
    })
    expect(on(seeing(transcriptWith()), { ...reportedAs('connection-refused', '5.4.316'), reply: '550' })).toMatchObject({
      code: '550 5.4.316',
      alsoReportedAs: ['450 4.4.316', '450 4.4.317'],
    })
    expect(on(seeing(transcriptWith()), { ...reportedAs('connection-refused'), reply: null })).toMatchObject({ code: '450 4.4.316' })
  })
})
