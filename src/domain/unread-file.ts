/** Why a file that somebody attached was not read. Words and the way on: `files.<code>` in the locales. */
export const UNREAD_CODES = [
  'too-large', //       most           bytes, as a number
  'too-many', //        most
  'not-text', //        —              a picture, an archive, a document: nothing is unpacked
  'empty', //           —
  'gone', //            —              deleted, or hidden by the platform
  'elsewhere', //       —              stored outside the platform: such addresses are not called
  'no-access', //       —              the platform does not let the bot have it
  'missing-scope', //   scope          the Slack app lacks a permission
  'not-handed-over', // —              Teams gives bots the files of their own chats only
  'too-slow', //        seconds
  'failed', //          why
] as const
export type UnreadCode = (typeof UNREAD_CODES)[number]

export interface UnreadFile {
  /** As the platform names it; may be empty. */
  readonly name: string
  readonly why: UnreadCode
  readonly args: Readonly<Record<string, string | number>>
}

const LONGEST_NAME = 80

/** A file that was not read, with its name shortened in the middle, so that its ending stays. */
export function unreadFile(name: string, why: UnreadCode, args: UnreadFile['args'] = {}): UnreadFile {
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 20)}…${name.slice(-19)}` : name
  return { name: short, why, args }
}
