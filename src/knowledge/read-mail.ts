import type { Attachment } from 'postal-mime'
import { dateOf } from './read-time.ts'
import { skipReturned } from './skip-returned.ts'

/** What a stored mail holds for us. */
export interface ReadMail {
  /** Its readable text; `html` is the other form of it, empty where there is none. */
  readonly text: string
  readonly html: string
  /** Its delivery-status parts (RFC 3464), one after the other. */
  readonly status: string
  /** ISO 8601: when it was written, if it is a report; else null. */
  readonly date: string | null
  /** Mails attached to it, as source; those a report returns are left out. */
  readonly attached: readonly Uint8Array[]
  /** Texts attached to it. */
  readonly texts: readonly Uint8Array[]
}

const FIELD = /^[A-Za-z][\w-]{0,60}:/
const LONGEST_HEAD = 60_000
const MOST_ATTACHED = 10
/** Who sends reports without a status too; what is attached to them is what they return. */
const BOUNCER = /^(?:mailer-daemon|postmaster|microsoftexchange[\da-f]{32})@/i
/** Words and status stand before what is returned or attached, well within so many; the parser takes its time over each. */
const MOST_LINES = 10_000
/** A report without the message it returns has fewer. */
const MOST_LINES_ATTACHED = 3_000

/** Whether a text opens like a mail: header fields, at least one of which every mail has. */
export function looksLikeMail(text: string): boolean {
  const source = text.startsWith('From ') || text.startsWith('>From ') ? text.slice(text.indexOf('\n') + 1) : text
  if (!FIELD.test(source.slice(0, 100))) return false
  const head = source.slice(0, LONGEST_HEAD).split(/\r?\n\r?\n/, 1)[0] ?? ''
  const fields = head.split(/\r?\n/).filter((line) => FIELD.test(line))
  return (
    fields.length >= 2 &&
    /^(?:MIME-Version|Content-Type|Received|Return-Path|From|Message-ID|X-[\w-]{1,60}):/im.test(head) &&
    !/[{[]LED {0,2}=|^(?:Final-Recipient|Diagnostic-Code|Reporting-MTA):/im.test(head)
  )
}

/** Takes a mail apart. Null when it is no mail after all. */
export async function readMail(source: Uint8Array, isAttached: boolean): Promise<ReadMail | null> {
  try {
    const { default: PostalMime } = await import('postal-mime')
    const mail = await PostalMime.parse(skipReturned(source, isAttached ? MOST_LINES_ATTACHED : MOST_LINES), {
      forceRfc822Attachments: true,
    })
    const status = mail.attachments.filter(isStatus)
    const returns = status.length > 0 || BOUNCER.test(mail.from?.address ?? '')
    return {
      text: mail.text ?? '',
      html: mail.html ?? '',
      status: status.map((part) => new TextDecoder().decode(bytesOf(part))).join('\n\n'),
      date: returns ? dateOf(mail.headers.find(({ key }) => key === 'date')?.value) : null,
      attached: returns ? [] : mail.attachments.filter(isMail).slice(0, MOST_ATTACHED).map(bytesOf),
      texts: mail.attachments.filter(isText).slice(0, MOST_ATTACHED).map(bytesOf),
    }
  } catch {
    return null
  }
}

const isStatus = ({ mimeType }: Attachment): boolean => /^message\/(?:global-)?delivery-status$/i.test(mimeType)
const isMail = ({ mimeType, filename }: Attachment): boolean =>
  /^message\/(?:rfc822|global)$/i.test(mimeType) || /\.(?:eml|msg)$/i.test(filename ?? '')
const isText = ({ mimeType, filename }: Attachment): boolean =>
  /^text\/(?:plain|csv|html)$/i.test(mimeType) && /\.(?:txt|csv|log|html?)$/i.test(filename ?? '')

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
