import type { Action, Card, Part } from '../cards/card.ts'
import { context, type Drawn, drawn, EMPTY, fitting, LIMITS, mrkdwn, section, withHeadings } from './block-kit-room.ts'
import { columnsOf } from './columns.ts'
import { EMOJI, stageText, TONES } from './marks.ts'
import { cut, fewer, oneLine, plain, restLine } from './plain.ts'

const FIXED_WIDTH = 88
const BUTTONS_IN_A_ROW = 5
const LINES = 80
const LIST_ITEMS = 40
const NOTIFICATION = 1000

export interface BlockKitOptions {
  /** The Slack user id of an e-mail address, or null where the account is not known. */
  readonly mention?: (email: string) => string | null
  /** A modal takes 100 blocks, a message 50. */
  readonly modal?: boolean
}

/** The message of a card: `text` for notifications, escaped as mrkdwn, and at most 50 blocks (100 in a modal). */
export function toBlockKit(card: Card, options: BlockKitOptions = {}): { text: string; blocks: unknown[] } {
  const header: Drawn = drawn({ type: 'header', text: plainText(`${TONES[card.tone]} ${oneLine(card.title)}`, LIMITS.header) }, 0, true)
  let number = 0
  const parts = card.parts.flatMap((part) => draw(part, options, () => number++))
  const all = fitting([header, ...withHeadings(parts)], options.modal ? LIMITS.modal : LIMITS.message)
  return { text: escaped(oneLine(card.summary), NOTIFICATION) || EMPTY, blocks: all.map((each) => each.block) }
}

/** A modal of a card. A button that does what `submit` does is left to the submit button, whose press travels in `private_metadata`. */
export function toModal(
  card: Card,
  modal: { readonly title: string; readonly submit?: { readonly label: string; readonly press: Action['press'] }; readonly close: string },
  options: Omit<BlockKitOptions, 'modal'> = {},
): Readonly<Record<string, unknown>> {
  const press = modal.submit ? JSON.stringify(modal.submit.press) : null
  const parts = card.parts.map((part) =>
    part.is === 'actions' ? { ...part, actions: part.actions.filter((action) => JSON.stringify(action.press) !== press) } : part,
  )
  return {
    type: 'modal',
    callback_id: 'press',
    title: plainText(oneLine(modal.title), LIMITS.title),
    ...(modal.submit ? { submit: plainText(oneLine(modal.submit.label), LIMITS.title) } : {}),
    close: plainText(oneLine(modal.close), LIMITS.title),
    private_metadata: press === null ? '' : press.slice(0, LIMITS.metadata),
    blocks: toBlockKit({ ...card, parts }, { ...options, modal: true }).blocks,
  }
}

function draw(part: Part, options: BlockKitOptions, next: () => number): readonly Drawn[] {
  switch (part.is) {
    case 'text':
      return [paragraph(part.text, part.weight)]
    case 'heading':
      return [{ ...bold(part.text), heads: true }]
    case 'facts':
      return factBlocks(part.facts)
    case 'progress':
      return [
        lines(part.steps.map((step) => `${EMOJI[step.mark]} ${oneLine(step.label)}${step.detail ? ` — ${oneLine(step.detail)}` : ''}`)),
      ]
    case 'list':
      return [lines(part.items.map((item, n) => `${part.ordered ? `${n + (part.from ?? 1)}.` : '•'} ${oneLine(item)}`))]
    case 'proof':
      return [fixed(part.lines.map(oneLine))]
    case 'code':
      return [fixed(part.lines.map(oneLine))]
    case 'hosts':
      return [
        fixed(
          part.hosts.flatMap((host) => [
            `${oneLine(host.name)}  ${oneLine(host.ip)}`.trimEnd(),
            `  ${host.stages.map(stageText).join('  ')}`,
          ]),
        ),
      ]
    case 'changes':
      return [
        fixed(
          part.rows.flatMap((row, n) => [
            ...(row.target === part.rows[n - 1]?.target ? [] : [oneLine(row.target)]),
            `  ${oneLine(row.property)} · ${oneLine(row.before)} → ${oneLine(row.after)}`,
          ]),
        ),
      ]
    case 'guards':
      return [lines(part.guards.map((guard) => `${EMOJI[guard.mark]} ${oneLine(guard.text)}`))]
    case 'table':
      return [fixed(columnsOf([part.columns, ...part.rows], FIXED_WIDTH))]
    case 'links':
      return [context(part.links.map((link) => linkOf(link.label, link.url)).join('  ·  '))]
    case 'mentions':
      return [mentions(part, options)]
    case 'actions':
      return actionBlocks(part.actions, next)
    case 'divider':
      return [drawn({ type: 'divider' }, 0)]
  }
}

