import { plainOf, textOf } from './html-text.ts'

/** What copying, mail programs and chats do to a text. */
const DIRTY =
  /[\r<&`\uff01-\uff5e\u00a0\u00ad\u2007\u2010-\u2015\u2018\u2019\u200b-\u200d\u202f\u2212\ufeff]|\]\(|=3D|\\u00|\\r\\n|\bReceived: |(?:^|\n)>/
const TAGS = /<(?:br|p|div|html|body|td|span)\b/i
/** Slack writes `<https://mail.contoso.com|mail.contoso.com>`, mail as text `adele@contoso.com<mailto:adele@contoso.com>`. */
const LINK_WITH_WORDS = /<(?:mailto:|https?:\/\/)[^<>|\s]{1,500}\|([^<>]{1,300})>/g
const LINK = /<(?:mailto:([^<>|\s]{1,300})|https?:\/\/[^<>|\s]{1,1000})>/g
const MARKDOWN_LINK = /\[([^[\]\n]{1,300})\]\((?:https?:|mailto:)[^()\s]{1,500}\)/g

/** What terminals colour their text with. */
const COLOURS = /\p{Cc}\[[\d;]{0,20}m/gu

/** Undoes what copying does to a text, and leaves out the headers of the returned message. */
export function cleanText(coloured: string): string {
  const raw = coloured.includes('\u001b') ? coloured.replace(COLOURS, '') : coloured
  if (!DIRTY.test(raw)) return raw
  const lines = (raw.includes('\\') ? fromJson(raw) : raw).replace(/\r\n?/g, '\n')
  const decoded = /=3D/.test(lines) && /=\n/.test(lines) ? fromQuotedPrintable(lines) : lines
  const unlinked = decoded.includes('<')
    ? decoded.replace(LINK_WITH_WORDS, '$1').replace(LINK, (_, address) => ` ${address ?? ''} `)
    : decoded
  const words = TAGS.test(unlinked) ? textOf(unlinked) : plainOf(unlinked)
  const relinked = words.includes('<') ? words.replace(LINK_WITH_WORDS, '$1').replace(LINK, (_, address) => ` ${address ?? ''} `) : words
  const text = relinked
    .replace(/[\u00a0\u2007\u202f`]/g, ' ')
    .replace(/[\u200b-\u200d\ufeff\u00ad]/g, '')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\uff01-\uff5e]/g, narrow)
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replace(MARKDOWN_LINK, '$1')
  return withoutReturned(unquoted(text))
}

/** Without the marks of a quotation; what is indented behind them stays so. */
export const unquoted = (text: string): string => text.replace(/^(?:> ?){1,20}/gm, '')

const RETURNED = [
  /\b(?:original message headers|original message header):/i,
  /^[ \t]{0,3}(?:Received: (?:from|by|\()|DKIM-Signature: |ARC-Seal: |Return-Path: ?<)/m,
  /^-{3,}[ \t]{0,3}(?:This is a copy of (?:the|your) message|Below this line is a copy)/im,
  /^[ \t]{0,5}-{3,5} (?:Original message|Message header follows|Unsent message below)/im,
]

/** What was returned tells nothing about why; its own headers and words are full of codes. */
function withoutReturned(text: string): string {
  const ends = RETURNED.map((mark) => text.search(mark)).filter((at) => at > 0)
  return ends.length > 0 ? text.slice(0, Math.min(...ends)) : text
}

/** East Asian keyboards and translations put wide forms of ASCII (U+FF01 to U+FF5E). */
const narrow = (wide: string): string => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)

/** What JSON escapes in an error, with PowerShell's habit to escape quotes and angle brackets too. */
const fromJson = (text: string): string =>
  text.replaceAll('\\r\\n', '\n').replace(/\\u00([2-7][\da-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))

function fromQuotedPrintable(text: string): string {
  return text
    .replace(/=\n/g, '')
    .replace(/(?:=[0-9A-F]{2}){1,1000}/g, (run) =>
      new TextDecoder().decode(Uint8Array.from(run.slice(1).split('='), (pair) => Number.parseInt(pair, 16))),
    )
}
