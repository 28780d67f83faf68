import { describe, expect, test } from '@jest/globals'
import { readErrors, readErrorText, reportedOf } from '../../src/knowledge/read-error.ts'
import { samples } from './samples.ts'

const ndr = `Your message to adele@tailspin.example couldn't be delivered.

Diagnostic information for administrators:

Generating server: SG2APC01HT007.eop-APC01.prod.protection.outlook.com
Receiving server: SG2APC01HT007.eop-APC01.prod.protection.outlook.com
Total retry attempts: 12

adele@tailspin.example
6/19/2018 7:32:05 AM - Server at SG2APC01HT007.eop-APC01.prod.protection.outlook.com returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)'
6/19/2018 7:26:11 AM - Server at mail.tailspin.example (203.0.113.107) returned '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.tailspin.example] [LastAttemptedIP=203.0.113.107:25] [HK2APC01FT031.eop-APC01.prod.protection.outlook.com](Socket error code 10061)'

Original message headers:

Received: from SN6.example (10.0.0.1) by SN7.example with Microsoft SMTP Server; 450 4.4.312 is not what happened
X-Forefront-Antispam-Report: CIP:255.255.255.255;PTR:InfoDomainNonexistent;SFV:NSPM
Subject: 550 5.1.10 in a subject
`

const REPORTER = 'SG2APC01HT007.eop-APC01.prod.protection.outlook.com'
const refused = {
  recipient: 'adele@tailspin.example',
  reply: '450',
  status: '4.4.316',
  finding: 'connection-refused',
  server: 'mail.tailspin.example',
  ip: '203.0.113.107',
  detail: 'Socket error code 10061',
  at: '2018-06-19T07:26:11Z',
  reporter: 'HK2APC01FT031.eop-APC01.prod.protection.outlook.com',
}

const mail = (parts: readonly string[], subject = 'Undeliverable: report') =>
  [
    'Received: from mail.protection.outlook.example (203.0.113.9) by mx.example; Tue, 19 Jun 2018 07:32:06 +0000',
    'From: postmaster@contoso.example',
    'To: sender@contoso.example',
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"',
    '',
    ...parts.flatMap((part) => ['--cut', part]),
    '--cut--',
    '',
  ].join('\r\n')

const text = (body: string) => `Content-Type: text/plain; charset="utf-8"\r\n\r\n${body.replace(/\n/g, '\r\n')}`
const quoted = (body: string) =>
  `Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${body.replace(/=/g, '=3D').replace(/(.{60})/g, '$1=\r\n')}`
const status = (...fields: readonly string[]) =>
  [
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; SG2APC01HT007.eop-APC01.prod.protection.outlook.com',
    '',
    ...fields,
  ].join('\r\n')
const returned = [
  'Content-Type: message/rfc822',
  '',
  'From: a@b.example',
  'Subject: 550 5.1.10 user unknown',
  '',
  'error 450 4.4.312 in the body',
].join('\r\n')

