import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { LAB_ROWS } from '../src/sandbox/lab/catalogue/index.ts'

const page = readFileSync(fileURLToPath(new URL('../docs/lab.md', import.meta.url)), 'utf8')

/** `14–16, 63` is 14, 15, 16 and 63. */
const numbersOf = (cell: string): readonly number[] =>
  cell.split(', ').flatMap((part) => {
    const [from = 0, to = from] = part.split('–').map(Number)
    return Array.from({ length: to - from + 1 }, (_each, at) => from + at)
  })

const rowsBelow = (heading: string): readonly number[] => {
  const section = page.split(/^## /m).find((each) => each.startsWith(heading)) ?? ''
  return [...section.matchAll(/^\| (\d[\d–, ]*) \|/gm)].flatMap((match) => numbersOf(match[1] ?? ''))
}

describe('docs/lab.md', () => {
  const played = [...new Set(LAB_ROWS.map((row) => row.row))].sort((one, other) => one - other)
  const missing = Array.from({ length: 63 }, (_each, at) => at + 1).filter((number) => !played.includes(number))

  test('counts the rows of the lab', () => {
    expect(page).toContain(`the ${LAB_ROWS.length} rows of the fault catalogue`)
  })

  test('lists every number that is played, and no other', () => {
    const listed = new Set([...rowsBelow('Names and policies'), ...rowsBelow('Sessions, TLS and certificates')])
    expect([...listed].sort((one, other) => one - other)).toEqual(played)
  })

  test('says why the others are not', () => {
    expect(missing).toEqual([21])
    expect(rowsBelow('What one machine cannot show')).toEqual(expect.arrayContaining(missing))
    expect(page).toContain(`but for one, ${missing.join(', ')}`)
  })
})