const plainText = (text: string, most: number) => ({ type: 'plain_text', text: cut(text, most).trim() || EMPTY, emoji: true })

function paragraph(text: string, weight: 'strong' | 'normal' | 'quiet'): Drawn {
  switch (weight) {
    case 'strong':
      return bold(text)
    case 'normal':
      return section(escaped(plain(text), LIMITS.section))
    case 'quiet':
      return context(escaped(plain(text), LIMITS.field))
  }
}

/** Bold text: an asterisk or a line end inside would end it. */
const bold = (text: string): Drawn => section(`*${escaped(oneLine(text).replaceAll('*', '∗'), LIMITS.section - 2)}*`)

/** Escapes the three characters mrkdwn knows and cuts, so that the result keeps to `most` and no entity is cut in half. */
function escaped(text: string, most: number): string {
  const whole = text
    .slice(0, most + 1)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
  if (whole.length <= most && text.length <= most) return whole
  return `${whole.slice(0, most - 1).replace(/&[a-z]{0,3}$|[\uD800-\uDBFF]$/, '')}…`
}

function lines(all: readonly string[]): Drawn {
  const shown = fewer(all, LIST_ITEMS, restLine)
  const each = Math.max(80, Math.floor(LIMITS.section / Math.max(1, shown.length)) - 1)
  const room = shown.reduce((sum, line) => sum + line.length * 1.1 + 1, 0) <= LIMITS.section ? LIMITS.section : each
  return section(escapedLines(shown, room))
}

/** The lines escaped one by one, as many as fit into a section. */
function escapedLines(all: readonly string[], room: number): string {
  let text = ''
  for (const line of all) {
    const left = LIMITS.section - text.length - 1
    if (left < 8) return text
    text += `${text ? '\n' : ''}${escaped(line, Math.min(room, left))}`
  }
  return text
}

/** Fixed width. Rich text takes its words as they are: no escaping, no mrkdwn. */
function fixed(all: readonly string[]): Drawn {
  const shown = fewer(all, LINES, restLine)
  const text = cut(shown.map((line) => cut(line, 600)).join('\n'), LIMITS.section)
  const element = { type: 'rich_text_preformatted', elements: [{ type: 'text', text: text.trim() ? text : EMPTY }] }
  return drawn({ type: 'rich_text', elements: [element] }, text.length)
}

function factBlocks(facts: readonly (readonly [string, string])[]): readonly Drawn[] {
  const shown = fewer(facts, LIST_ITEMS, (hidden) => [restLine(hidden), ''] as const)
  const blocks: Drawn[] = []
  for (let at = 0; at < shown.length; at += LIMITS.fields) {
    const fields = shown.slice(at, at + LIMITS.fields).map(([label, value]) => {
      const head = escaped(oneLine(label).replaceAll('*', '∗'), 300)
      return mrkdwn(`*${head}*\n${escaped(oneLine(value), 600)}`)
    })
    blocks.push(
      drawn(
        { type: 'section', fields },
        fields.reduce((sum, field) => sum + field.text.length, 0),
      ),
    )
  }
  return blocks
}

/** Only addresses of ours become links; anything but https stays text. */
function linkOf(label: string, url: string): string {
  const name = escaped(oneLine(label).replaceAll('|', '¦'), 150)
  return /^https:\/\/[^\s<>|]+$/.test(url) ? `<${url.replaceAll('&', '&amp;')}|${name}>` : name
}

function mentions(part: Extract<Part, { is: 'mentions' }>, options: BlockKitOptions): Drawn {
  const people = fewer(part.people, LIST_ITEMS, (hidden) => ({ email: '', name: restLine(hidden) })).map(({ email, name }) => {
    const id = options.mention?.(email) ?? null
    return id !== null && /^[UW][A-Z0-9]{1,30}$/.test(id) ? `<@${id}>` : escaped(oneLine(name), 60)
  })
  return section(`${escaped(oneLine(part.lead), 300)} ${people.join(', ')}`, true)
}

function actionBlocks(actions: readonly Action[], next: () => number): readonly Drawn[] {
  const elements = actions.flatMap((action) => {
    const value = JSON.stringify(action.press)
    // A press that Slack would refuse takes the whole message with it.
    if (value.length > LIMITS.value) return []
    const style = action.style === 'plain' ? {} : { style: action.style }
    const text = plainText(oneLine(action.label), LIMITS.button)
    return [{ type: 'button', text, action_id: `press:${action.press.verb}:${next()}`, value, ...style }]
  })
  const blocks: Drawn[] = []
  for (let at = 0; at < elements.length; at += BUTTONS_IN_A_ROW) {
    blocks.push(drawn({ type: 'actions', elements: elements.slice(at, at + BUTTONS_IN_A_ROW) }, 0, true))
  }
  return blocks
}