describe('an error text', () => {
  test.each(samples.map((sample) => [sample.name, sample] as const))('%s', async (_, sample) => {
    const reports = await readErrors(sample.text)
    expect(reports).toHaveLength(1)
    expect(reports[0]).toMatchObject(sample.reads)
    expect(readErrorText(sample.text)).toEqual(reports[0])
  })

  test('a non-delivery report gives one report for its recipient, from the line that carries the cause', async () => {
    expect(await readErrors(ndr)).toEqual([refused])
  })

  test('the same report quoted in a reply, on one line, or with French quotation marks reads the same', async () => {
    expect(await readErrors(ndr.replace(/^/gm, '> '))).toEqual([refused])
    expect(await readErrors(ndr.slice(ndr.indexOf('adele@tailspin.example\n6'), ndr.indexOf('\nOriginal')).replace(/\n/g, ' '))).toEqual([
      refused,
    ])
    expect(await readErrors(ndr.replace(/returned '/g, 'a renvoyé « ').replace(/\)'\n/g, ') »\n'))).toEqual([refused])
  })

  test('where the temporary line is bare, the final line lends its words', async () => {
    const [report] = await readErrors(`adele@tailspin.example
8/26/2026 3:27:58 AM - Server at SJ2PR16MB5890.namprd16.prod.outlook.com returned '550 5.4.317 Message expired, cannot connect to remote server(Failed to connect. Winsock error code: 995, Win32 error code: 995)'
8/26/2026 3:27:28 AM - Server at mail.tailspin.example (203.0.113.107) returned '450 4.4.317 Cannot establish session with remote server'`)
    expect(report).toMatchObject({
      reply: '450',
      status: '4.4.317',
      finding: 'connection-timed-out',
      server: 'mail.tailspin.example',
      ip: '203.0.113.107',
    })
  })

  test('each recipient of a report has one of its own', async () => {
    const reports = await readErrors(`${ndr.split('Original')[0]}
lee@fabrikam.example
6/19/2018 7:30:00 AM - Server at SG2.prod.outlook.com returned '550 5.4.312 Message expired, DNS query failed(InfoNoRecords)'
6/19/2018 7:29:00 AM - Server at fabrikam.example (0.0.0.0) returned '450 4.4.312 DNS query failed [Message=InfoNoRecords] [LastAttemptedServerName=fabrikam.example](InfoNoRecords)'
`)
    expect(reports.map((each) => [each.recipient, each.finding])).toEqual([
      ['adele@tailspin.example', 'connection-refused'],
      ['lee@fabrikam.example', 'dns-no-records'],
    ])
  })

  test('several trace lines give one report each, the same one once', async () => {
    const line = (code: string, host: string) => `Reason: [{LED=${code}};{MSG=};{FQDN=${host}};{IP=203.0.113.5};{LRT=}]\n`
    const reports = await readErrors(
      line('450 4.4.315 Connection timed out', 'a.example') +
        line('450 4.4.318 Connection was closed abruptly', 'b.example') +
        line('450 4.4.315 Connection timed out', 'a.example'),
    )
    expect(reports.map((each) => [each.server, each.finding])).toEqual([
      ['a.example', 'connection-timed-out'],
      ['b.example', 'connection-dropped'],
    ])
  })

  test('a reply of several lines is one error', async () => {
    const reports = await readErrors(
      '550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n550-5.7.26 Authentication results:\n550 5.7.26 DKIM = did not pass',
    )
    expect(reports).toHaveLength(1)
    expect(reports[0]).toMatchObject({ reply: '550', status: '5.7.26', finding: 'authentication-failed' })
  })

  test('a report for people that names code, address and error apart is one error', async () => {
    const reports = await readErrors(`Your message to adele@tailspin.example couldn't be delivered.
See Fix email delivery issues for error code 5.4.14 in Office 365.

Original Message Details
Recipient Address: adele@tailspin.example

Error Details
Error: 554 5.4.14 Hop count exceeded - possible mail loop ATTR34 [DU2PEPF00028D13.eurprd03.prod.outlook.com 2024-04-21T13:47:53.142Z 08DC618C59ADCC5C]
Message rejected by: DU2PEPF00028D13.mail.protection.outlook.com`)
    expect(reports).toMatchObject([{ recipient: 'adele@tailspin.example', reply: '554', status: '5.4.14', finding: 'mail-loop' }])
  })

  test('headers pasted above an error, without a blank line, do not hide it', async () => {
    const reports = await readErrors('From: postmaster@contoso.example\nSubject: Undeliverable\n450 4.4.316 Connection refused')
    expect(reports).toMatchObject([{ reply: '450', status: '4.4.316', finding: 'connection-refused' }])
  })

  test('what is kept on an incident', () => {
    expect(reportedOf('450 4.4.316 Connection refused', '2026-01-01T00:00:00.000Z')).toEqual({
      text: '450 4.4.316 Connection refused',
      reply: '450',
      status: '4.4.316',
      finding: 'connection-refused',
      at: '2026-01-01T00:00:00.000Z',
    })
    expect(reportedOf(`450 4.4.316 ${'x'.repeat(100_000)}`, '').text.length).toBeLessThanOrEqual(4_000)
  })

  test('no value of a report is longer than a card can bear', async () => {
    const long = 'a'.repeat(5_000)
    const reports = await readErrors(
      `${long}@${long}.example\n1/1/2026 - Server at ${long}.example (${long}) returned '450 4.4.317 ${long} [Message=${long}] [LastAttemptedServerName=${long}]'`,
    )
    for (const value of Object.values(reports[0]!)) expect(String(value).length).toBeLessThanOrEqual(500)
  })
})

