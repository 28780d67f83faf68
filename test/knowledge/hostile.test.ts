import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Report } from '../../src/domain/explanation.ts'
import { FINDING_CODES } from '../../src/domain/finding.ts'
import { readErrors, readErrorText } from '../../src/knowledge/read-error.ts'
import { replies } from '../../src/knowledge/replies.ts'
import { expected } from './expected.ts'
import { samples } from './samples.ts'

const MEGABYTE = 1_000_000

/** What the readers look for, and what their patterns begin with. */
const FRAGMENTS = [
  ...'{LED= {MSG= {FQDN= {IP= {LRT= }; [Message= [LastAttemptedServerName= [LastAttemptedIP= [SmtpSecurity= [ ] { } ( ) < > « » “ ” -> @ a@ a.b a@b.c , ; : # # . ` | \\ & = -- \u00a0 \u200b \ufeff \u0000 \ud800 é 日'.split(
    ' ',
  ),
  ...["'", '"', ' ', '\n', '\r', '\r\n', '\t', '\n\n', ' \n', '> ', '>\n', "returned '", "'450 4.4.317 ", '450 4.4.317 ', '550-5.7.1 x\n'],
  ...[
    '4.4.',
    '421 ',
    '550',
    '1/1/2026 1:00:00 AM - ',
    'Server at ',
    'a.example (1.2.3.4) ',
    'while talking to a',
    '<a@b.c>: ',
    '<a.b #5.7.1 ',
  ],
  ...['Recipient: ', 'Your message to ', 'Subject: ', 'Final-Recipient: rfc822;a@b.c\n', 'Diagnostic-Code: smtp;', 'Status: 5.1.1\n\n'],
  ...[
    '<br ',
    '<br>',
    '<!--',
    '</',
    '<style>',
    '<a href=',
    '&lt;',
    '&#39;',
    '&#x',
    '=3D',
    '=\n',
    '=E2=80',
    '[a](http:',
    '<http://a|',
    '<mailto:a|',
  ],
  ...['From: a@b.example\n', 'MIME-Version: 1.0\n', 'Received: from a\n', 'X-A: b\n c\n', 'A:b\n\n', '--x\n', '--x--\n'],
  ...['Content-Type: multipart/report; boundary=x\n', 'Content-Type: message/delivery-status\n\n', 'Content-Type: message/rfc822\n\n'],
  ...[
    'Content-Type: text/html\n\n',
    'Content-Transfer-Encoding: base64\n',
    'Content-Transfer-Encoding: quoted-printable\n',
    '=?utf-8?Q?a?= ',
  ],
  ...[
    'OutboundProxyTargetIP: ',
    'last endpoint attempted was ',
    'primary target IP address: "',
    '(in reply to ',
    'Original message headers:\n',
  ],
  ...[
    '----- Original message ',
    '---This is a copy of the message',
    'Socket error code ',
    'connect to x: ',
    'lost connection with ',
    'Name service error for ',
  ],
  ...[
    '[AM5EUR03FT022.eop-EUR03.prod.protection.outlook.com 2026-11-05T10:02:11.004Z 08DE]',
    '[a.outlook.com ',
    '1/2/2026 1:00:00 AM ',
    '\n01.02.2026 10:00, ',
    '\nMessage rejected by: a.example',
    '\nDate : ',
    '\nTime: 1/1/2026',
    '\nGenerating server: ',
    '\nx: a.prod.outlook.com',
    '\nCreated Date: ',
    'to connect. [',
    'connect to a[',
    '\nReporting-MTA: dns; ',
    '\nLast-Attempt-Date: 1 Jan 2026 ',
    '\n550 5.1.1 x\n{LED=450 4.4.316 x}',
    '\u001b[31m',
  ],
]
/** What a rule's pattern looks for first. */
const PREFIXES = replies.flatMap(({ says }) => says?.source.match(/[A-Za-z][A-Za-z ]{3,40}/)?.[0] ?? [])

const HEADS = [
  '',
  'From: a@b.example\nMIME-Version: 1.0\n\n',
  'From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/html\n\n',
  'From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n',
  "adele@b.example\n1/1/2026 1:00:00 AM - Server at a.example (1.2.3.4) returned '450 4.4.317 ",
]

const texts = samples.map(({ text }) => text)
const files = Object.keys(expected).map((name) => new Uint8Array(readFileSync(new URL(`./corpus/${name}`, import.meta.url))))

function isSound(reports: readonly Report[]): void {
  expect(reports.length).toBeGreaterThan(0)
  expect(reports.length).toBeLessThanOrEqual(100)
  for (const { finding, status, reply, at, ...words } of reports) {
    if (at !== null) expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z?$/)
    expect(FINDING_CODES).toContain(finding)
    if (status !== null) expect(status).toMatch(/^[45]\.[0-7]\.\d{1,3}$/)
    if (reply !== null) expect(reply).toMatch(/^[245]\d\d$/)
    for (const word of Object.values(words)) if (word !== null) expect(word.length).toBeLessThanOrEqual(500)
  }
}

