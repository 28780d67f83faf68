import type { HostStrip, Mark, Part } from '../cards/card.ts'
import { type Room, rowsWithin } from './adaptive-room.ts'
import { MARKS } from './marks.ts'
import { cut, fewer, oneLine, plain, restLine } from './plain.ts'

export type Element = Readonly<Record<string, unknown>>

/** An entry of `msteams.entities`. */
export interface Mentioned {
  readonly type: 'mention'
  /** `<at>Name</at>`, as it stands in the card. */
  readonly text: string
  readonly mentioned: { readonly id: string; readonly name: string }
}

export interface AdaptiveCardOptions {
  /** The Teams account (`29:…`) and name behind an e-mail address, or null where it is not known. */
  readonly mention?: (email: string) => { readonly id: string; readonly name: string } | null
}

interface Run {
  readonly text: string
  readonly weight?: 'Bolder'
  readonly size?: 'Small' | 'Medium' | 'Large'
  readonly color?: 'Good' | 'Attention' | 'Warning' | 'Accent'
  readonly isSubtle?: boolean
  readonly fontType?: 'Monospace'
}

type ChangeRow = Extract<Part, { is: 'changes' }>['rows'][number]

const NAME = 60
/** A line to run is worth nothing when it is cut; ours are far shorter than this. */
const WHOLE = 3000

/** A paragraph of text runs: no Markdown, whatever the text. */
export const runs = (inlines: readonly Run[], room: Room, more: Element = {}): Element => ({
  type: 'RichTextBlock',
  inlines: inlines.map((run) => ({ type: 'TextRun', ...run, text: cut(oneLine(run.text), room.text) || ' ' })),
  ...more,
})

/** Appends what it mentions to `mentions`. */
export function drawPart(part: Part, room: Room, mentions: Mentioned[], options: AdaptiveCardOptions): readonly Element[] {
  switch (part.is) {
    case 'text':
      return paragraphs(part.text, part.weight, room)
    case 'heading':
      return [runs([{ text: part.text, weight: 'Bolder', color: 'Accent' }], room, { spacing: 'Large' })]
    case 'facts':
      return rowsWithin(part.facts, room, (hidden) => [restLine(hidden), ''] as const).map(([label, value]) => fact(label, value, room))
    case 'progress':
      return rowsWithin(part.steps, room, missing).map((step) => marked(step.mark, step.label, step.detail, room))
    case 'list': {
      const items = part.items.map((item, n) => `${part.ordered ? `${n + (part.from ?? 1)}.` : '•'} ${item}`)
      return rowsWithin(items, room, restLine).map((item) => runs([{ text: item }], room, { spacing: 'Small' }))
    }
    case 'proof':
      return [proof(fewer(part.lines, room.lines, restLine), room)]
    case 'code':
      return [proof(part.lines, { ...room, text: WHOLE })]
    case 'hosts':
      return rowsWithin(part.hosts, room, (hidden) => ({ name: restLine(hidden), ip: '', stages: [] })).map((host) => strip(host, room))
    case 'changes': {
      const rows = rowsWithin(part.rows, room, (hidden): ChangeRow => ({ target: restLine(hidden), property: '', before: '', after: '' }))
      return rows.flatMap((row, n) => change(row, rows[n - 1], room))
    }
    case 'guards':
      return rowsWithin(part.guards, room, (hidden) => ({ mark: 'none' as const, text: restLine(hidden) })).map((guard) =>
        marked(guard.mark, guard.text, null, room),
      )
    case 'table':
      return [table(part, room)]
    case 'links':
      return [links(part)]
    case 'mentions':
      return people(part, room, mentions, options)
    case 'actions':
      return []
    case 'divider':
      return [runs([{ text: ' ', size: 'Small' }], room, { separator: true })]
  }
}

function paragraphs(text: string, weight: 'strong' | 'normal' | 'quiet', room: Room): readonly Element[] {
  const look = { strong: { weight: 'Bolder' }, normal: {}, quiet: { isSubtle: true, size: 'Small' } } as const
  return fewer(cut(plain(text), room.text).split('\n'), room.rows, restLine).map((line) => runs([{ text: line, ...look[weight] }], room))
}

const missing = (hidden: number) => ({ mark: 'none' as const, label: restLine(hidden), detail: null })

const COLOURS: Readonly<Record<Mark, { readonly color?: 'Good' | 'Attention' | 'Warning' | 'Accent' }>> = {
  ok: { color: 'Good' },
  failed: { color: 'Attention' },
  skipped: {},
  running: { color: 'Accent' },
  warning: { color: 'Warning' },
  none: {},
}

function marked(mark: Mark, label: string, detail: string | null, room: Room): Element {
  const sign: Run = { text: `${MARKS[mark]}\u00A0`, weight: 'Bolder', ...COLOURS[mark] }
  const tail: readonly Run[] = detail ? [{ text: ` — ${detail}`, isSubtle: true }] : []
  return joined([sign, { text: label }, ...tail], room)
}

