/** A strict reading of Slack's Block Kit limits: every fault of a message or modal, as `path: what`. Unknown blocks and keys are faults. */

type Node = Readonly<Record<string, unknown>>
type Fault = string

const TEXT_IN_ALL = 13_000

export function messageFaults(message: { readonly text: string; readonly blocks: readonly unknown[] }): readonly Fault[] {
  return [...length('text', message.text, 1, 4000), ...blocksFaults(message.blocks, 50)]
}

export function modalFaults(view: Node): readonly Fault[] {
  return [
    ...keys('view', view, ['type', 'callback_id', 'title', 'submit', 'close', 'private_metadata', 'blocks']),
    ...(view.type === 'modal' ? [] : ['view: not a modal']),
    ...plainText('title', view.title, 24),
    ...(view.submit === undefined ? [] : plainText('submit', view.submit, 24)),
    ...plainText('close', view.close, 24),
    ...length('callback_id', view.callback_id, 1, 255),
    ...length('private_metadata', view.private_metadata, 0, 3000),
    ...blocksFaults(view.blocks, 100),
  ]
}

function blocksFaults(blocks: unknown, most: number): readonly Fault[] {
  if (!Array.isArray(blocks)) return ['blocks: not a list']
  const faults = blocks.flatMap((block, n) => blockFaults(`blocks[${n}]`, block as Node))
  const ids = blocks.flatMap((block: Node) => (block.type === 'actions' ? (block.elements as Node[]).map((each) => each.action_id) : []))
  if (new Set(ids).size !== ids.length) faults.push('action_id: used twice')
  if (blocks.length < 1 || blocks.length > most) faults.push(`blocks: ${blocks.length} of them`)
  const all = blocks.filter((block: Node) => block.type !== 'actions').reduce((sum: number, block) => sum + textIn(block), 0)
  if (all > TEXT_IN_ALL) faults.push(`blocks: ${all} characters in all`)
  return faults
}

function textIn(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((sum: number, each) => sum + textIn(each), 0)
  if (typeof node !== 'object' || node === null) return 0
  return Object.entries(node).reduce(
    (sum, [key, value]) => sum + (key === 'text' && typeof value === 'string' ? value.length : textIn(value)),
    0,
  )
}

function blockFaults(at: string, block: Node): readonly Fault[] {
  switch (block.type) {
    case 'header':
      return [...keys(at, block, ['type', 'text']), ...plainText(`${at}.text`, block.text, 150)]
    case 'divider':
      return keys(at, block, ['type'])
    case 'section':
      return sectionFaults(at, block)
    case 'context':
      return [
        ...keys(at, block, ['type', 'elements']),
        ...count(`${at}.elements`, block.elements, 1, 10),
        ...list(block.elements).flatMap((each, n) => text(`${at}.elements[${n}]`, each, 3000)),
      ]
    case 'rich_text':
      return [
        ...keys(at, block, ['type', 'elements']),
        ...list(block.elements).flatMap((each, n) => richFaults(`${at}.elements[${n}]`, each)),
      ]
    case 'actions':
      return [
        ...keys(at, block, ['type', 'elements']),
        ...count(`${at}.elements`, block.elements, 1, 25),
        ...list(block.elements).flatMap((each, n) => buttonFaults(`${at}.elements[${n}]`, each)),
      ]
    default:
      return [`${at}: unknown block ${String(block.type)}`]
  }
}

function sectionFaults(at: string, block: Node): readonly Fault[] {
  const faults = keys(at, block, ['type', 'text', 'fields'])
  if (block.text === undefined && block.fields === undefined) return [...faults, `${at}: neither text nor fields`]
  return [
    ...faults,
    ...(block.text === undefined ? [] : text(`${at}.text`, block.text as Node, 3000)),
    ...(block.fields === undefined ? [] : count(`${at}.fields`, block.fields, 1, 10)),
    ...list(block.fields ?? []).flatMap((each, n) => text(`${at}.fields[${n}]`, each, 2000)),
  ]
}

function richFaults(at: string, element: Node): readonly Fault[] {
  if (element.type !== 'rich_text_preformatted') return [`${at}: unexpected ${String(element.type)}`]
  return [
    ...keys(at, element, ['type', 'elements']),
    ...list(element.elements).flatMap((each, n) => [
      ...keys(`${at}.elements[${n}]`, each, ['type', 'text']),
      ...(each.type === 'text' ? length(`${at}.elements[${n}].text`, each.text, 1, 3000) : [`${at}: not text`]),
    ]),
  ]
}

function buttonFaults(at: string, button: Node): readonly Fault[] {
  const style = button.style === undefined || button.style === 'primary' || button.style === 'danger'
  return [
    ...keys(at, button, ['type', 'text', 'action_id', 'value', 'style']),
    ...(button.type === 'button' ? [] : [`${at}: not a button`]),
    ...(style ? [] : [`${at}: style ${String(button.style)}`]),
    ...plainText(`${at}.text`, button.text, 75),
    ...length(`${at}.action_id`, button.action_id, 1, 255),
    ...length(`${at}.value`, button.value, 1, 2000),
  ]
}

function text(at: string, node: Node, most: number): readonly Fault[] {
  if (node.type === 'plain_text') return plainText(at, node, most)
  if (node.type !== 'mrkdwn') return [`${at}: no text object`]
  const value = String(node.text)
  return [
    ...keys(at, node, ['type', 'text', 'verbatim']),
    ...length(at, node.text, 1, most),
    ...(node.verbatim === true ? [] : [`${at}: not verbatim`]),
    ...(/&(?!amp;|lt;|gt;)/.test(value) ? [`${at}: bare & or half an entity`] : []),
    ...(/[<>]/.test(value.replace(OURS, '')) ? [`${at}: unescaped < or >`] : []),
  ]
}

/** The only control sequences a card may hold: a mention of an account we know, and an https link of ours. */
const OURS =
  /<@[UW][A-Z0-9]+>|<https:\/\/(?:(?:admin\.exchange|security|admin|learn|testconnectivity)\.microsoft\.com|sender\.office\.com|www\.rfc-editor\.org|cabforum\.org)\b[^|<>\s]*\|[^<>|]*>/g

function plainText(at: string, node: unknown, most: number): readonly Fault[] {
  const object = node as Node
  if (object?.type !== 'plain_text') return [`${at}: no plain text`]
  return [...keys(at, object, ['type', 'text', 'emoji']), ...length(at, object.text, 1, most)]
}

const list = (value: unknown): readonly Node[] => (Array.isArray(value) ? (value as Node[]) : [])

const count = (at: string, value: unknown, least: number, most: number): readonly Fault[] => {
  const number = list(value).length
  return number < least || number > most ? [`${at}: ${number} of them`] : []
}

const length = (at: string, value: unknown, least: number, most: number): readonly Fault[] =>
  typeof value === 'string' && value.trim().length >= least && value.length <= most
    ? []
    : [`${at}: ${typeof value === 'string' ? value.length : typeof value}`]

const keys = (at: string, node: Node, known: readonly string[]): Fault[] =>
  Object.keys(node).flatMap((key) => (known.includes(key) ? [] : [`${at}: unknown key ${key}`]))