/** A second is what the longest input may take; what backtracks takes minutes. */
const SECOND = 1_000

/** Work of this process in milliseconds, for what else the machine does is no fault of the reader; the best of three where one is slow. */
async function workOf(input: string | Uint8Array): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let nth = 0; nth < 3 && best >= SECOND; nth += 1) {
    const before = process.cpuUsage()
    isSound(await readErrors(input))
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}

const filled = (head: string, piece: string): string =>
  (head + piece.repeat(Math.ceil(MEGABYTE / Math.max(1, piece.length)))).slice(0, MEGABYTE)
const fragment = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...FRAGMENTS) },
  fc.constantFrom(...PREFIXES),
  fc.string({ maxLength: 6, unit: 'binary' }),
)
const few = fc.array(fragment, { minLength: 1, maxLength: 40 }).map((all) => all.join(''))

describe('whatever is pasted', () => {
  test('is answered without a throw, from words, fragments and bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), few, fc.uint8Array({ maxLength: 400 })), async (input) => {
        isSound(await readErrors(input))
        if (typeof input === 'string') isSound([readErrorText(input)])
      }),
      { numRuns: 600 },
    )
  })

  test('is answered when real errors are cut, joined and broken anywhere', async () => {
    const cut = fc.tuple(fc.constantFrom(...texts), fc.nat(600), fc.nat(600)).map(([text, from, length]) => text.slice(from, from + length))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(cut, few), { minLength: 1, maxLength: 6 }), async (pieces) =>
        isSound(await readErrors(pieces.join(''))),
      ),
      { numRuns: 400 },
    )
  })

  test('is answered when files are cut or damaged', async () => {
    const damaged = fc
      .tuple(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 30 }),
      )
      .map(([file, share, changes]) => {
        const bytes = file.slice(0, Math.ceil(file.length * share))
        for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
        return bytes
      })
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => isSound(await readErrors(bytes))),
      { numRuns: 300 },
    )
  })
})

describe('a megabyte', () => {
  test.each([...new Set([...FRAGMENTS, ...PREFIXES])].map((piece, nth) => [piece, HEADS[1 + (nth % (HEADS.length - 1))] ?? ''] as const))(
    'of %j takes less than a second',
    async (piece, head) => {
      expect(await workOf(filled('', piece))).toBeLessThan(SECOND)
      expect(await workOf(filled(head, piece))).toBeLessThan(SECOND)
    },
  )

  test('of any few fragments over and over takes less than a second', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...HEADS), few, async (head, piece) => {
        expect(await workOf(filled(head, piece))).toBeLessThan(SECOND)
      }),
      { numRuns: 30 },
    )
  })

  test.each([
    ['brackets', '[', ']'],
    ['braces', '{LED=', '}'],
    ['parentheses', '450 4.4.317 (', ')'],
    ['quotations', "'450 4.4.317 ", "'"],
    ['arrows', '5.4.300 Message expired -> ', ''],
    ['tags', '<div>', '</div>'],
  ])('of nested %s takes less than a second', async (_, opening, closing) => {
    const depth = Math.floor(MEGABYTE / (opening.length + closing.length))
    expect(await workOf(opening.repeat(depth) + closing.repeat(depth))).toBeLessThan(SECOND)
  })

  test('of mails within mails takes less than a second, however they are wrapped', async () => {
    const part = (inner: string, nth: number): string =>
      `From: a@b.example\nContent-Type: multipart/mixed; boundary="b${nth}"\n\n--b${nth}\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\n${inner}\n--b${nth}--\n`
    let nested = 'From: a@b.example\nSubject: x\n\n450 4.4.316\n'
    for (let nth = 0; nth < 2_000; nth += 1) nested = part(nested, nth)
    expect(await workOf(nested)).toBeLessThan(SECOND)
    const many = Buffer.from(`From: a@b.example\nX-A: b\n\n${'a\n'.repeat(35_000)}`).toString('base64')
    const attached = Array.from({ length: 10 }, () => `--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${many}\n`)
    const wide = `From: a@b.example\nContent-Type: multipart/mixed; boundary="b"\n\n${attached.join('')}--b--\n`
    expect(await workOf(wide)).toBeLessThan(SECOND)
  })

  test('of bytes without any meaning takes less than a second', async () => {
    let seed = 1
    const noise = Uint8Array.from({ length: MEGABYTE }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed >> 16
    })
    expect(await workOf(noise)).toBeLessThan(SECOND)
    expect(await workOf(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...noise]))).toBeLessThan(SECOND)
    expect(await workOf(new Uint8Array([0xff, 0xfe, ...noise]))).toBeLessThan(SECOND)
    expect(await workOf(new Uint8Array(MEGABYTE))).toBeLessThan(SECOND)
  })

  test('and what is beyond it is left out', async () => {
    expect(await readErrors(`${'x'.repeat(MEGABYTE)} 450 4.4.316 Connection refused`)).toMatchObject([{ finding: 'unrecognised' }])
  })
})
