import type { Report } from '../domain/explanation.ts'
import { addressOf, hostOf, isExchangeOnline } from './read-host.ts'
import type { Timed } from './read-time.ts'
import { recognise } from './recognise.ts'

/** A report on its way: its time is sought once all of a text is read. */
export interface Reading extends Report, Timed {
  /** Whether the finding rests on more than a bare code. */
  readonly exact: boolean
  /** The address the recipient's mail went on to, where a report names both. */
  readonly forwardedTo?: string
}

/** What the surroundings of a line already told. */
export interface Beside {
  readonly server?: string | null
  readonly ip?: string | null
  readonly recipient?: string | null
  /** The words that hold the moment. */
  readonly when?: string | null
  readonly reporter?: string | null
  /** Left out where the reporter tells. */
  readonly inUtc?: boolean
  /** The far side's own words, when they stand beside the line (`MSG=`). */
  readonly message?: string | null
}

const LONGEST_LINE = 4_000
const LONGEST_DETAIL = 500
const MOST_REMAINS = 10
/** RFC 3463: class, subject (0 to 7), detail; not a piece of an address, date or version number. */
const STATUS = /(?<![\d.]|[Vv]ersion |\bv)[45]\.[0-7]\.\d{1,3}(?!\.?\d)/g
const CODE = /(?:\b([245]\d\d)(?:[ :;,/(#-]{1,4}))?(?<![\d.]|[Vv]ersion |\bv)([45]\.[0-7]\.\d{1,3})(?!\.?\d)/
/** Not any number of a sentence: one that begins a line or a quotation, or that is called a code. */
const REPLY_ALONE = /(?:^|['"(=;:>] ?|\b(?:errors?|code|reply|status|smtp|erreur|fehler) )([45]\d\d)(?:[ -](?=\D|\d\.\d)|\W{0,3}$)/i
const GROUP = /\[\s?(Message|LastAttemptedServerName|LastAttemptedIP|SmtpSecurity)\s?=\s?/gi
/** On-premises servers name the address in a sentence, and cite the cause in another. */
const ENDPOINT = /\blast endpoint attempted was ([\da-f.:[\]]{7,60}?)[.,;'" ]*(?:$|[^\da-f.:[\]])/i
const PRIMARY_TARGET = /primary target IP address[^"]{0,30}"([^"]{3,300})"/i
/** The front end that wrote the line: `[DM6NAM11FT035.eop-nam11.prod.protection.outlook.com 2026-10-07T07:26:11Z 08DE05A8]`. */
const STAMP = /\[([\w-]{1,63}\.[\w.-]{1,200}(?:outlook\.com|exchangelabs\.com))\b([^\][]{0,80})\]?/i
const STAMPS = new RegExp(STAMP.source, 'gi')
const STAMPED_AT = /\b(20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:(\.\d{3})\d{0,4})?Z/
/** Exchange's own sentence beside these codes only repeats the code's name, and it changes over the years. */
const NAMED_BY_CODE = /^[45]\.(?:4\.31[25678]|7\.320)$/
/** Exchange 2003 and its like: `<mail.contoso.com #5.7.1 smtp;550 5.7.1 Unable to relay>`. */
const REPORTER = /<([\w.-]{1,253}) #[45]\.\d/
/** Postfix: `connect to mail.contoso.com[203.0.113.9]:25: …`; Gmail: `requests to connect. [mail.contoso.com. 203.0.113.9: timed out]`. */
const CONNECT_TO = /\bconnect to ([\w.-]{1,253})\[([\da-f.:]{3,45})\]|\bto connect\.[^[]{0,80}\[([\w.-]{1,253}) ([\da-f.:]{3,45}): /i
const IN_REPLY_TO = /\s?\(in reply to [A-Za-z ]{1,40}\)\W{0,5}$/
/** `550 5.4.1 [adele@contoso.com]: Recipient address rejected`, `<adele@contoso.com>... User unknown`, `RCPT TO:<adele@contoso.com>`. */
const NAMES_RECIPIENT =
  /(?:^|\d |RCPT TO: ?)[[<]([^\s@<>[\]]{1,64}@[^\s@<>[\]]{1,253})[\]>](?= ?(?::|\.\.\.|,? ?(?:is |was )?(?:rejected|not found|unknown)))/i

/** Reads one reply: a code with the words around it, bracket groups included, whole or cut. */
export function readLine(text: string, beside: Beside = {}): Reading {
  const line = onOneLine(text.slice(0, LONGEST_LINE))
  const groups = groupsOf(line)
  const words = groups.rest
  const code = codeIn(words)
  const said = `${code ? `${words.slice(0, code.index)} ${words.slice(code.index + code[0].length)}` : words} ${groups.message ?? ''} ${beside.message ?? ''}`
  const statuses = `${words} ${groups.message ?? ''} ${beside.message ?? ''}`.match(STATUS) ?? []
  const status = code?.[2] ?? statuses[0] ?? null
  const reporter = groups.reporter ?? hostOf(beside.reporter)
  const connect = words.includes('[') && words.includes('connect') ? CONNECT_TO.exec(words) : null
  const server =
    hostOf(groups.server) ??
    hostOf(beside.server) ??
    hostOf(connect?.[1] ?? connect?.[3]) ??
    (words.includes(' #') ? hostOf(REPORTER.exec(words)?.[1]) : null)
  return {
    recipient: beside.recipient ?? NAMES_RECIPIENT.exec(words)?.[1]?.toLowerCase() ?? null,
    reply: replyOf(words, code, beside),
    status,
    ...recognise(said, statuses),
    server,
    ip: ipOf(groups.ip, beside.ip) ?? addressOf(ENDPOINT.exec(words)?.[1]) ?? addressOf(connect?.[2] ?? connect?.[4]) ?? addressOf(server),
    detail: groups.message ?? tidy(beside.message) ?? innerText(words, code, status),
    at: groups.at,
    when: beside.when ?? null,
    written: null,
    reporter,
    inUtc: beside.inUtc ?? (groups.server !== null || groups.ip !== null || isExchangeOnline(reporter)),
  }
}

/** With the time the message was sent, where it was refused for good soon after; not where it was tried for a day and carries the class-5 twin of what deferred it. */
export function sentAt(reading: Reading, sent: string | null): Reading {
  const { status, finding } = reading
  const isSoon = status !== null && /^5\.(?!4\.(?:3(?!10)\d\d|[78]$)|7\.32\d|7\.5$)/.test(status) && finding !== 'message-expired'
  return sent === null || !isSoon ? reading : { ...reading, written: sent }
}

/** The outermost code; where its status was written alone first, as it stands again with its reply. */
function codeIn(words: string): RegExpExecArray | null {
  const code = CODE.exec(words)
  if (code === null || code[1]) return code
  return new RegExp(`\\b([245]\\d\\d)[ -](${code[2]!.replaceAll('.', '\\.')})(?!\\.?\\d)`).exec(words) ?? code
}

/** Words without a status may hold a reply; a cut line may have left it to the member beside it. */
const replyOf = (words: string, code: RegExpExecArray | null, { message }: Beside): string | null =>
  code ? (code[1] ?? null) : (REPLY_ALONE.exec(words)?.[1] ?? CODE.exec(message ?? '')?.[1] ?? null)

/** An IPv6 address with a port behind it is an IPv6 address too: the member beside it knows better. */
const ipOf = (group: string | null, member: string | null | undefined): string | null =>
  member && group?.startsWith(`${member}:`) ? addressOf(member) : (addressOf(group) ?? addressOf(member))

interface Groups {
  readonly rest: string
  readonly message: string | null
  readonly server: string | null
  readonly ip: string | null
  /** The front end of Exchange Online that wrote the groups, for nobody else does. */
  readonly reporter: string | null
  /** When it did, or the far side where that is Exchange Online too. */
  readonly at: string | null
}

/** Takes the `[Name=value]` groups out of a line; a group that was cut runs to the next one or to the end. */
function groupsOf(line: string): Groups {
  const openings = line.includes('[') ? [...line.matchAll(GROUP)] : []
  if (openings.length === 0) {
    const { rest, at } = unstamped(line)
    return { rest, message: null, server: null, ip: null, reporter: null, at }
  }
  const found: Record<string, string> = {}
  let rest = line.slice(0, openings[0]!.index)
  openings.forEach((opening, nth) => {
    const from = opening.index + opening[0].length
    const until = openings[nth + 1]?.index ?? line.length
    const end = closing(line, from, until)
    found[opening[1]!.toLowerCase()] ??= line.slice(from, end).trim()
    rest += ` ${line.slice(end + 1, until)}`
  })
  const bare = unstamped(rest)
  return {
    rest: bare.rest,
    message: tidy(found.message),
    server: found.lastattemptedservername ?? null,
    ip: found.lastattemptedip ?? null,
    reporter: bare.reporter,
    at: bare.at ?? (found.message?.includes('[') ? momentOf(found.message) : null),
  }
}

function unstamped(line: string): Pick<Groups, 'rest' | 'reporter' | 'at'> {
  const stamp = line.includes('[') ? STAMP.exec(line) : null
  if (stamp === null) return { rest: line, reporter: null, at: null }
  const rest = `${line.slice(0, stamp.index)} ${line.slice(stamp.index + stamp[0].length).replace(STAMPS, ' ')}`
  return { rest, reporter: stamp[1]!, at: momentOf(stamp[2]!) }
}

function momentOf(text: string): string | null {
  const [, second, milliseconds] = STAMPED_AT.exec(text) ?? []
  return second === undefined ? null : `${second}${milliseconds ?? ''}Z`
}

/** Where the bracket that was opened before `from` is closed; inner brackets are counted. */
function closing(line: string, from: number, until: number): number {
  let depth = 1
  for (let at = from; at < until; at += 1) {
    const character = line.charCodeAt(at)
    if (character === 0x5b) depth += 1
    if (character === 0x5d && --depth === 0) return at
  }
  return until
}

/**
 * The words that tell the cause where no group holds them: behind the last arrow, cited from the far side, in the closing parenthesis of
 * Exchange's own codes, or behind the code. Without a code, all that was seen.
 */
function innerText(words: string, code: RegExpExecArray | null, status: string | null): string | null {
  const bare = words.includes('(in reply') ? words.replace(IN_REPLY_TO, '') : words
  const arrow = bare.lastIndexOf('->')
  if (arrow >= 0) return tidy(bare.slice(arrow + 2))
  const cited = PRIMARY_TARGET.exec(bare)?.[1]
  if (cited) return tidy(cited)
  if (code === null) return tidy(bare)
  if (status !== null && NAMED_BY_CODE.test(status))
    return tidy(
      /\(([^()]{3,300}(?:\([^()]{0,100}\)[^()]{0,100})?)\)\W{0,5}$/.exec(bare.slice(code.index + code[0].length).slice(-600))?.[1],
    )
  const behind = bare.slice(code.index + code[0].length)
  return tidy(code[1] ? behind.replaceAll(`${code[1]} ${code[2]} `, ' ').replaceAll(`${code[1]}-${code[2]} `, ' ') : behind)
}

const onOneLine = (text: string): string => (/[^\S ]|\s\s/.test(text) ? text.replace(/\s+/g, ' ') : text)

/** One line, without the brackets and quotes a cut or a wrapping left at its ends; null when nothing is left. */
function tidy(text: string | null | undefined): string | null {
  if (!text) return null
  const line = onOneLine(text)
    .replaceAll('""', '"')
    .replace(/^[\s;:,.\]})>'"-]+/, '')
    .slice(0, LONGEST_DETAIL)
  const kept = withoutRemains(line)
  return /\p{L}{2}|\d{3}/u.test(kept) ? kept : null
}

const OPENED_BY: Readonly<Record<string, string>> = { ']': '[', '}': '{', ')': '(', '>': '<', "'": "'", '"': '"' }

/** Takes from the end what closes nothing that was opened, and what opens something. */
function withoutRemains(line: string): string {
  let kept = line.replace(/[\s[{;,#\ufffd]+$/, '')
  for (let nth = 0; nth < MOST_REMAINS; nth += 1) {
    const last = kept.at(-1) ?? ''
    const opening = OPENED_BY[last]
    if (opening === undefined) break
    const pairs = kept.split(opening).length - (last === opening ? 2 : kept.split(last).length)
    if (last === opening ? pairs % 2 === 1 : pairs >= 0) break
    kept = kept.slice(0, -1).replace(/[\s[{;,#\ufffd]+$/, '')
  }
  return kept
}
