import { restLine } from './plain.ts'

/** Limits of Slack's Block Kit (docs.slack.dev/reference/block-kit); one past them and the whole message is refused. */
export const LIMITS = {
  message: 50,
  modal: 100,
  header: 150,
  section: 3000,
  fields: 10,
  field: 2000,
  button: 75,
  value: 2000,
  title: 24,
  metadata: 3000,
}
/** Slack refuses a text of nothing. */
export const EMPTY = '·'
/** Slack also refuses messages whose blocks are too long in all, at a length it does not tell; texts give way to stay well below. */
const ALL_TEXT = 12_000

/** A block with what the limits need to know of it. */
export interface Drawn {
  readonly block: Readonly<Record<string, unknown>>
  /** Actions and mentions are never left out. */
  readonly keep: boolean
  /** A heading: it moves into the section below it, where there is one. */
  readonly heads?: boolean
  readonly length: number
}

export const drawn = (block: Drawn['block'], length: number, keep = false): Drawn => ({ block, length, keep })
/** `verbatim` keeps Slack from making links and mentions out of bare text. */
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text: text.trim() ? text : EMPTY, verbatim: true })
export const section = (text: string, keep = false): Drawn => drawn({ type: 'section', text: mrkdwn(text) }, text.length, keep)
export const context = (text: string): Drawn => drawn({ type: 'context', elements: [mrkdwn(text)] }, text.length)

/** Headings written into the section they stand above: fewer blocks, and no gap between them. */
export function withHeadings(all: readonly Drawn[]): readonly Drawn[] {
  return all.flatMap((each, n) => {
    const above = all[n - 1]
    const below = all[n + 1]
    if (each.heads) return below && joins(each, below) ? [] : [each]
    return above?.heads && joins(above, each) ? [section(`${textOf(above)}\n${textOf(each)}`)] : [each]
  })
}

const textOf = (each: Drawn): string | null => {
  const text = each.block.text
  return each.block.type === 'section' && typeof text === 'object' && text !== null && 'text' in text ? String(text.text) : null
}

function joins(heading: Drawn, below: Drawn): boolean {
  const text = below.heads || below.keep ? null : textOf(below)
  return text !== null && (textOf(heading)?.length ?? 0) + 1 + text.length <= LIMITS.section
}

/** Leaves out the last blocks that may go until the rest keeps to the limits; says how many. */
export function fitting(all: readonly Drawn[], most: number): readonly Drawn[] {
  const kept = [...all]
  let hidden = 0
  const total = () => kept.reduce((sum, each) => sum + each.length, 0)
  while (kept.length > (hidden > 0 ? most - 1 : most) || total() > ALL_TEXT) {
    const at = kept.findLastIndex((each) => !each.keep)
    if (at < 0) return kept.slice(0, most)
    kept.splice(at, 1)
    hidden += 1
  }
  if (hidden === 0) return kept
  const place = kept.findLastIndex((each) => !each.keep) + 1
  return [...kept.slice(0, place), context(restLine(hidden)), ...kept.slice(place)]
}