/** Runs that follow each other keep the spaces between them. */
const joined = (inlines: readonly Run[], room: Room): Element => ({
  type: 'RichTextBlock',
  spacing: 'Small',
  inlines: inlines.map((run) => ({ type: 'TextRun', ...run, text: cut(plain(run.text).replaceAll('\n', ' '), room.text) || ' ' })),
})

/** Not a FactSet: its values are Markdown. */
const fact = (label: string, value: string, room: Room): Element => ({
  type: 'ColumnSet',
  spacing: 'Small',
  columns: [
    { type: 'Column', width: 1, items: [runs([{ text: label, weight: 'Bolder' }], room)] },
    { type: 'Column', width: 3, items: [runs([{ text: value }], room)] },
  ],
})

const proof = (lines: readonly string[], room: Room): Element => ({
  type: 'Container',
  style: 'emphasis',
  items: (lines.length > 0 ? lines : [' ']).map((line) =>
    runs([{ text: line, fontType: 'Monospace', size: 'Small' }], room, { spacing: 'None' }),
  ),
})

function strip(host: HostStrip, room: Room): Element {
  const stages = host.stages.flatMap((stage): readonly Run[] => [
    { text: `${MARKS[stage.mark]}\u00A0${stage.label}`, ...COLOURS[stage.mark] },
    { text: stage.took === null ? '   ' : `\u00A0${stage.took}   `, isSubtle: true },
  ])
  const name: Run = { text: host.name, weight: 'Bolder' }
  const head = joined(host.ip ? [name, { text: `  ${host.ip}`, isSubtle: true }] : [name], room)
  return { type: 'Container', spacing: 'Small', items: stages.length > 0 ? [head, joined(stages, room)] : [head] }
}

/** The target is named once for the rows that follow each other on it. */
function change(row: ChangeRow, before: ChangeRow | undefined, room: Room): readonly Element[] {
  const values: readonly Run[] = [
    { text: `${row.property} · ` },
    { text: row.before, isSubtle: true },
    { text: ' → ' },
    { text: row.after, weight: 'Bolder' },
  ]
  const target =
    row.target === before?.target ? [] : [runs([{ text: row.target, isSubtle: true, size: 'Small' }], room, { spacing: 'Small' })]
  return row.property ? [...target, joined(values, room)] : target
}

function table(part: Extract<Part, { is: 'table' }>, room: Room): Element {
  const rest = (hidden: number) => part.columns.map((_, n) => (n === 0 ? restLine(hidden) : ''))
  const row = (cells: readonly string[], weight: { readonly weight?: 'Bolder' }): Element => ({
    type: 'TableRow',
    cells: cells.map((cell) => ({ type: 'TableCell', items: [runs([{ text: cell, ...weight }], room)] })),
  })
  return {
    type: 'Table',
    firstRowAsHeader: true,
    showGridLines: false,
    columns: part.columns.map(() => ({ width: 1 })),
    rows: [row(part.columns, { weight: 'Bolder' }), ...rowsWithin(part.rows, room, rest).map((cells) => row(cells, {}))],
  }
}

/** Markdown of our own: labels without brackets, addresses only over https. */
function links(part: Extract<Part, { is: 'links' }>): Element {
  const each = part.links.map(({ label, url }) => {
    const name = lettersOf(label)
    return /^https:\/\/[^\s()<>[\]]+$/.test(url) ? `[${name}](${url})` : name
  })
  return { type: 'TextBlock', text: each.join(' · ') || ' ', wrap: true, isSubtle: true }
}

/** Letters, digits, spaces and what names are written with: nothing that Markdown or a mention is made of. */
const lettersOf = (text: string): string =>
  oneLine(text)
    .replace(/[^\p{L}\p{M}\p{N} .,'’-]/gu, '')
    .slice(0, NAME)
    .trim()

function people(
  part: Extract<Part, { is: 'mentions' }>,
  room: Room,
  mentions: Mentioned[],
  options: AdaptiveCardOptions,
): readonly Element[] {
  const known: string[] = []
  const others: string[] = []
  for (const person of part.people.slice(0, room.rows)) {
    const account = options.mention?.(person.email) ?? null
    if (account === null) others.push(person.name)
    else known.push(mentionOf(account, mentions))
  }
  const lead = runs([{ text: [part.lead, others.join(', ')].filter((each) => each !== '').join(' '), weight: 'Bolder' }], room)
  return known.length > 0 ? [lead, { type: 'TextBlock', text: known.join(', '), wrap: true, spacing: 'Small' }] : [lead]
}

/** Two people of one name get different texts: Teams finds the entity by its text. */
function mentionOf(account: { readonly id: string; readonly name: string }, mentions: Mentioned[]): string {
  const name = lettersOf(account.name) || 'Teams'
  const same = mentions.filter((each) => each.mentioned.name === name || each.mentioned.name.startsWith(`${name} - `)).length
  const shown = same > 0 ? `${name} - ${same + 1}` : name
  const text = `<at>${shown}</at>`
  mentions.push({ type: 'mention', text, mentioned: { id: account.id, name: shown } })
  return text
}
