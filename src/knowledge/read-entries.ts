import { readAround, recipientIn, reporterIn } from './read-around.ts'
import { type Reading, readLine } from './read-line.ts'

const MOST = 101
const LONGEST_ENTRY = 20_000
const LONGEST_LEAD = 1_000
const STARTS = /(?<!\d\.)\b[45]\.[0-7]\.\d{1,3}\b|(?:^|[\s'"(=:])[45]\d\d(?:[ -]|$)/
/** Postfix: a paragraph per recipient. */
const RECIPIENT = /^\s{0,4}<[^\s@<>]{1,64}@[^\s@<>]{1,253}>: /
/** qmail's last line under a reply. */
const ENDS = /^Giving up on /
const GOES_ON = /^\s{0,9}([45]\d\d)-/

interface Entry {
  text: string
  readonly lead: string
  readonly ownsParagraph: boolean
}

/** The subject of the returned message in a report for people, and of a report itself. */
const SUBJECT = /^(?:Subject|Objet|Betreff|Asunto|Oggetto|Assunto|Onderwerp|Ämne|Emne|Aihe|Temat|Тема|件名|主题|主旨|제목) ?[:：]/i

/**
 * Loose text: an entry begins at a line with a code and goes on to the next one or a blank line; `550-…` lines belong together, and so
 * does what stands in an open bracket. Without any, the text as a whole, for its words may tell.
 */
export function readEntries(text: string): readonly Reading[] {
  const all = entriesOf(text)
  const own = all.filter((entry) => !SUBJECT.test(entry.text))
  const entries = own.length > 0 ? own : all
  if (entries.length === 0) return [readLine(text.slice(0, LONGEST_ENTRY).trim())]
  const reporter = reporterIn(text)
  let recipient: string | null = null
  return entries.map((entry) => {
    const around = readAround(entry.ownsParagraph ? headOf(entry.text) : `${entry.lead}${headOf(entry.text)}`, true)
    recipient = (entry.ownsParagraph ? recipientIn(entry.text) : around.recipient) ?? recipient
    return readLine(entry.ownsParagraph ? entry.text.replace(RECIPIENT, '') : entry.text, { ...around, recipient, reporter })
  })
}

/** What stands before the reply in an entry; all of it where there is no reply. */
function headOf(entry: string): string {
  const at = entry.slice(0, LONGEST_LEAD).search(/\b[45]\d\d[ -]|(?<!\d\.)\b[45]\.[0-7]\.\d/)
  return entry.slice(0, at < 0 ? LONGEST_LEAD : at)
}

function entriesOf(text: string): readonly Entry[] {
  const entries: Entry[] = []
  let open: Entry | null = null
  let continued: string | null = null
  let depth = 0
  let leadFrom = 0
  let start = 0
  for (const line of text.split('\n')) {
    const isParagraph = RECIPIENT.test(line)
    if (line.trim() === '' || ENDS.test(line)) open = null
    else if (open && !isParagraph && (depth > 0 || open.ownsParagraph || isContinued(line, continued) || !STARTS.test(line))) {
      if (open.text.length < LONGEST_ENTRY) open.text += ` ${line.trim()}`
    } else if (isParagraph || STARTS.test(line)) {
      open = { text: line.trim(), lead: text.slice(Math.max(leadFrom, start - LONGEST_LEAD), start), ownsParagraph: isParagraph }
      entries.push(open)
      depth = 0
    }
    start += line.length + 1
    if (open) {
      depth = Math.max(0, depth + bracketsIn(line))
      leadFrom = start
    } else depth = 0
    continued = GOES_ON.exec(line)?.[1] ?? null
    if (entries.length === MOST) break
  }
  return entries
}

const isContinued = (line: string, continued: string | null): boolean => continued !== null && line.trimStart().startsWith(continued)

function bracketsIn(line: string): number {
  let depth = 0
  for (let at = 0; at < line.length && at < LONGEST_ENTRY; at += 1) {
    const character = line.charCodeAt(at)
    if (character === 0x5b) depth += 1
    else if (character === 0x5d) depth -= 1
  }
  return depth
}
