import type { Action, Card, Part } from '../cards/card.ts'
import { type AdaptiveCardOptions, drawPart, type Element, type Mentioned, runs } from './adaptive-parts.ts'
import { fitted, type Room } from './adaptive-room.ts'
import { TONES } from './marks.ts'
import { cut, fewer, oneLine, restLine } from './plain.ts'

/** Teams shows six buttons; the rest goes behind a menu (`mode: secondary`). */
const BUTTONS_SHOWN = 6
const BUTTON_LABEL = 60
const NOTIFICATION = 500

export interface AdaptiveDrawing {
  /** For notifications and as the fallback: plain text, to be sent with `textFormat: plain`. */
  readonly text: string
  readonly card: Readonly<Record<string, unknown>>
  /** The same as `msteams.entities` of the card. */
  readonly mentions: readonly Mentioned[]
}

/**
 * A card as Adaptive Card 1.5 for Teams, below 28 KB. Words from outside stand only in text runs, which know no Markdown;
 * `TextBlock` holds nothing but mentions and links of our own.
 */
export function toAdaptiveCard(card: Card, options: AdaptiveCardOptions = {}): AdaptiveDrawing {
  const text = cut(oneLine(card.summary), NOTIFICATION)
  const draw = (room: Room): AdaptiveDrawing => {
    const mentions: Mentioned[] = []
    const parts = fewer(
      card.parts.filter((part) => part.is !== 'actions'),
      room.parts,
      (hidden): Part => ({ is: 'text', text: restLine(hidden), weight: 'quiet' }),
    )
    const body = [head(card, room), ...parts.flatMap((part) => drawPart(part, room, mentions, options))]
    return { text, mentions, card: whole(card, text, body, mentions) }
  }
  return fitted(draw)
}

function whole(card: Card, text: string, body: readonly Element[], mentions: readonly Mentioned[]): AdaptiveDrawing['card'] {
  const actions = card.parts.flatMap((part: Part) => (part.is === 'actions' ? part.actions : []))
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: text,
    msteams: { width: 'Full', ...(mentions.length > 0 ? { entities: mentions } : {}) },
    body,
    ...(actions.length > 0 ? { actions: actions.map((action, n) => execute(action, n < BUTTONS_SHOWN)) } : {}),
  }
}

const CONTAINER: Readonly<Record<Card['tone'], string>> = {
  fault: 'attention',
  warning: 'warning',
  good: 'good',
  plain: 'accent',
  working: 'emphasis',
}

function head(card: Card, room: Room): Element {
  const title = runs([{ text: `${TONES[card.tone]} ${card.title}`, weight: 'Bolder', size: 'Large' }], room)
  return { type: 'Container', style: CONTAINER[card.tone], bleed: true, items: [title] }
}

const STYLES: Readonly<Record<Action['style'], string>> = { primary: 'positive', danger: 'destructive', plain: 'default' }

const execute = (action: Action, shown: boolean): Element => ({
  type: 'Action.Execute',
  title: cut(oneLine(action.label), BUTTON_LABEL),
  verb: action.press.verb,
  data: action.press,
  style: STYLES[action.style],
  ...(shown ? {} : { mode: 'secondary' }),
})
