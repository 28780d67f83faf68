import { type UnreadFile, unreadFile } from '../../domain/unread-file.ts'
import { type Brought, broughtOf, closedBecause, MOST_BYTES, MOST_FILES, mayBeText, type ReadFile } from '../attached.ts'
import { type Downloaded, download } from '../download.ts'
import { LOOPBACK } from './gate.ts'
import type { ListedFile } from './hanging.ts'

/** The files of a message, fetched from where Teams put them. */
export interface Files {
  /** Never throws; what could not be read is in the answer. */
  read(listed: readonly ListedFile[]): Promise<Brought>
}

/** Teams waits about so long for the answer to an activity. */
const WITHIN_MS = 5_000

/** Teams keeps the files of a chat in SharePoint and OneDrive, and hands bots an address that needs no token and dies within minutes. */
const MICROSOFTS = /(?:^|\.)(?:sharepoint(?:-df)?\.(?:com|us|cn)|sharepoint-mil\.us|svc\.ms)$/

/** `sandbox`: files come from this machine, and from nowhere else. */
export function createFiles({ sandbox }: { readonly sandbox: boolean }): Files {
  const may = ({ protocol, hostname, port }: URL): boolean =>
    sandbox ? protocol === 'http:' && LOOPBACK.includes(hostname) : protocol === 'https:' && port === '' && MICROSOFTS.test(hostname)
  return {
    async read(listed) {
      const read = await Promise.all(listed.slice(0, MOST_FILES).map((file) => readOne(file, may)))
      const rest = listed.slice(MOST_FILES).map((file) => unread(file, 'too-many', { most: MOST_FILES }))
      return broughtOf([...read, ...rest])
    },
  }
}

async function readOne(file: ListedFile, may: (url: URL) => boolean): Promise<ReadFile> {
  if (!mayBeText(file.name, file.type)) return unread(file, 'not-text')
  if (file.url === null) return unread(file, 'not-handed-over')
  return answerOf(await download(file.url, { may, mostBytes: MOST_BYTES, withinMs: WITHIN_MS }), file)
}

function answerOf(fetched: Downloaded, file: ListedFile): ReadFile {
  switch (fetched.is) {
    case 'downloaded': {
      // An address that has died leads to a page that says so.
      if (fetched.type === 'text/html' && !/\.html?$/i.test(file.name)) return unread(file, 'no-access')
      const closed = closedBecause(fetched.bytes)
      return closed ? unread(file, closed) : { is: 'read', input: fetched.bytes }
    }
    case 'refused':
      return unread(file, 'no-access')
    case 'not-allowed':
      return unread(file, 'elsewhere')
    case 'gone':
      return unread(file, 'gone')
    case 'too-large':
      return unread(file, 'too-large', { most: MOST_BYTES })
    case 'too-slow':
      return unread(file, 'too-slow', { seconds: WITHIN_MS / 1000 })
    case 'failed':
      return unread(file, 'failed', { why: fetched.why })
  }
}

const unread = (file: ListedFile, why: UnreadFile['why'], args: UnreadFile['args'] = {}): ReadFile => ({
  is: 'unread',
  file: unreadFile(file.name, why, args),
})
