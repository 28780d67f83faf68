import type { FindingCode } from '../domain/finding.ts'
import type { Language } from '../domain/language.ts'
import { note as en } from './entries/en/note.ts'
import { note as fr } from './entries/fr/note.ts'
import type { Check, NoteWords } from './entries/note-words.ts'
import { explain } from './explain.ts'
import { isExchangeOnline, isInside } from './read-host.ts'

/** What a note is written from. Everything in it is known to the far side, or is about their own server. */
export interface NoteFacts {
  readonly finding: FindingCode
  /** Such as `450 4.4.316`. */
  readonly code: string | null
  /** Raw words of the error. */
  readonly detail: string | null
  readonly server: string | null
  readonly ip: string | null
  /** The domain mail goes to: theirs. */
  readonly domain: string | null
  /** Whom the message was for; told only where it is about them. */
  readonly recipient: string | null
  /** Whether it was reported by a mail server, rather than seen by the bot alone. */
  readonly reported: boolean
  /** The server that reports it, or null. */
  readonly reporter: string | null
  /** ISO 8601: when it was reported, without `Z` where nobody names the zone; null where nothing tells, then `now` is told as the moment it was read. */
  readonly at: string | null
  /** ISO 8601: when the bot looked itself, or null. */
  readonly testedAt: string | null
  readonly now: string
  /** Lines of what the bot saw from the internet, in the language of the note; empty where it did not look. */
  readonly seen: readonly string[]
}

export interface PartnerNote {
  readonly subject: string
  /** Lines parted by line feeds, no other control character. */
  readonly body: string
}

const WORDS: Readonly<Record<Language, NoteWords>> = { en, fr }
const REGION: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR' }
const LONGEST = 300
const MOST_SEEN = 6
/** What the sender's own organization refused is nothing the far side can change. */
const OWN_POLICY = / 5\.7\.(?:520|703)$/
const RECIPIENTS: ReadonlySet<FindingCode> = new Set<FindingCode>(['recipient-unknown', 'mailbox-full', 'mailbox-busy', 'policy-rejected'])
/** Where they are asked to let in the addresses mail comes from. */
const ADDRESSES: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'connection-refused',
  'connection-timed-out',
  'session-refused',
  'tarpit',
  'greylisted',
])
const RANGES = 'https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges'
const NAME = /^(?=.{1,253}$)[a-z\d](?:[\w-]{0,62}(?:\.[\w-]{1,63})*)$/i

/**
 * A message to whoever runs the other server, ready to send: what was seen, when, from where, at which host, what is asked and how to check it. Null where
 * the far side can do nothing. It names no connector, tenant, sender or incident, and of people only a recipient of theirs.
 */
export function partnerNote(facts: NoteFacts, language: Language): PartnerNote | null {
  const { title, ask } = explain(facts.finding, language, 'Partner')
  if (ask === null || OWN_POLICY.test(facts.code ?? '')) return null
  const words = WORDS[language]
  const code = clean(facts.code)
  const server = serverOf(facts)
  const domain = clean(facts.domain) || null
  const to = domain ?? server[0] ?? null
  const labelled = (label: string, value: string) => (value ? [`${label}${words.colon}${value}`] : [])
  const lines = [
    words.hello,
    '',
    words.lead(domain),
    '',
    ...labelled(words.what, title),
    ...labelled(words.error, [code, clean(facts.detail)].filter((each) => each !== '').join(' – ')),
    ...labelled(words.recipient, recipientOf(facts)),
    ...(checkOf(facts.finding) === 'dns'
      ? labelled(words.name, named(server))
      : labelled(words.server, server.length > 0 ? words.port(named(server)) : '')),
    ...seenByLines(facts, words, language).flatMap(([label, value]) => labelled(label, value)),
    ...seenLines(facts.seen, words),
    '',
    ...labelled(words.ask, ask),
    ...(ADDRESSES.has(facts.finding) ? labelled(words.ranges, RANGES) : []),
    ...checkLines(facts, words),
    ...(/^4/.test(facts.code ?? '') ? ['', words.deadline] : []),
    '',
    words.thanks,
  ]
  return { subject: words.subject(to, code), body: lines.join('\n') }
}

/** Their server by name and address; one that only reports the error, or stands inside Exchange Online, is not theirs. */
function serverOf({ server, ip, reporter }: NoteFacts): readonly string[] {
  const isTheirs = server !== null && server !== reporter && !isInside(server)
  const host = isTheirs ? clean(server) : ''
  const address = server === null || isTheirs ? clean(ip) : ''
  return [...new Set([host, address])].filter((each) => each !== '')
}

