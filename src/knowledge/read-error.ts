import type { Report } from '../domain/explanation.ts'
import type { Reported } from '../domain/incident.ts'
import { hasDeliveryStatus, readDeliveryStatus } from './read-delivery-status.ts'
import { hasLed, readLed } from './read-led.ts'
import { type Reading, readLine } from './read-line.ts'
import { looksLikeMail, plainOf, readMail, textOf } from './read-mail.ts'
import { hasCitations, readNdr } from './read-ndr.ts'

const LONGEST_INPUT = 1_000_000
const MOST_REPORTS = 100
const LONGEST_KEPT = 4_000

/**
 * Reads whatever a person has of an error: a bare code, a reply, a trace or queue line, the text of a non-delivery report, or a mail
 * (text or bytes, only the first megabyte). One report per recipient or error, at least one; what cannot be read is `unrecognised`.
 */
export async function readErrors(input: string | Uint8Array): Promise<readonly Report[]> {
  const source = typeof input === 'string' ? input.slice(0, LONGEST_INPUT) : input.subarray(0, LONGEST_INPUT)
  const text = typeof source === 'string' ? source : decode(source)
  if (!looksLikeMail(text.trimStart())) return reportsOf(readText(text))
  const mail = await readMail(typeof source === 'string' ? text.trimStart() : source)
  if (mail === null || `${mail.text}${mail.status}`.trim() === '') return reportsOf(readText(text))
  return reportsOf([...readDeliveryStatus(mail.status), ...readText(mail.text)])
}

/** The first error of a text; for the LED strings of the message trace and the like, where there is one. */
export function readErrorText(text: string): Report {
  return reportsOf(readText(text.slice(0, LONGEST_INPUT)))[0]!
}

/** An error text as an incident keeps it, shortened where it is very long. `at` is ISO 8601. */
export function reportedOf(text: string, at: string): Reported {
  const { reply, status, finding } = readErrorText(text)
  return { text: text.slice(0, LONGEST_KEPT), reply, status, finding, at }
}

/** Windows tools write UTF-16 with a byte order mark. */
function decode(bytes: Uint8Array): string {
  const label = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(label).decode(bytes)
}

/** The readings of a text by the most telling form found in it. */
function readText(raw: string): readonly Reading[] {
  const text = clean(raw)
  if (hasLed(text)) return readLed(text)
  const cited = hasCitations(text) ? readNdr(text) : []
  const stated = hasDeliveryStatus(text) ? readDeliveryStatus(text) : []
  if (cited.length + stated.length > 0) return [...stated, ...cited]
  const recipient = NAMED.exec(text)?.[1]?.toLowerCase() ?? null
  return readEntries(text).map((each) => ({ ...each, recipient: each.recipient ?? recipient }))
}

/** Where the report for people names whom the message was for. */
const NAMED = /(?:Recipient Address:|Your message to|Votre message à)\s{1,5}<?([^\s@<>()]{1,64}@[A-Za-z0-9.-]{1,253})/i

/** Undoes what copying does to a text, and leaves out the headers of the returned message. */
function clean(raw: string): string {
  const tags = /<(?:br|p|div|html|td)\b/i.test(raw) ? textOf(raw) : plainOf(raw)
  const text = tags
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00A0\u2007\u202F]/g, ' ')
    .replace(/[\u200B-\u200D\uFEFF\u00AD]/g, '')
    .replace(/^(?:>[> ]{0,20})/gm, '')
    .replace(/[\u2018\u2019]/g, "'")
  const returned = text.search(/^[^\n]{0,40}(?:original message headers|en-têtes? [^\n]{0,20}messages?)[^\n]{0,40}$/im)
  const received = text.search(/\nReceived: from /)
  const ends = [returned, received].filter((at) => at > 0)
  return ends.length > 0 ? text.slice(0, Math.min(...ends)) : text
}

const STARTS = /[45]\.[0-7]\.\d{1,3}\b|(?:^|[\s'"(=:])[45]\d\d[ -]/
const GOES_ON = /^\s{0,9}([45]\d\d)-/

/** Loose text: an entry begins at a line with a code and goes on to the next one or a blank line; `550-…` lines belong together. */
function readEntries(text: string): readonly Reading[] {
  const entries: string[] = []
  let continued: string | null = null
  let blank = true
  for (const line of text.split('\n')) {
    const joins = continued !== null && line.trimStart().startsWith(continued)
    if (line.trim() === '') blank = true
    else if (entries.length > 0 && !blank && (joins || !STARTS.test(line))) entries.push(`${entries.pop()} ${line.trim()}`.slice(0, 20_000))
    else if (STARTS.test(line)) entries.push(line.trim())
    if (line.trim() !== '') blank = entries.length === 0
    continued = GOES_ON.exec(line)?.[1] ?? null
    if (entries.length > MOST_REPORTS) break
  }
  return (entries.length > 0 ? entries : [text.replace(/\s+/g, ' ').trim()]).map((entry) => readLine(entry))
}

/** One report per recipient, or per distinct error where no recipient is named. */
function reportsOf(all: readonly Reading[]): readonly Report[] {
  const readings = all.filter((each) => !all.some((other) => other !== each && saysMore(other, each)))
  const known = new Set(readings.flatMap((each) => each.recipient ?? []))
  const only = known.size === 1 ? [...known][0]! : null
  const groups = new Map<string, Reading[]>()
  for (const reading of readings) {
    const recipient = reading.recipient ?? only
    const key = recipient ?? `${reading.status} ${reading.finding} ${reading.server} ${reading.ip}`
    const group = groups.get(key)
    const owned = { ...reading, recipient }
    if (group) group.push(owned)
    else groups.set(key, [owned])
  }
  const reports = [...groups.values()].map(causeOf)
  const recognised = reports.filter((each) => each.finding !== 'unrecognised')
  const worth = recognised.length > 0 ? reports.filter((each) => each.finding !== 'unrecognised' || each.recipient !== null) : reports
  return worth.length > 0 ? worth.slice(0, MOST_REPORTS) : [reportOf(readLine(''))]
}

/** Whether a reading makes a bare mention of the same code needless. */
const saysMore = (other: Reading, bare: Reading): boolean =>
  other.status === bare.status &&
  bare.reply === null &&
  bare.server === null &&
  bare.ip === null &&
  bare.recipient === other.recipient &&
  (other.reply !== null || other.server !== null)

/**
 * The reading that carries the cause among those about one recipient: the line of the temporary error rather than the one that says it
 * expired; where its words are bare, a line that says more lends its finding.
 */
function causeOf(group: readonly Reading[]): Report {
  const known = group.filter((each) => each.finding !== 'unrecognised')
  const telling = known.filter((each) => each.finding !== 'message-expired')
  const candidates = telling.length > 0 ? telling : known.length > 0 ? known : group
  const temporary = candidates.filter((each) => each.status?.startsWith('4.') || (each.status === null && each.reply?.startsWith('4')))
  const main = temporary.find((each) => each.exact) ?? temporary[0] ?? candidates.find((each) => each.exact) ?? candidates[0]!
  const exact = main.exact ? main : (candidates.find((each) => each.exact) ?? main)
  const lent = <K extends 'detail' | 'server' | 'ip'>(name: K) => main[name] ?? (name === 'detail' ? exact.detail : null)
  return reportOf({ ...main, finding: exact.finding, detail: lent('detail'), server: lent('server'), ip: lent('ip') })
}

const reportOf = ({ exact: _, ...report }: Reading): Report => report
