/** One complete SMTP reply (RFC 5321 §4.2). Lines as received, without CRLF, control characters made visible. */
export interface Reply {
  readonly code: number
  readonly lines: readonly string[]
}

export type Reading =
  | { readonly is: 'partial' }
  | { readonly is: 'reply'; readonly reply: Reply }
  | { readonly is: 'not-smtp'; readonly text: string }

/** A reply of more bytes than this is cut off and not taken for SMTP. */
export const REPLY_LIMIT = 64 * 1024

/** Kept of one line: RFC 5321 §4.5.3.1.5 allows 512 octets. */
const LINE_LIMIT = 512
const LINES_KEPT = 100

/** Reads one reply from the start of what was received; what follows it is left aside. */
export function readReply(bytes: Buffer): Reading {
  const text = bytes.subarray(0, REPLY_LIMIT).toString('utf8')
  const lines = text.split(/\r?\n/)
  const unfinished = lines.pop() ?? ''
  for (const [index, line] of lines.entries()) {
    const match = /^([2-5]\d\d)(?:[ -]|$)/.exec(line)
    if (!match) return { is: 'not-smtp', text: shown(line) }
    if (line[3] !== '-')
      return {
        is: 'reply',
        reply: {
          code: Number(match[1]),
          lines: lines
            .slice(0, index + 1)
            .slice(0, LINES_KEPT)
            .map(shown),
        },
      }
  }
  if (bytes.length >= REPLY_LIMIT) return { is: 'not-smtp', text: shown(lines[0] ?? unfinished) }
  return { is: 'partial' }
}

/** The text when what was received so far can no longer become a reply, else null. Asked when nothing more will come. */
export function junkIn(bytes: Buffer): string | null {
  const start = bytes.subarray(0, LINE_LIMIT).toString('utf8')
  return start === '' || /^[2-5](\d(\d([ -].*)?)?)?$/s.test(start) ? null : shown(start)
}

/** Control characters in `\x00` form: a line stays one line and can be stored anywhere. */
export const shown = (line: string): string =>
  line
    .slice(0, LINE_LIMIT)
    .replace(/[\x00-\x08\x0a-\x1f\x7f\x80-\x9f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** Whether an EHLO reply offers a keyword (RFC 5321 §4.1.1.1). */
export const offers = (ehlo: readonly string[], keyword: string): boolean =>
  ehlo.slice(1).some((line) => line.slice(4).trim().split(/[ =]/)[0]?.toUpperCase() === keyword)
