import PostalMime from 'postal-mime'

/** What a stored mail holds for us: its readable text, and its delivery-status parts (RFC 3464). */
export interface ReadMail {
  readonly text: string
  readonly status: string
}

/** Whether a text opens like a mail: header fields, at least one of which every mail has. */
export function looksLikeMail(text: string): boolean {
  const head =
    text
      .slice(0, 20_000)
      .replace(/^From [^\n]{0,300}\n/, '')
      .split(/\r?\n\r?\n/)[0] ?? ''
  const fields = head.split(/\r?\n/).filter((line) => /^[A-Za-z][\w-]{0,60}:/.test(line))
  return (
    fields.length >= 2 &&
    /^[A-Za-z][\w-]{0,60}:/.test(head) &&
    /^(?:MIME-Version|Content-Type|Received|Return-Path|From|Message-ID|X-[\w-]+):/im.test(head)
  )
}

/** Text and status stand before the returned message (RFC 6522 §3), well within this many bytes. */
const LONGEST_MAIL = 500_000
const LONGEST_RUN = 4

/** Takes a mail apart; the returned message inside it is left out, its headers are not the error. Null when it is no mail after all. */
export async function readMail(source: string | Uint8Array): Promise<ReadMail | null> {
  try {
    const mail = await PostalMime.parse(calm(source), { forceRfc822Attachments: true, attachmentEncoding: 'utf8' })
    const status = mail.attachments.filter((part) => /^message\/(?:global-)?delivery-status$/i.test(part.mimeType))
    return {
      text: mail.text ?? textOf(mail.html ?? ''),
      status: status.map((part) => (typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content))).join('\n\n'),
    }
  } catch {
    return null
  }
}

/** The beginning of a mail with long runs of empty lines shortened: the parser takes quadratic time over them. */
function calm(source: string | Uint8Array): Uint8Array {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source.slice(0, LONGEST_MAIL)) : source.subarray(0, LONGEST_MAIL)
  const kept = new Uint8Array(bytes.length)
  let length = 0
  let run = 0
  for (const byte of bytes) {
    if (byte === 0x0a) run += 1
    else if (byte !== 0x0d) run = 0
    if (run <= LONGEST_RUN) kept[length++] = byte
  }
  return kept.subarray(0, length)
}

/** The words of an HTML text, one line per block. */
export function textOf(html: string): string {
  return html
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^<>]{0,200}>/gi, '\n')
    .replace(/<!--[^<>]{0,2000}-->|<\/?[a-z][a-z0-9]{0,20}(?:\s[^<>]{0,2000})?\/?>/gi, ' ')
    .replace(ENTITY, characterOf)
}

/** Character references of HTML that error texts hold, as characters. */
export const plainOf = (text: string): string => text.replace(ENTITY, characterOf)

const ENTITY = /&(lt|gt|quot|apos|amp|nbsp|#39);/gi

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', nbsp: ' ', '#39': "'" }

const characterOf = (_: string, name: string): string => ENTITIES[name.toLowerCase()] ?? ' '
