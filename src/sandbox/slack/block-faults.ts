import type { Block } from './workspace.ts'

type Part = Readonly<Record<string, unknown>>

const KNOWN = [
  'section',
  'header',
  'context',
  'divider',
  'actions',
  'input',
  'image',
  'rich_text',
  'markdown',
  'context_actions',
  'table',
  'alert',
]
const LIMITS = {
  text: 3000,
  header: 150,
  field: 2000,
  fields: 10,
  elements: 25,
  context: 10,
  button: 75,
  value: 2000,
  id: 255,
  label: 2000,
}

/** What Slack would refuse in these blocks, in its manner (`… [json-pointer:/blocks/0/text]`); empty when they are fine. */
export function blockFaults(blocks: readonly Block[], most: number): readonly string[] {
  const faults = blocks.length > most ? [`no more than ${most} items allowed [json-pointer:/blocks]`] : []
  const ids = blocks.map((block) => block.block_id).filter((id) => id !== undefined)
  if (new Set(ids).size < ids.length) faults.push('block_id values must be unique [json-pointer:/blocks]')
  return [...faults, ...blocks.flatMap((block, index) => faultsOf(block).map((fault) => `${fault} [json-pointer:/blocks/${index}]`))]
}

/** What Slack would refuse in a modal. */
export function viewFaults(view: Part): readonly string[] {
  const faults: string[] = []
  if (view.type !== 'modal' && view.type !== 'home') faults.push('invalid view type [json-pointer:/view/type]')
  if (view.type === 'modal') faults.push(...textFaults(view.title, 24, 'title'))
  for (const name of ['submit', 'close']) if (view[name] !== undefined) faults.push(...textFaults(view[name], 24, name))
  if (!Array.isArray(view.blocks)) return [...faults, 'missing required field: blocks [json-pointer:/view]']
  const blocks = view.blocks as readonly Block[]
  if (blocks.some((block) => block.type === 'input') && view.submit === undefined) faults.push('submit is required with input blocks')
  if (lengthOf(view.private_metadata) > 3000) faults.push('private_metadata is longer than 3000')
  if (lengthOf(view.callback_id) > LIMITS.id) faults.push('callback_id is longer than 255')
  return [...faults, ...blockFaults(blocks, 100)]
}

function faultsOf(block: Block): readonly string[] {
  if (typeof block !== 'object' || block === null || !KNOWN.includes(block.type)) return [`unsupported type: ${String(block?.type)}`]
  const faults = lengthOf(block.block_id) > LIMITS.id ? ['block_id is longer than 255'] : []
  switch (block.type) {
    case 'header':
      return [...faults, ...textFaults(block.text, LIMITS.header, 'text', 'plain_text')]
    case 'section':
      return [...faults, ...sectionFaults(block)]
    case 'context':
      return [...faults, ...contextFaults(block)]
    case 'actions':
      return [...faults, ...actionsFaults(block)]
    case 'input':
      return [
        ...faults,
        ...textFaults(block.label, LIMITS.label, 'label', 'plain_text'),
        ...(block.element ? [] : ['missing required field: element']),
      ]
    default:
      return faults
  }
}

function sectionFaults(block: Block): readonly string[] {
  const fields = block.fields as readonly unknown[] | undefined
  if (block.text === undefined && fields === undefined) return ['missing required field: text or fields']
  const tooMany = (fields?.length ?? 0) > LIMITS.fields ? ['no more than 10 fields allowed'] : []
  const text = block.text === undefined ? [] : textFaults(block.text, LIMITS.text, 'text')
  const accessory = block.accessory === undefined ? [] : elementFaults(block.accessory as Part)
  return [...tooMany, ...text, ...(fields ?? []).flatMap((field) => textFaults(field, LIMITS.field, 'fields')), ...accessory]
}

function contextFaults(block: Block): readonly string[] {
  const elements = (block.elements as readonly Part[] | undefined) ?? []
  if (elements.length === 0 || elements.length > LIMITS.context) return ['elements must have 1 to 10 items']
  return elements.flatMap((each) => (each.type === 'image' ? [] : textFaults(each, LIMITS.text, 'elements')))
}

function actionsFaults(block: Block): readonly string[] {
  const elements = (block.elements as readonly Part[] | undefined) ?? []
  if (elements.length === 0 || elements.length > LIMITS.elements) return ['elements must have 1 to 25 items']
  const ids = elements.map((each) => each.action_id).filter((id) => id !== undefined)
  return [...(new Set(ids).size < ids.length ? ['action_id values must be unique in a block'] : []), ...elements.flatMap(elementFaults)]
}

function elementFaults(element: Part): readonly string[] {
  const faults = lengthOf(element.action_id) > LIMITS.id ? ['action_id is longer than 255'] : []
  if (lengthOf(element.value) > LIMITS.value) faults.push('value is longer than 2000')
  if (element.type !== 'button') return faults
  if (element.style !== undefined && !['primary', 'danger'].includes(String(element.style))) faults.push('style must be primary or danger')
  return [...faults, ...textFaults(element.text, LIMITS.button, 'text', 'plain_text')]
}

function textFaults(value: unknown, most: number, name: string, type?: string): readonly string[] {
  const text = value as Part | undefined
  if (typeof text?.text !== 'string' || !['plain_text', 'mrkdwn'].includes(String(text.type)))
    return [`missing required text object: ${name}`]
  if (type !== undefined && text.type !== type) return [`${name} must be ${type}`]
  return text.text.length < 1 || text.text.length > most ? [`${name} must be 1 to ${most} characters`] : []
}

const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0)
