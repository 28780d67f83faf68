import { z } from 'zod'
import { jsonOf } from '../../domain/json-of.ts'
import { Attachment } from './activity.ts'

/** A file as Teams describes it; `url` is null where Teams does not hand it over. */
export interface ListedFile {
  readonly name: string
  readonly type: string
  readonly url: string | null
}

/** What hangs on a message: its formatted text, what it quotes, and its files. */
export interface Hanging {
  readonly html: string | null
  readonly quoted: readonly string[]
  readonly files: readonly ListedFile[]
}

const FILE = 'application/vnd.microsoft.teams.file.download.info'
const FileInfo = z.looseObject({ downloadUrl: z.string() })
const Quote = z.looseObject({ messagePreview: z.string() })

/** Reads the attachments of a message, of a personal chat (learn.microsoft.com, bots-filesv4) or of a message action. */
export function hangingOn(attachments: unknown): Hanging {
  const all = z.array(z.unknown()).safeParse(attachments).data ?? []
  const known = all.flatMap((each): readonly Attachment[] => {
    const read = Attachment.safeParse(each)
    return read.success ? [read.data] : []
  })
  const html = known.flatMap(({ contentType, content }) => (contentType === 'text/html' && typeof content === 'string' ? [content] : []))
  return {
    html: html.join('\n') || null,
    quoted: known.flatMap((each) => quotedIn(each)).filter((text) => text.trim() !== ''),
    files: known.flatMap((each) => fileIn(each)),
  }
}

function quotedIn({ contentType, content }: Attachment): readonly string[] {
  if (contentType === 'text/plain') return typeof content === 'string' ? [content] : []
  if (contentType === 'messageReference') return [Quote.safeParse(parsed(content)).data?.messagePreview ?? '']
  return isCard(contentType) ? [wordsOfCard(parsed(content))] : []
}

function fileIn({ contentType, contentUrl, content, name }: Attachment): readonly ListedFile[] {
  const type = contentType ?? ''
  if (type === FILE) return [{ name: name ?? '', type: '', url: FileInfo.safeParse(parsed(content)).data?.downloadUrl ?? null }]
  const isWords = /^text\/(?:html|plain)$/.test(type) || type === 'messageReference' || isCard(type)
  return isWords || !(contentUrl || name) ? [] : [{ name: name ?? '', type, url: null }]
}

const isCard = (type: string | null | undefined): boolean => /^application\/vnd\.microsoft\.(?:teams\.)?card\./.test(type ?? '')

/** Message actions carry the content of cards as JSON text. */
const parsed = (content: unknown): unknown => (typeof content === 'string' ? jsonOf(content) : content)

const SAID = ['title', 'subtitle', 'text', 'activityTitle', 'activitySubtitle', 'activityText', 'value']
const UNSAID = ['actions', 'potentialAction', 'selectAction', 'data', 'msteams', 'buttons', 'tap']
const DEEPEST = 20

/** The words of a card of any kind, one line per text; what its buttons carry is left out. */
function wordsOfCard(node: unknown, depth = 0): string {
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return ''
  if (Array.isArray(node))
    return node
      .map((each) => wordsOfCard(each, depth + 1))
      .filter(Boolean)
      .join('\n')
  const { title, value, inlines, ...rest } = node as Readonly<Record<string, unknown>>
  if (Array.isArray(inlines)) return inlines.map((each) => (typeof each === 'string' ? each : wordsOfCard(each, depth + 1))).join('')
  if (typeof title === 'string' && typeof value === 'string') return `${title}: ${value}`
  return Object.entries({ title, value, ...rest })
    .filter(([key]) => !UNSAID.includes(key))
    .map(([key, each]) => (typeof each === 'string' ? (SAID.includes(key) ? each : '') : wordsOfCard(each, depth + 1)))
    .filter(Boolean)
    .join('\n')
}
