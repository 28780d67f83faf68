import type { UnreadCode, UnreadFile } from '../domain/unread-file.ts'

/** What somebody attached: what could be read of it, and what not. */
export interface Brought {
  readonly inputs: readonly (string | Uint8Array)[]
  readonly unread: readonly UnreadFile[]
}

export type ReadFile = { readonly is: 'read'; readonly input: string | Uint8Array } | { readonly is: 'unread'; readonly file: UnreadFile }

/** The limits of attached files, on every platform. */
export const MOST_FILES = 5
export const MOST_BYTES = 1_000_000

export const broughtOf = (files: readonly ReadFile[]): Brought => ({
  inputs: files.flatMap((each) => (each.is === 'read' ? [each.input] : [])),
  unread: files.flatMap((each) => (each.is === 'unread' ? [each.file] : [])),
})

const READABLE_NAME = /\.(?:eml|msg|txt|text|log|csv|json|xml|md|html?|mht|mhtml)$/i
const READABLE_TYPE = /^(?:text\/|message\/|application\/(?:vnd\.ms-outlook|json|xml)\b)/i
const CLOSED_NAME =
  /\.(?:png|jpe?g|gif|webp|heic|bmp|tiff?|svg|ico|zip|gz|tgz|bz2|xz|zst|7z|rar|tar|cab|iso|pdf|docx?|xlsx?|pptx?|odt|ods|one|pst|ost|mp[34]|mov|avi|wav|exe|dll|msi|evtx)$/i
const CLOSED_TYPE =
  /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|msword|x-(?:7z|rar|tar|gzip|zip|bzip)|vnd\.(?:openxmlformats|ms-(?:excel|powerpoint)))/i

/** Whether a file may be a mail or a text, by its name and media type alone. Where neither tells, its content will. */
export function mayBeText(name: string, type: string): boolean {
  if (READABLE_NAME.test(name)) return true
  if (CLOSED_NAME.test(name)) return false
  return READABLE_TYPE.test(type) || !CLOSED_TYPE.test(type)
}

/** First bytes of PDF, zip, gzip, 7z, rar, PNG, JPEG and GIF. */
const CLOSED_MARKS = /^(?:25504446|504b0[357]0[468]|1f8b|377abcaf|52617221|89504e47|ffd8ff|47494638)/
/** A message saved by Outlook is a compound file ([MS-CFB] §2.2). */
const COMPOUND_FILE = /^d0cf11e0/
const LOOKED_AT = 4096

/** Why the bytes of a file are no text and no mail, or null where they may be one. Nothing is ever unpacked. */
export function closedBecause(bytes: Uint8Array): Extract<UnreadCode, 'empty' | 'not-text'> | null {
  const sample = bytes.subarray(0, LOOKED_AT)
  const mark = Buffer.from(sample.subarray(0, 4)).toString('hex')
  if (COMPOUND_FILE.test(mark)) return null
  if (CLOSED_MARKS.test(mark)) return 'not-text'
  if (bytes.every((byte) => byte <= 0x20)) return bytes.includes(0) ? 'not-text' : 'empty'
  const zeros = [0, 0]
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]! += 1
  })
  // UTF-16 has its zeros on one side only.
  return Math.min(...zeros) > sample.length / 50 || (Math.max(...zeros) > 0 && Math.max(...zeros) < sample.length / 20) ? 'not-text' : null
}
