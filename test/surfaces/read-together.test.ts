import { describe, expect, test } from '@jest/globals'
import type { Report } from '../../src/domain/explanation.ts'
import { readErrors } from '../../src/knowledge/read-error.ts'
import { readTogether } from '../../src/surfaces/read-together.ts'

const desk = { explain: readErrors }
const short = (reports: readonly Report[]) => reports.map(({ recipient, status, finding }) => [recipient, status, finding])

describe('a message and the files with it', () => {
  test('one text, and the same text as a list of one, say the same', async () => {
    const text = '450 4.4.316 Connection refused'
    expect(await readTogether([text], desk)).toEqual(await readTogether(text, desk))
  })

  test('what the message repeats of the file is said once, as the file says it', async () => {
    const file = new TextEncoder().encode("kim@contoso.example\nmail.contoso.example returned '450 4.4.316 Connection refused'")
    const both = await readTogether([file, 'this one: 450 4.4.316 Connection refused'], desk)
    expect(short(both)).toEqual([['kim@contoso.example', '4.4.316', 'connection-refused']])
    expect(await readTogether(['this one: 450 4.4.316 Connection refused', file], desk)).toEqual(both)
  })

  test('different errors, and the same error of two recipients, all stay', async () => {
    const first = "kim@contoso.example\nmail.contoso.example returned '450 4.4.316 Connection refused'"
    const second = "lee@contoso.example\nmail.contoso.example returned '450 4.4.316 Connection refused'"
    const third = "ana@fabrikam.example\nmx.fabrikam.example returned '550 5.1.10 Recipient not found'"
    expect(await readTogether([first, second, third], desk)).toHaveLength(3)
  })

  test('words around a report do not make an unrecognised one beside it', async () => {
    const both = await readTogether(['450 4.4.316 Connection refused', 'can somebody look at this?'], desk)
    expect(both.map((each) => each.finding)).toEqual(['connection-refused'])
  })

  test('where nothing is recognised, that is said once', async () => {
    expect((await readTogether(['hello', 'world'], desk)).map((each) => each.finding)).toEqual(['unrecognised'])
    expect(await readTogether([], desk)).toEqual([])
  })
})
