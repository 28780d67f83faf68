import { isIP } from 'node:net'
import type { Report } from '../domain/explanation.ts'
import { recognise } from './recognise.ts'

/** A report, and whether its finding rests on more than a bare code. */
export interface Reading extends Report {
  readonly exact: boolean
}

/** What the surroundings of a line already told. */
export interface Around {
  readonly server?: string | null
  readonly ip?: string | null
  readonly recipient?: string | null
  /** The far side's own words, when they stand beside the line (`MSG=`). */
  readonly message?: string | null
}

const LONGEST_LINE = 8_000
/** RFC 3463: class, subject (0 to 7), detail; not a piece of an address or version number. */
const STATUS = /(?<![\d.])[45]\.[0-7]\.\d{1,3}(?!\.?\d)/g
const CODE = /(?:\b([245]\d\d)[ -]{1,3}#?)?(?<![\d.])([45]\.[0-7]\.\d{1,3})(?!\.?\d)/
const REPLY_ALONE = /(?:^|[\s'"(=;>])([45]\d\d)[ -](?=\D)/
const GROUP = /\[\s{0,3}(Message|LastAttemptedServerName|LastAttemptedIP|SmtpSecurity)\s{0,3}=\s{0,3}/gi
/** On-premises servers name the address in a sentence. */
const ENDPOINT = /\blast endpoint attempted was ([\da-f.:[\]]{7,60}?)[.,;'" ]*(?:$|[^\da-f.:[\]])/i
/** Exchange's own sentence beside these codes only repeats the code's name, and it changes over the years. */
const NAMED_BY_CODE = /^[45]\.(?:4\.31\d|7\.320)$/

/** Reads one reply: a code with the words around it, bracket groups included, whole or cut. */
export function readLine(text: string, around: Around = {}): Reading {
  const line = text.slice(0, LONGEST_LINE).replace(/\s+/g, ' ')
  const groups = groupsOf(line)
  const words = groups.rest
  const code = CODE.exec(words)
  const said = `${code ? `${words.slice(0, code.index)} ${words.slice(code.index + code[0].length)}` : words} ${groups.message ?? ''} ${around.message ?? ''}`
  const statuses = `${words} ${groups.message ?? ''} ${around.message ?? ''}`.match(STATUS) ?? []
  const status = code?.[2] ?? statuses[0] ?? null
  return {
    recipient: around.recipient ?? bracketedAddress(line),
    reply: code?.[1] ?? (code ? null : (REPLY_ALONE.exec(words)?.[1] ?? null)),
    status,
    ...recognise(said, statuses),
    server: hostOf(groups.server) ?? hostOf(around.server),
    ip: addressOf(groups.ip) ?? addressOf(around.ip) ?? addressOf(ENDPOINT.exec(words)?.[1]),
    detail: groups.message ?? tidy(around.message) ?? innerText(words, code, status),
  }
}

interface Groups {
  readonly rest: string
  readonly message: string | null
  readonly server: string | null
  readonly ip: string | null
}

/** Takes the `[Name=value]` groups out of a line; a group that was cut runs to the next one or to the end. */
function groupsOf(line: string): Groups {
  const found: Record<string, string> = {}
  const openings = [...line.matchAll(GROUP)]
  let rest = line.slice(0, openings[0]?.index ?? line.length)
  openings.forEach((opening, nth) => {
    const from = opening.index + opening[0].length
    const until = openings[nth + 1]?.index ?? line.length
    const end = closing(line, from, until)
    found[opening[1]!.toLowerCase()] ??= line.slice(from, end).trim()
    rest += ` ${line.slice(end + 1, until)}`
  })
  return {
    rest,
    message: tidy(found.message),
    server: found.lastattemptedservername ?? null,
    ip: found.lastattemptedip ?? null,
  }
}

/** Where the bracket that was opened before `from` is closed; inner brackets are counted. */
function closing(line: string, from: number, until: number): number {
  let depth = 1
  for (let at = from; at < until; at += 1) {
    if (line[at] === '[') depth += 1
    if (line[at] === ']' && --depth === 0) return at
  }
  return until
}

/** The words that tell the cause where no group holds them: behind the last arrow, in the closing parenthesis, or behind the code. */
function innerText(words: string, code: RegExpExecArray | null, status: string | null): string | null {
  const arrow = words.lastIndexOf('->')
  if (arrow >= 0) return tidy(words.slice(arrow + 2))
  const parenthesis = /\(([^()]{3,300})\)\W{0,5}$/.exec(words.slice(-400))
  if (parenthesis) return tidy(parenthesis[1])
  if (code === null || (status !== null && NAMED_BY_CODE.test(status))) return null
  return tidy(words.slice(code.index + code[0].length))
}

/** One line, without the brackets and quotes a cut or a wrapping left at its ends; null when nothing is left. */
function tidy(text: string | null | undefined): string | null {
  const line = (text ?? '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s;:,.\]})>'"-]+/, '')
    .slice(0, 500)
  const end = line.search(/[\s\]}[{'";,]*$/)
  const kept = line.slice(0, Math.max(end, 0)).trim()
  return /[A-Za-z]{2}|\d{3}/.test(kept) ? kept : null
}

/** A host name or address; null for placeholders. */
export function hostOf(text: string | null | undefined): string | null {
  const host = (text ?? '').trim().replace(/\.$/, '')
  return /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,253}$/.test(host) ? host : null
}

/** An IP address without port or brackets; null for 0.0.0.0 (never resolved) and for what is no address. */
export function addressOf(text: string | null | undefined): string | null {
  const bare = (text ?? '')
    .trim()
    .replace(/^\[/, '')
    .replace(/\](?::\d+)?$/, '')
  const address = isIP(bare) ? bare : bare.replace(/:\d{1,5}$/, '')
  return isIP(address) && address !== '0.0.0.0' ? address : null
}

/** `550 5.4.1 [adele@contoso.com]: Recipient address rejected` names its recipient in brackets. */
const bracketedAddress = (line: string): string | null => /[[<]([^\s@<>[\]]{1,64}@[A-Za-z0-9.-]{1,253})[\]>]/.exec(line)?.[1] ?? null
