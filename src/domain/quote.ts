const LONGEST = 300
const MOST_ITEMS = 20

/**
 * Words from outside as one line of proof: short, and nothing in them that a terminal, a database or a reader's eye would obey (control,
 * format and half characters become visible).
 */
export function quote(text: string): string {
  const line = text
    .slice(0, LONGEST * 4)
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (char) => `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`)
    .trim()
  const chars = [...line]
  return chars.length > LONGEST ? `${chars.slice(0, LONGEST).join('')}…` : line
}

/** A list from outside as one argument: the first of it, and how many more there are. */
export function listed(items: readonly string[]): string {
  const shown = items.slice(0, MOST_ITEMS).map(quote).join(', ')
  return items.length > MOST_ITEMS ? `${shown}, … (+${items.length - MOST_ITEMS})` : shown
}
