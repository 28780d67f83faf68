import type { Card } from '../../cards/card.ts'

/** A card that says something and asks nothing: it fits one or two lines under the card that was pressed. */
export const isOnlyText = (card: Card): boolean => card.parts.every((part) => part.is === 'text' || part.is === 'divider')

/** Such a card as plain text: its one line, then what is said beside it; small print is left out. */
export function stripOf(card: Card): string {
  const beside = card.parts.flatMap((part) =>
    part.is === 'text' && part.weight !== 'quiet' && part.text !== card.summary ? [part.text] : [],
  )
  return [card.summary, ...beside].join(' ')
}

/** A refusal, as far as a card shows it: private business of the one who asked. */
export const isRefusal = (card: Card): boolean => card.tone === 'warning' && isOnlyText(card)
