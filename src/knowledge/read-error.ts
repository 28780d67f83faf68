import type { Report } from '../domain/explanation.ts'
import type { Reported } from '../domain/incident.ts'
import { unquoted } from './clean-text.ts'
import { textOfBytes, utf16Of } from './read-bytes.ts'
import { readDeliveryStatus } from './read-delivery-status.ts'
import type { Reading } from './read-line.ts'
import { looksLikeMail, type ReadMail, readMail } from './read-mail.ts'
import { reportsOf } from './read-reports.ts'
import { readText } from './read-text.ts'

const LONGEST_INPUT = 1_000_000
const LONGEST_KEPT = 4_000
const DEEPEST = 3
const MOST_ATTACHED = 10

/**
 * Reads whatever a person has of an error: a bare code, a reply, a trace or queue line, the text of a non-delivery report, or a mail
 * (text or bytes, only the first megabyte). One report per recipient or error, at least one, the newest first; what cannot be read is
 * `unrecognised`, with what was seen.
 */
export async function readErrors(input: string | Uint8Array): Promise<readonly Report[]> {
  return reportsOf((await readSource(input, 0, { mails: MOST_ATTACHED })).readings)
}

/** The first error of a text; for the LED strings of the message trace and the like, where there is one. */
export function readErrorText(text: string): Report {
  return reportsOf(readText(text.length > LONGEST_INPUT ? text.slice(0, LONGEST_INPUT) : text))[0]!
}

/** An error text as an incident keeps it, shortened where it is very long. `at` is ISO 8601. */
export function reportedOf(text: string, at: string): Reported {
  const { reply, status, finding } = readErrorText(text)
  return { text: text.slice(0, LONGEST_KEPT), reply, status, finding, at }
}

interface Source {
  readonly readings: readonly Reading[]
  /** Whether the readings rest on a delivery status, the machine-readable part of a report. */
  readonly isReport: boolean
}

/** How many attached mails may still be read. */
interface Budget {
  mails: number
}

async function readSource(input: string | Uint8Array, depth: number, budget: Budget): Promise<Source> {
  const source = typeof input === 'string' ? input.slice(0, LONGEST_INPUT) : input.subarray(0, LONGEST_INPUT)
  const raw = typeof source === 'string' ? source : textOfBytes(source)
  const text = unwrapped(raw)
  const found = mailIn(text)
  if (found !== null) {
    // Its own bytes where they are a mail as they stand, for each part of it may have a character set of its own.
    const isWhole = typeof source !== 'string' && found.length === raw.length && utf16Of(source) === null
    const mail = await readMail(isWhole ? source : new TextEncoder().encode(found), depth > 0)
    const read = mail && (await readParts(mail, depth, budget))
    if (read && read.readings.length > 0) return read
  }
  return { readings: readText(text), isReport: false }
}

/** A text with line feeds, out of a chat's code block, and out of the quotation it begins with. */
function unwrapped(raw: string): string {
  const text = (raw.includes('\r') && !raw.includes('\n') ? raw.replaceAll('\r', '\n') : raw).trimStart().replace(/^`{3}\w{0,20}\r?\n/, '')
  return text.startsWith('>') && !text.startsWith('>From ') ? unquoted(text).trimStart() : text
}

/** The mail a text is, or holds behind somebody's own words or without its head; null where there is none. */
function mailIn(text: string): string | null {
  if (looksLikeMail(text)) return text
  const delimiter = /^--([^\n]{1,200}?)-{0,2}\s{0,3}\nContent-/i.exec(text)
  if (delimiter) return `MIME-Version: 1.0\nContent-Type: multipart/report; boundary="${delimiter[1]!.replaceAll('"', '')}"\n\n${text}`
  const multipart = text.search(/\nContent-Type:\s{0,3}multipart\//i)
  if (multipart < 0) return null
  const before = /\n[ \t\r]*\n(?=[A-Za-z][\w-]{0,60}:)/g
  let start = 0
  for (const gap of text.slice(0, multipart + 1).matchAll(before)) start = gap.index + gap[0].length
  const rest = text.slice(start)
  return start > 0 && looksLikeMail(rest) ? rest : null
}

/** The status first, then the words; an attached report counts more than the words it was forwarded with. */
async function readParts(mail: ReadMail, depth: number, budget: Budget): Promise<Source> {
  const stated = readDeliveryStatus(mail.status)
  const words = readWords(mail)
  const all = stated.length > 0 ? [...stated, ...words.filter(isSeen)] : words
  const own = mail.date === null ? all : all.map((each) => ({ ...each, written: mail.date }))
  if (stated.length > 0 || depth === DEEPEST) return { readings: own, isReport: stated.length > 0 }
  const attached: Source[] = []
  for (const each of mail.attached) {
    budget.mails -= 1
    if (budget.mails >= 0) attached.push(await readSource(each, depth + 1, budget))
  }
  const reports = attached.filter(({ isReport }) => isReport)
  if (reports.length > 0) return { readings: reports.flatMap(({ readings }) => readings), isReport: true }
  if (own.some(isKnown)) return { readings: own, isReport: false }
  const others = [...attached.flatMap(({ readings }) => readings), ...mail.texts.flatMap((each) => readText(textOfBytes(each)))]
  return { readings: others.some(isKnown) ? others : own, isReport: false }
}

/** The plain words, or those of the HTML form where the plain ones tell nothing. */
function readWords({ text, html }: ReadMail): readonly Reading[] {
  const plain = text.trim() === '' ? [] : readText(text)
  if (html === '' || plain.some(isKnown)) return plain
  const rich = readText(html)
  return plain.length === 0 || rich.some(isKnown) ? rich : plain
}

/** Words without any code beside a status tell nothing. */
const isSeen = (reading: Reading): boolean => isKnown(reading) || reading.status !== null

const isKnown = ({ finding }: Reading): boolean => finding !== 'unrecognised'
