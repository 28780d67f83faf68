import { readAround, reporterIn } from './read-around.ts'
import { isInside } from './read-host.ts'
import { type Reading, readLine } from './read-line.ts'

const MOST = 200
const LONGEST_LEAD = 1_000
const LONGEST_CITATION = 4_000
/** A reply in quotation marks, as a non-delivery report cites it in any language: `Server at HOST (IP) returned '450 4.4.316 …'`. */
const CITED = /(?:['"“«„] ?#?(?=[45]\d\d[ -]{1,2}#?[45]\.[0-7]\.\d)|returned ['"“](?=[45]\d\d ))/g
/** On-premises servers quote the far side inside their own reply: `451 4.4.0 Primary target IP address responded with: "421 4.2.1 …"`. */
const QUOTED_INSIDE = /(?:(?:responded with|address):?|on Frontend with) ?$/

/** Whether a text cites replies as a non-delivery report does. */
export const hasCitations = (text: string): boolean => /['"“«„] ?#?[45]\d\d /.test(text) && marksIn(text).length > 0

/** Reads the cited replies of a non-delivery report in the order they stand there, each with the recipient it stands under. */
export function readNdr(text: string): readonly Reading[] {
  const marks = marksIn(text)
  const reporter = reporterIn(text)
  let recipient: string | null = null
  let from = 0
  return marks.map(({ index, length }, nth) => {
    const around = readAround(text.slice(Math.max(from, index - LONGEST_LEAD), index), false)
    const start = index + length
    const reply = citation(text.slice(start, Math.min(marks[nth + 1]?.index ?? text.length, start + LONGEST_CITATION)))
    from = start + reply.length
    recipient = around.recipient ?? recipient
    const own = isInside(around.server) ? around.server : null
    return readLine(reply, { ...around, recipient, reporter: own ?? reporter })
  })
}

function marksIn(text: string): readonly { readonly index: number; readonly length: number }[] {
  const marks: { index: number; length: number }[] = []
  for (const mark of text.matchAll(CITED)) {
    if (QUOTED_INSIDE.test(text.slice(Math.max(0, mark.index - 20), mark.index))) continue
    marks.push({ index: mark.index, length: mark[0].length })
    if (marks.length === MOST) break
  }
  return marks
}

/** The citation up to its closing mark: the last one before the next date line, since replies hold quotation marks of their own. */
function citation(text: string): string {
  const paragraph = text.search(/\n\s{0,10}\n/)
  const own = (paragraph < 0 ? text : text.slice(0, paragraph)).replace(/\s+/g, ' ')
  const close = /['"”»](?=\s?(?:$|\d{1,4}[./-]\d{1,2}[./-]\d))/.exec(own)
  if (close) return own.slice(0, close.index)
  const last = Math.max(...["'", '"', '”', '“', '»'].map((mark) => own.lastIndexOf(mark)))
  return last > 12 ? own.slice(0, last) : own
}
