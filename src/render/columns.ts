import { cut, oneLine } from './plain.ts'

const GAP = '  '

/**
 * A table in fixed width. Columns are as wide as their longest cell, at most `widest`; while the line is longer than `width`,
 * the widest column gives way.
 */
export function columnsOf(rows: readonly (readonly string[])[], width: number, widest = 40): readonly string[] {
  const cells = rows.map((row) => row.map(oneLine))
  const count = Math.max(0, ...cells.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, n) => Math.min(widest, Math.max(1, ...cells.map((row) => row[n]?.length ?? 0))))
  const total = () => widths.reduce((sum, each) => sum + each, 0) + GAP.length * (count - 1)
  while (total() > width && Math.max(...widths) > 8) {
    const at = widths.indexOf(Math.max(...widths))
    widths[at] = (widths[at] ?? 0) - 1
  }
  return cells.map((row) =>
    widths
      .map((each, n) => cut(row[n] ?? '', each).padEnd(each))
      .join(GAP)
      .trimEnd(),
  )
}