/** Only where it is about them, and of the domain the note goes to: whoever runs it knows its own people. */
function recipientOf({ finding, recipient, domain }: NoteFacts): string {
  const isTheirs = domain !== null && recipient?.toLowerCase().endsWith(`@${domain.toLowerCase()}`)
  return isTheirs && isAboutRecipient(finding) ? clean(recipient) : ''
}

/** Whether nobody can look into it without knowing whom the message was for. */
export const isAboutRecipient = (finding: FindingCode): boolean => RECIPIENTS.has(finding)

const named = ([host = '', ip]: readonly string[]): string => (ip ? `${host} (${ip})` : host)

/** Who saw it and when, each view apart. */
function seenByLines(facts: NoteFacts, words: NoteWords, language: Language): readonly (readonly [label: string, value: string])[] {
  const { reported, at, testedAt, seen, now } = facts
  const moment = (iso: string) => sayMoment(iso, language, words)
  const tested = testedAt ? words.on(moment(testedAt)) : ''
  if (!reported) return [[words.seenBy, `${words.ourselves}${tested}${words.weSendFrom}`]]
  const when = at ? words.on(moment(at)) : words.noTime(moment(now))
  return [
    [words.seenBy, `${reporterOf(facts, words)}${when}`],
    ...(seen.length > 0 ? [[words.tested, `${words.fromInternet}${tested}`] as const] : []),
  ]
}

/** Servers of Microsoft's and of the far side by their names; others may be inside somebody's network. */
function reporterOf({ reporter, server, domain }: NoteFacts, words: NoteWords): string {
  const host = clean(reporter)
  if (host === '') return words.exchangeOnline(null)
  if (isExchangeOnline(host)) return words.exchangeOnline(host)
  const theirs = [domain, server].flatMap((each) => each?.toLowerCase() ?? [])
  const isTheirs = theirs.some((each) => host.toLowerCase() === each || host.toLowerCase().endsWith(`.${each}`))
  return isTheirs ? words.yourServer(host) : words.otherServer
}

function seenLines(seen: readonly string[], words: NoteWords): readonly string[] {
  const lines = seen.slice(0, MOST_SEEN).map(clean)
  return lines.length > 0 ? [`${words.seen}${words.colon.trimEnd()}`, ...lines.map((line) => `– ${line}`)] : []
}

/** A command is offered only for a name that is nothing but a name. */
function checkLines(facts: NoteFacts, words: NoteWords): readonly string[] {
  const { finding, domain } = facts
  const check = checkOf(finding)
  const host = serverOf(facts).find((each) => NAME.test(each)) ?? null
  const target = check === 'dns' || check === 'policy' ? (domain ?? host) : host
  const checks = check !== null && target !== null && NAME.test(target) ? [words.check[check](target)] : []
  if (/^5/.test(facts.code ?? '')) return [...checks, words.tellBounced]
  return checks.length > 0 ? checks : [words.tellWaiting]
}

const CHECKS: readonly (readonly [RegExp, Check])[] = [
  [/^dane-starttls/, 'tls'],
  [/^dane-/, 'dane'],
  [/^mta-sts-certificate/, 'tls'],
  [/^mta-sts-/, 'policy'],
  [/^(?:dns-|null-mx|mx-invalid|address-not-public)/, 'dns'],
  [/^(?:certificate-|tls-|starttls-|client-certificate|hosts-disagree)/, 'tls'],
  [/^(?:session-refused|service-unavailable|not-smtp|connection-dropped|slow-server|tarpit)$/, 'session'],
  [/^(?:connection-|one-of-many|ipv6-)/, 'connection'],
]

const checkOf = (finding: FindingCode): Check | null => CHECKS.find(([pattern]) => pattern.test(finding))?.[1] ?? null

/** Day, time and zone in words; a text that is no date stays as it is. */
function sayMoment(iso: string, language: Language, words: NoteWords): string {
  const isZoned = /(?:Z|[+-]\d\d:\d\d)$/.test(iso)
  const at = new Date(isZoned ? iso : `${iso}Z`)
  if (Number.isNaN(at.getTime())) return clean(iso)
  const format = { dateStyle: 'long', timeStyle: isZoned ? 'long' : 'medium', timeZone: 'UTC' } as const
  const moment = new Intl.DateTimeFormat(REGION[language], format).format(at)
  // Intl says 1 for the first of a month, as English does.
  return `${language === 'fr' ? moment.replace(/^1(?=\s)/, '1er') : moment}${isZoned ? '' : words.noZone}`
}

/** One line of text from outside: no control or unseen characters, and not too long. */
const clean = (text: string | null): string => {
  const line = (text ?? '')
    .slice(0, 4 * LONGEST)
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}
