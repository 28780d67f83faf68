import { isUtf8 } from 'node:buffer'

/** One complete SMTP reply (RFC 5321 §4.2). Lines as received, without CRLF, control characters made visible. */
export interface Reply {
  /** That of the last line, where the lines disagree. */
  readonly code: number
  readonly lines: readonly string[]
}

/** A reply of more bytes than this is cut off and not taken for SMTP. */
export const REPLY_LIMIT = 64 * 1024

/** Kept of one line, characters: RFC 5321 §4.5.3.1.5 allows 512 octets. */
export const LINE_LIMIT = 512

/** What one line is to a reply; null when it is none of SMTP. */
export function replyLine(line: string): { readonly code: number; readonly isLast: boolean } | null {
  const match = /^([2-5]\d\d)([ -]|$)/.exec(line)
  return match && { code: Number(match[1]), isLast: match[2] !== '-' }
}

/** Whether a line that is not finished can still become part of a reply. */
export const mayBecomeReply = (start: string): boolean => /^([2-5](\d(\d([ -].*)?)?)?)?$/s.test(start)

/** Text of bytes from outside: UTF-8 where they are (RFC 6531 §3.7.1), else one character a byte, so that none is lost. */
export const textOf = (bytes: Buffer): string => bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1')

/**
 * At most 512 characters, in which control characters and those that reorder or hide text (Unicode bidirectional and zero-width ones) are
 * written as `\x00` or `\u202e`: a line stays one line and can be stored and shown anywhere.
 */
export const shown = (line: string): string =>
  line
    .slice(0, LINE_LIMIT)
    .replace(/[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, escaped)
    .slice(0, LINE_LIMIT)
    // Half a character that the limit left over.
    .replace(/[\ud800-\udbff]$/, '')

function escaped(char: string): string {
  const code = char.charCodeAt(0)
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
}

/** Whether an EHLO reply offers a keyword (RFC 5321 §4.1.1.1). */
export const offers = (ehlo: readonly string[], keyword: string): boolean =>
  ehlo.slice(1).some((line) => line.slice(4).trim().split(/[ =]/)[0]?.toUpperCase() === keyword)
