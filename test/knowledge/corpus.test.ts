import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readErrors } from '../../src/knowledge/read-error.ts'
import { expected } from './expected.ts'
import { expectedTimes } from './expected-times.ts'

const CORPUS = new URL('./corpus/', import.meta.url)
const names = Object.keys(expected)
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, CORPUS)))
/** The files that are text in UTF-8: what people paste rather than attach. */
const texts = names.filter((name) => {
  const bytes = bytesOf(name)
  return name.endsWith('.txt') && !bytes.includes(0) && Buffer.from(bytes.buffer).equals(Buffer.from(new TextDecoder().decode(bytes)))
})

async function rowsOf(input: string | Uint8Array): Promise<unknown> {
  const reports = await readErrors(input)
  return reports.map(({ recipient, reply, status, finding, server, ip, detail, at, reporter }) => [
    [recipient, reply, status, finding, server, ip, detail],
    [at, reporter],
  ])
}

const rowsIn = (name: string): unknown => expected[name]?.map((row, nth) => [row, expectedTimes[name]?.[nth] ?? [null, null]])

describe('every form an error takes', () => {
  test('each file of the corpus is known, and there is one for each form', () => {
    expect(readdirSync(CORPUS).sort()).toEqual([...names].sort())
    for (const [name, times] of Object.entries(expectedTimes)) expect([name, times.length]).toEqual([name, expected[name]?.length])
    expect(texts.length).toBeGreaterThan(35)
  })

  test.each(names)('%s', async (name) => {
    expect(await rowsOf(bytesOf(name))).toEqual(rowsIn(name))
  })

  test.each(texts)('%s as text reads as its bytes do', async (name) => {
    expect(await rowsOf(new TextDecoder().decode(bytesOf(name)))).toEqual(rowsIn(name))
  })

  test.each(texts)(
    '%s with Windows line ends, below blank lines, in a chat’s code block or quoted in a reply reads the same',
    async (name) => {
      const text = new TextDecoder().decode(bytesOf(name))
      expect(await rowsOf(text.replace(/\r?\n/g, '\r\n'))).toEqual(rowsIn(name))
      expect(await rowsOf(`\n\n \n${text}\n\n`)).toEqual(rowsIn(name))
      expect(await rowsOf(`\`\`\`\n${text}\`\`\``)).toEqual(rowsIn(name))
      expect(await rowsOf(text.replace(/^/gm, '> '))).toEqual(rowsIn(name))
    },
  )

  test.each(names.filter((name) => name.endsWith('.eml') && !/utf-|cr-only/.test(name)))(
    '%s reads the same with other line ends and as a text',
    async (name) => {
      const source = Buffer.from(bytesOf(name)).toString('latin1')
      const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
      expect(await rowsOf(bytes(source.replace(/\r\n/g, '\n')))).toEqual(rowsIn(name))
      expect(await rowsOf(bytes(source.replace(/\r?\n/g, '\r')))).toEqual(rowsIn(name))
      expect(await rowsOf(bytes(source.replace(/\r?\n/g, '\r\n')))).toEqual(rowsIn(name))
    },
  )
})