describe('a mail', () => {
  const failed = [
    'Final-Recipient: rfc822;ADELE@tailspin.example',
    'Action: failed',
    'Status: 5.4.316',
    'Diagnostic-Code: smtp;550 5.4.316 Message expired, connection refused(Socket error',
    ' code 10061)',
  ]

  test('is read from its delivery-status part, the returned message left out', async () => {
    expect(await readErrors(mail([text('Sorry.'), status(...failed), returned]))).toEqual([
      { ...refused, reply: '550', status: '5.4.316', server: null, ip: null, at: null, reporter: REPORTER },
    ])
  })

  test('its text adds the line that carries the cause', async () => {
    expect(await readErrors(mail([text(ndr), status(...failed), returned]))).toEqual([refused])
  })

  test('without such a part it is read from its text, quoted-printable and HTML included', async () => {
    const body = `<html><body><p>adele@tailspin.example<br>${ndr.split('\n')[9]!.replace(/'/g, '&#39;')}<br>${ndr.split('\n')[10]!}</p></body></html>`
    expect(await readErrors(mail([quoted(body)]))).toEqual([refused])
  })

  test('is the same as text or bytes, with line ends of either kind, and from an mbox', async () => {
    const source = mail([text(ndr), status(...failed), returned])
    const expected = [refused]
    expect(await readErrors(new TextEncoder().encode(source))).toEqual(expected)
    expect(await readErrors(source.replace(/\r\n/g, '\n'))).toEqual(expected)
    expect(await readErrors(`From MAILER-DAEMON Tue Jun 19 07:32:05 2018\n${source}`)).toEqual(expected)
  })

  test('recipients that were delivered are no errors; delayed ones are', async () => {
    const reports = await readErrors(
      mail([
        text('See below.'),
        status(
          'Final-Recipient: rfc822;ok@a.example',
          'Action: delivered',
          'Status: 2.1.5',
          '',
          'Final-Recipient: rfc822;late@a.example',
          'Action: delayed',
          'Status: 4.4.315',
          'Remote-MTA: dns;mx.a.example',
        ),
      ]),
    )
    expect(reports).toEqual([
      {
        at: null,
        reporter: REPORTER,
        recipient: 'late@a.example',
        reply: null,
        status: '4.4.315',
        finding: 'connection-timed-out',
        server: 'mx.a.example',
        ip: null,
        detail: null,
      },
    ])
  })

  test('an ordinary mail is not recognised', async () => {
    expect(await readErrors('From: a@b.example\r\nSubject: hello\r\nMIME-Version: 1.0\r\n\r\nLunch at 12:30?')).toMatchObject([
      { finding: 'unrecognised', status: null },
    ])
  })

  test('bytes in UTF-16, as Windows tools write them, are read', async () => {
    const bytes = new Uint8Array([0xff, 0xfe, ...Buffer.from('450 4.4.316 Connection refused', 'utf16le')])
    expect(await readErrors(bytes)).toMatchObject([{ reply: '450', status: '4.4.316', finding: 'connection-refused' }])
  })
})
