import type { Block, SlackMessage, SlackUser } from './workspace.ts'

type Part = Readonly<Record<string, unknown>>

/** What a channel shows, as plain text: messages in order, replies under their message, buttons as `[label]`. */
export function channelText(messages: readonly SlackMessage[], users: readonly SlackUser[]): string {
  const roots = messages.filter((each) => each.threadTs === null || !messages.some((root) => root.ts === each.threadTs))
  const drawn = roots.flatMap((root) => [
    messageText(root, users),
    ...messages.filter((each) => each.threadTs === root.ts && each !== root).map((reply) => indented(messageText(reply, users))),
  ])
  return drawn.join('\n\n')
}

function messageText(message: SlackMessage, users: readonly SlackUser[]): string {
  const nameOf = (id: string): string => users.find((user) => user.id === id)?.realName ?? id
  const notes = [message.edits > 0 ? '(edited)' : '', message.onlyFor === null ? '' : `(only visible to ${nameOf(message.onlyFor)})`]
  const head = [nameOf(message.user), ...notes].filter(Boolean).join(' ')
  const body = message.blocks.length > 0 ? blocksText(message.blocks) : unescaped(message.text)
  return `${head}\n${mentions(body, nameOf)}`
}

/** The lines of a message or modal, without its pictures and colours. */
export const blocksText = (blocks: readonly Block[]): string =>
  blocks
    .map(blockText)
    .filter((line) => line !== '')
    .join('\n')

function blockText(block: Block): string {
  switch (block.type) {
    case 'header':
      return textOf(block.text)
    case 'section':
      return [textOf(block.text), ...partsOf(block.fields).map(textOf), elementText(block.accessory as Part | undefined)]
        .filter(Boolean)
        .join('\n')
    case 'context':
      return partsOf(block.elements)
        .map((each) => (each.type === 'image' ? String(each.alt_text ?? '') : textOf(each)))
        .join(' · ')
    case 'actions':
    case 'context_actions':
      return partsOf(block.elements).map(elementText).filter(Boolean).join(' ')
    case 'divider':
      return '———'
    case 'input':
      return `${textOf(block.label)}: ${elementText(block.element as Part | undefined)}`
    case 'image':
      return String(block.alt_text ?? '')
    case 'markdown':
      return String(block.text ?? '')
    default:
      return innerText(block)
  }
}

function elementText(element: Part | undefined): string {
  if (element === undefined) return ''
  if (element.type === 'button') return `[${textOf(element.text)}]`
  const options = partsOf(element.options).map((option) => textOf(option.text))
  return options.length > 0 ? `[${options.join(' | ')}]` : `[${textOf(element.placeholder)}]`
}

/** Every text inside, in order: rich text and whatever else Slack may have. */
function innerText(part: unknown): string {
  if (Array.isArray(part)) return part.map(innerText).join('')
  if (typeof part !== 'object' || part === null) return ''
  const { text, elements, rows } = part as Part
  return typeof text === 'string' ? text : innerText(text ?? elements ?? rows)
}

const partsOf = (value: unknown): readonly Part[] => (Array.isArray(value) ? (value as readonly Part[]) : [])

function textOf(value: unknown): string {
  const text = value as Part | undefined
  if (typeof text?.text !== 'string') return ''
  return text.type === 'mrkdwn' ? unescaped(text.text) : text.text
}

const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

const mentions = (text: string, nameOf: (id: string) => string): string =>
  text.replace(/<@(\w+)(\|[^>]*)?>/g, (_whole, id: string) => `@${nameOf(id)}`)

const indented = (text: string): string => text.replace(/^/gm, '    ')
