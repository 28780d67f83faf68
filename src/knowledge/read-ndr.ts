import { addressOf, hostOf, type Reading, readLine } from './read-line.ts'

const MOST = 200
/** A reply in quotation marks, as a non-delivery report cites it in any language: `Server at HOST (IP) returned '450 4.4.316 …'`. */
const CITED = /['"‘’“«] ?(?=[45]\d\d[ -]{1,2}#?[45]\.[0-7]\.\d)|(?<=\breturned )['"‘’“](?=[45]\d\d )/g
const ADDRESS = /[^\s@<>()[\]:;,"']{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,10}/g
const HOST = /(?<![\w.@-])[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,10}(?![\w@-])/g
const MONTH_TIME = /(?:\n|\s{1,3}|^)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[^\n]{0,40}$/

/** Whether a text cites replies as a non-delivery report does. */
export const hasCitations = (text: string): boolean => text.search(CITED) >= 0

/** Reads the cited replies of a non-delivery report, newest first as they stand there, each with the recipient it stands under. */
export function readNdr(text: string): readonly Reading[] {
  const marks = [...text.matchAll(CITED)].slice(0, MOST)
  let recipient: string | null = null
  let from = 0
  return marks.map((mark, nth) => {
    const lead = text.slice(Math.max(from, mark.index - 600), mark.index)
    const start = mark.index + mark[0].length
    const next = marks[nth + 1]?.index ?? text.length
    const reply = citation(text.slice(start, Math.min(next, start + 4_000)))
    from = start + reply.length
    recipient = recipientIn(lead) ?? recipient
    return readLine(reply, { recipient, ...serverIn(lead) })
  })
}

/** The citation up to its closing mark: the last one before the next date line, since replies hold quotation marks of their own. */
function citation(text: string): string {
  const paragraph = text.search(/\n\s{0,10}\n/)
  const own = (paragraph < 0 ? text : text.slice(0, paragraph)).replace(/\s+/g, ' ')
  const close = /['"’”»](?=\s{0,3}(?:$|\d{1,4}[./-]\d{1,2}[./-]\d))/.exec(own)
  if (close) return own.slice(0, close.index)
  const last = Math.max(...["'", '"', '’', '”', '»'].map((mark) => own.lastIndexOf(mark)))
  return last > 12 ? own.slice(0, last) : own
}

/** The last address that stands alone on its line, or before a date. */
function recipientIn(lead: string): string | null {
  const alone = lead.split('\n').filter((line) => new RegExp(`^[\\s<]{0,9}${ADDRESS.source}[>\\s]{0,9}$`).test(line))
  return (alone.at(-1) ?? lead.replace(MONTH_TIME, '')).match(ADDRESS)?.at(-1)?.toLowerCase() ?? null
}

/** The host named just before a citation, and the address in parentheses behind it. */
function serverIn(lead: string): { readonly server: string | null; readonly ip: string | null } {
  const line =
    lead
      .slice(-300)
      .split(/\n\s{0,10}\n/)
      .at(-1) ?? ''
  const hosts = line.match(HOST)?.filter((host) => /[A-Za-z]/.test(host) || addressOf(host)) ?? []
  const bracket = line.lastIndexOf('(')
  return {
    server: hostOf(hosts.filter((host) => !isParenthesised(line, host, bracket)).at(-1)),
    ip: bracket < 0 ? null : addressOf(line.slice(bracket + 1).split(')')[0]),
  }
}

const isParenthesised = (line: string, host: string, bracket: number): boolean =>
  bracket >= 0 && line.lastIndexOf(host) > bracket && line.indexOf(host) > bracket
