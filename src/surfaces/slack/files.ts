import { webApi } from '@slack/bolt'
import { z } from 'zod'
import type { UnreadFile } from '../../domain/unread-file.ts'
import { unreadFile } from '../../domain/unread-file.ts'
import { type Brought, broughtOf, closedBecause, MOST_BYTES, MOST_FILES, mayBeText, type ReadFile } from '../attached.ts'
import { type Downloaded, download } from '../download.ts'
import { errorOf, whyOf } from './call.ts'

const text = z.string().nullish()

/** A file object (docs.slack.dev/reference/objects/file-object), as far as it is needed to read the file. */
const SlackFile = z.object({
  id: text,
  name: text,
  title: text,
  mimetype: text,
  filetype: text,
  mode: text,
  size: z.number().nullish(),
  is_external: z.boolean().nullish(),
  /** `check_file_info`: only files.info tells more, as in channels shared with other organisations. */
  file_access: text,
  url_private: text,
  url_private_download: text,
  /** Of mails that were forwarded into Slack. */
  plain_text: text,
  preview_plain_text: text,
  preview: text,
})
type SlackFile = z.infer<typeof SlackFile>

/** The files of a message, fetched with the bot's token. */
export interface Files {
  /** `listed`: file objects as Slack sends them. Never throws; what could not be read is in the answer. */
  read(listed: readonly unknown[]): Promise<Brought>
}

export interface FilesOptions {
  readonly client: webApi.WebClient
  readonly botToken: string
  /** Slack's own when null. */
  readonly apiUrl: string | null
}

const SCOPE = 'files:read'
const WITHIN_MS = 10_000

export function createFiles(options: FilesOptions): Files {
  return {
    async read(listed) {
      const files = listed.map((each) => SlackFile.safeParse(each).data ?? {})
      const read = await Promise.all(files.slice(0, MOST_FILES).map((file) => readOne(file, options)))
      const rest = files.slice(MOST_FILES).map((file) => unread(file, 'too-many', { most: MOST_FILES }))
      return broughtOf([...read, ...rest])
    },
  }
}

async function readOne(described: SlackFile, options: FilesOptions): Promise<ReadFile> {
  const known = isStub(described) ? await lookUp(described, options) : { is: 'known' as const, file: described }
  if (known.is === 'unread') return known
  const { file } = known
  const closed = closedBeforehand(file)
  if (closed) return closed
  if (isMail(file) && file.plain_text?.trim()) return { is: 'read', input: file.plain_text.slice(0, MOST_BYTES) }
  const fetched = await fetchOne(file, options)
  const preview = file.preview_plain_text ?? file.preview ?? ''
  return fetched.is === 'unread' && isMail(file) && preview.trim() ? { is: 'read', input: preview } : fetched
}

/** A mail that was forwarded into Slack, which keeps its words beside the file. */
const isMail = (file: SlackFile): boolean => file.filetype === 'email' || file.mode === 'email'

const addressOf = (file: SlackFile): string => file.url_private_download || file.url_private || ''

const isStub = (file: SlackFile): boolean =>
  file.file_access === 'check_file_info' || (!addressOf(file) && !file.plain_text && !isGone(file) && Boolean(file.id))

const isGone = ({ mode, file_access }: SlackFile): boolean =>
  mode === 'tombstone' || mode === 'hidden_by_limit' || file_access === 'file_not_found' || file_access === 'deleted'

/** What the description alone rules out. */
function closedBeforehand(file: SlackFile): ReadFile | null {
  if (isGone(file)) return unread(file, 'gone')
  if (file.is_external || file.mode === 'external') return unread(file, 'elsewhere')
  const isText = isMail(file) || file.mode === 'snippet' || mayBeText(nameOf(file), file.mimetype ?? '')
  if (!isText) return unread(file, 'not-text')
  return (file.size ?? 0) > MOST_BYTES ? unread(file, 'too-large', { most: MOST_BYTES }) : null
}

async function fetchOne(file: SlackFile, options: FilesOptions): Promise<ReadFile> {
  const fetched = await download(addressOf(file), {
    // The token goes to Slack alone: a redirect leads to the sign-in page, on another host.
    may: (url, from) => isSlacks(url, options.apiUrl) && (from === null || from.origin === url.origin),
    headers: { authorization: `Bearer ${options.botToken}` },
    mostBytes: MOST_BYTES,
    withinMs: WITHIN_MS,
  })
  if (fetched.is === 'downloaded' && !isSignInPage(fetched, file)) return contentOf(fetched.bytes, file)
  switch (fetched.is) {
    case 'downloaded':
    case 'refused':
      return whyRefused(file, options)
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

/** Slack answers with a web page where a token may not see a file. A file that is a web page itself has the length Slack names. */
function isSignInPage({ type, bytes }: Extract<Downloaded, { is: 'downloaded' }>, file: SlackFile): boolean {
  if (type !== 'text/html') return false
  const isPage = isMail(file) || /html/i.test(`${file.mimetype} ${file.filetype}`)
  return !isPage || (!isMail(file) && Boolean(file.size) && file.size !== bytes.length)
}

function contentOf(bytes: Uint8Array, file: SlackFile): ReadFile {
  const closed = closedBecause(bytes)
  return closed ? unread(file, closed) : { is: 'read', input: bytes }
}

/** Asked only where a file was refused: Slack's own word for it. */
async function whyRefused(file: SlackFile, options: FilesOptions): Promise<ReadFile> {
  const asked = await lookUp(file, options)
  return asked.is === 'unread' ? asked : unread(file, 'no-access')
}

type LookedUp = { readonly is: 'known'; readonly file: SlackFile } | Extract<ReadFile, { is: 'unread' }>

async function lookUp(file: SlackFile, { client }: FilesOptions): Promise<LookedUp> {
  if (!file.id) return unread(file, 'no-access')
  try {
    const { file: told } = await client.files.info({ file: file.id })
    return { is: 'known', file: { ...file, ...SlackFile.safeParse(told).data, file_access: null } }
  } catch (thrown) {
    switch (errorOf(thrown)) {
      case 'missing_scope':
        return unread(file, 'missing-scope', { scope: SCOPE })
      case 'file_deleted':
        return unread(file, 'gone')
      case 'file_not_found':
      case 'access_denied':
      case 'not_visible':
        return unread(file, 'no-access')
      default:
        return unread(file, 'failed', { why: thrown instanceof webApi.WebAPIRateLimitedError ? 'HTTP 429' : whyOf(thrown).slice(0, 100) })
    }
  }
}

const nameOf = ({ name, title, id }: SlackFile): string => name || title || id || ''

const unread = (file: SlackFile, why: UnreadFile['why'], args: UnreadFile['args'] = {}): Extract<ReadFile, { is: 'unread' }> => ({
  is: 'unread',
  file: unreadFile(nameOf(file), why, args),
})

const SLACKS = /^(?:[a-z0-9-]+\.)*slack(?:-gov)?\.com$/

/** Slack's own hosts over HTTPS; where a double stands in, the double alone. */
function isSlacks({ protocol, hostname, port, origin }: URL, apiUrl: string | null): boolean {
  if (apiUrl) return origin === new URL(apiUrl).origin
  return protocol === 'https:' && port === '' && SLACKS.test(hostname)
}
