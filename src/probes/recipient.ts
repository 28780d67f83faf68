import type { Evidence, RecipientTest, Transcript } from '../domain/evidence.ts'
import type { EvidenceLine, Finding, FindingCode } from '../domain/finding.ts'
import { quote } from '../domain/quote.ts'
import { nothingPending, vantage } from '../domain/transcript.ts'

type Reply = NonNullable<RecipientTest['rcpt']>
type Step = 'mail' | 'rcpt'

/** One way to read a refusal. All that is given must hold; `status` is tested on the enhanced code (RFC 3463) as written. */
interface Rule {
  readonly finding: FindingCode
  readonly codes?: readonly number[]
  readonly status?: RegExp
  readonly says?: RegExp
  readonly at?: Step
}

/** The first that holds decides. Words stand before the codes that servers use for everything (x.7.1, 550, 450). */
const RULES: readonly Rule[] = [
  { finding: 'service-unavailable', codes: [421] },
  {
    finding: 'relay-denied',
    says: /relay access denied|relay(?:ing)? (?:is |was |mail )?(?:denied|prohibited|not (?:permitted|allowed))/i,
  },
  { finding: 'relay-denied', says: /(?:unable|not (?:permitted|allowed|authorized)|refus\w+|cannot|not|no) (?:to )?relay/i },
  { finding: 'relay-denied', status: /^5\.7\.(?:54|64|367)$/ },
  { finding: 'greylisted', codes: [421, 450, 451, 452], says: /gr[ae]y-?list|postgrey/i },
  {
    finding: 'source-blocked',
    says: /spamhaus|spamcop|\b(?:dns|r|u)bl\b|blocked using|(?:block|black)-?list|client host (?:rejected|blocked)/i,
  },
  { finding: 'authentication-failed', status: /^[45]\.7\.(?:2\d|509)$/ },
  { finding: 'authentication-failed', says: /\b(?:spf|dmarc|dkim)\b/i },
  { finding: 'authentication-required', codes: [530], says: /authenticat|log ?in/i },
  { finding: 'recipient-unknown', status: /^[45]\.1\.(?:1|2|3|6|10|351)$/ },
  { finding: 'recipient-unknown', status: /^5\.4\.1$/, says: /access denied|recipient/i },
  { finding: 'mailbox-full', status: /^[45]\.2\.2$/ },
  { finding: 'message-too-large', status: /^[45]\.(?:2\.3|3\.4)$/ },
  { finding: 'too-many-recipients', status: /^[45]\.5\.3$/ },
  { finding: 'mailbox-busy', codes: [432] },
  { finding: 'mailbox-busy', status: /^4\.2\.1$/ },
  { finding: 'service-unavailable', status: /^4\.[34]\.\d+$/ },
  { finding: 'policy-rejected', status: /^5\.(?:2\.1|7\.\d+|1\.[78])$/ },
  { finding: 'mailbox-full', says: /over ?quota|quota (?:is )?exceeded|exceed\w* (?:\w+ ){0,2}quota|mailbox (?:is )?full/i },
  {
    finding: 'recipient-unknown',
    at: 'rcpt',
    says: /(?:user|recipient|mailbox|address|account) (?:\w+ ){0,2}(?:unknown|not found|rejected|invalid)|unknown (?:user|recipient|mailbox|account)|no such (?:user|recipient|mailbox|address|person)|(?:does not|doesn't) exist/i,
  },
  { finding: 'greylisted', codes: [450, 451] },
  { finding: 'service-unavailable', codes: [432, 452, 454, 455, 458, 459] },
  { finding: 'mailbox-full', codes: [552], at: 'rcpt' },
  // RFC 5321 §4.2.3: 550 and 553 speak of the mailbox, 551 of a user elsewhere.
  { finding: 'recipient-unknown', codes: [550, 551, 553], at: 'rcpt' },
]

/** What the server may answer us alone: who may relay, who is listed, who is new. */
const RESTS_ON_US: ReadonlySet<FindingCode> = new Set([
  'relay-denied',
  'source-blocked',
  'authentication-failed',
  'authentication-required',
  'policy-rejected',
  'greylisted',
  'service-unavailable',
  'connection-dropped',
])

/** What the server holds against the address that asks, or against that address sending for a domain: neither is Exchange Online's. */
const AGAINST_US: ReadonlySet<FindingCode> = new Set(['source-blocked', 'authentication-failed'])

/** What one recipient test shows; `host` or `recipient` is its subject. */
interface Showing {
  readonly finding: FindingCode
  readonly subject: string
  /** 5xx: it will not pass on another try. */
  readonly lasting: boolean
  readonly line: EvidenceLine
}

/**
 * Whether the server takes mail for the recipient that was asked about, from an ordinary sender and from none (RFC 5321 §4.5.5). A lasting
 * refusal is a fault also where another address accepts: senders do not try the next one after it.
 */
export function recipient(evidence: Evidence): readonly Finding[] {
  const showings = evidence.transcripts.flatMap(readTests)
  const tested = evidence.transcripts.filter((each) => each.recipientTests.length > 0)
  const sound = tested.filter((each) => readTests(each).length === 0).length
  const elsewhere: readonly EvidenceLine[] = sound > 0 ? [{ code: 'works-elsewhere', args: { ok: sound, total: tested.length } }] : []
  const codes = [...new Set(showings.map((each) => each.finding))]
  return codes.flatMap((finding) => {
    const own = showings.filter((each) => each.finding === finding)
    const ours = RESTS_ON_US.has(finding)
    const harmless = finding === 'null-sender-refused' || AGAINST_US.has(finding) || (ours && nothingPending(evidence))
    const lasting = !harmless && own.some((each) => each.lasting)
    const lines = [...own.map((each) => each.line), ...elsewhere, ...(ours ? vantage(evidence) : [])]
    return [
      {
        finding,
        severity: lasting ? ('fault' as const) : ('warning' as const),
        subject: own[0]?.subject ?? evidence.target,
        stage: 'ehlo2' as const,
        evidence: lines,
      },
    ]
  })
}

function readTests(transcript: Transcript): readonly Showing[] {
  const { recipientTests: tests } = transcript
  const bounce = tests.find((each) => each.sender === '')
  const others = tests.filter((each) => each !== bounce)
  const alone = bounce !== undefined && refusedAsBounce(bounce, others)
  const refused = tests.filter((each) => !(alone && each === bounce)).flatMap((each) => refusal(transcript, each))
  return [
    ...(alone ? nullSenderRefused(transcript, bounce) : []),
    ...refused,
    ...(mayTest(transcript) ? unanswered(transcript).slice(0, 1) : []),
  ]
}

/** A session that was to be tested; one that broke before is judged by that. Without STARTTLS the test is made in clear. */
const mayTest = ({ fault }: Transcript): boolean => fault === null || fault.why.is === 'starttls-not-offered'

/** The last reply of a test, when it is a refusal. */
function refusedAt({ mail, rcpt }: RecipientTest): { readonly step: Step; readonly reply: Reply } | null {
  if (mail && mail.code >= 400) return { step: 'mail', reply: mail }
  return rcpt && rcpt.code >= 400 ? { step: 'rcpt', reply: rcpt } : null
}

/** The empty sender is turned away for good at a step that another sender passes, or at MAIL FROM, where nothing else is known yet. */
function refusedAsBounce(bounce: RecipientTest, others: readonly RecipientTest[]): boolean {
  const refused = refusedAt(bounce)
  if (!refused || refused.reply.code < 500) return false
  const passes = (each: RecipientTest): boolean => (each[refused.step]?.code ?? 999) < 400
  return others.some(passes) || (refused.step === 'mail' && others.length === 0)
}

function nullSenderRefused(transcript: Transcript, bounce: RecipientTest): readonly Showing[] {
  const refused = refusedAt(bounce)
  if (!refused) return []
  return [{ finding: 'null-sender-refused', subject: transcript.host, lasting: true, line: replyLine(transcript, bounce, refused) }]
}

function refusal(transcript: Transcript, test: RecipientTest): readonly Showing[] {
  const refused = refusedAt(test)
  if (!refused) return []
  const { code } = refused.reply
  const fallback = code >= 500 ? 'policy-rejected' : 'service-unavailable'
  const finding = RULES.find((rule) => holds(rule, refused.step, refused.reply))?.finding ?? fallback
  return [{ finding, subject: test.recipient, lasting: code >= 500, line: replyLine(transcript, test, refused) }]
}

function holds({ codes, status, says, at }: Rule, step: Step, { code, text }: Reply): boolean {
  const words = text.slice(0, 1000)
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?![.\d])/.exec(words)?.[1] ?? ''
  return (codes?.includes(code) ?? true) && (status?.test(enhanced) ?? true) && (says?.test(words) ?? true) && (at ?? step) === step
}

/** The server that took MAIL FROM or the session before it, and then said nothing more. */
function unanswered({ ip, host, recipientTests }: Transcript): readonly Showing[] {
  const command = recipientTests.map(({ mail, rcpt }) =>
    mail === null ? 'MAIL FROM' : mail.code < 400 && rcpt === null ? 'RCPT TO' : null,
  )
  return command.flatMap((each) =>
    each === null
      ? []
      : [
          {
            finding: 'connection-dropped',
            subject: host,
            lasting: true,
            line: { code: 'command-unanswered', args: { ip, command: each } },
          },
        ],
  )
}

function replyLine(
  { ip }: Transcript,
  { sender, recipient: to }: RecipientTest,
  { step, reply }: { readonly step: Step; readonly reply: Reply },
): EvidenceLine {
  const from = sender === '' ? '<>' : quote(sender)
  return step === 'mail'
    ? { code: 'sender-reply', args: { ip, sender: from, reply: quote(reply.text) } }
    : { code: 'recipient-reply', args: { ip, sender: from, recipient: quote(to), reply: quote(reply.text) } }
}
