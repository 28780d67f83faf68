import { fewer } from './plain.ts'

/** How much of each thing a drawing may take. */
export interface Room {
  /** UTF-16 units of one text. */
  readonly text: number
  /** Lines of one proof. */
  readonly lines: number
  /** Rows, hosts, steps and items of one part. */
  readonly rows: number
  /** Parts of the body. */
  readonly parts: number
}

/** Teams answers 413 past its limit; 28 KB is the smallest figure published for it, some of it is kept for the envelope. */
const MOST_BYTES = 26_000

const ROOMS: readonly Room[] = [
  { text: 3000, lines: 80, rows: 60, parts: 200 },
  { text: 1200, lines: 20, rows: 30, parts: 100 },
  { text: 600, lines: 10, rows: 15, parts: 60 },
  { text: 300, lines: 6, rows: 10, parts: 40 },
  { text: 160, lines: 4, rows: 6, parts: 25 },
  { text: 80, lines: 2, rows: 3, parts: 15 },
]
const SMALLEST: Room = { text: 60, lines: 2, rows: 2, parts: 8 }

const bytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length

/** The roomiest drawing below the limit. Buttons are never left out. */
export function fitted<T extends { readonly card: Readonly<Record<string, unknown>> }>(draw: (room: Room) => T): T {
  for (const room of ROOMS) {
    const drawing = draw(room)
    if (bytes(drawing.card) <= MOST_BYTES) return drawing
  }
  return draw(SMALLEST)
}

export const rowsWithin = <T>(rows: readonly T[], room: Room, rest: (hidden: number) => T): readonly T[] => fewer(rows, room.rows, rest)
