import { z } from 'zod'
import { plainText } from './plain-text.ts'

const text = z.string().nullish()
const Field = z.object({ title: text, value: text })
const Attachment = z.object({
  pretext: text,
  title: text,
  text,
  fallback: text,
  fields: z.array(Field).nullish(),
  blocks: z.array(z.unknown()).nullish(),
  message_blocks: z.array(z.object({ message: z.object({ blocks: z.array(z.unknown()).nullish() }).nullish() })).nullish(),
  files: z.array(z.unknown()).nullish(),
})
const Message = z.object({
  text,
  blocks: z.array(z.unknown()).nullish(),
  attachments: z.array(Attachment).nullish(),
  files: z.array(z.unknown()).nullish(),
})

/** What a message of Slack holds, in plain text, and the descriptions of its files. */
export interface Said {
  readonly text: string
  /** Messages shared with it, forwarded mails, what apps put beside their text. */
  readonly quoted: readonly string[]
  readonly files: readonly unknown[]
}

/** Reads a message as Slack describes it; what has another shape counts as empty. */
export function saidIn(message: unknown): Said {
  const read = Message.safeParse(message).data
  if (!read) return { text: '', quoted: [], files: [] }
  const attachments = read.attachments ?? []
  return {
    // Apps often say in blocks what their text leaves out; people's blocks repeat it.
    text: plainText(read.text?.trim() ? read.text : wordsIn(read.blocks ?? [])),
    quoted: attachments.map((each) => plainText(wordsOf(each))).filter((each) => each.trim() !== ''),
    files: [...(read.files ?? []), ...attachments.flatMap((each) => each.files ?? [])],
  }
}

function wordsOf({ pretext, title, text, fields, blocks, message_blocks, fallback }: z.infer<typeof Attachment>): string {
  const inner = [...(blocks ?? []), ...(message_blocks ?? []).flatMap(({ message }) => message?.blocks ?? [])]
  const own = [pretext, title, text, ...(fields ?? []).flatMap((field) => [field.title, field.value])].filter(Boolean)
  const said = own.length > 0 ? own.join('\n') : wordsIn(inner)
  return said.trim() ? said : (fallback ?? '')
}

/** Parts of one line stand side by side, everything else on lines of its own (docs.slack.dev, rich text). */
const ON_ONE_LINE = ['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']
const DEEPEST = 12

function wordsIn(node: unknown, depth = 0): string {
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return ''
  if (Array.isArray(node)) return joined(node, '\n', depth)
  const { type, text, elements, fields, url } = node as Readonly<Record<string, unknown>>
  if (typeof text === 'string') return text
  if (type === 'link' && typeof url === 'string') return url
  const inner = [text, fields].map((each) => wordsIn(each, depth + 1))
  const list = Array.isArray(elements) ? joined(elements, ON_ONE_LINE.includes(String(type)) ? '' : '\n', depth) : ''
  return [...inner, list].filter(Boolean).join('\n')
}

const joined = (nodes: readonly unknown[], between: string, depth: number): string =>
  nodes
    .map((each) => wordsIn(each, depth + 1))
    .filter(Boolean)
    .join(between)
