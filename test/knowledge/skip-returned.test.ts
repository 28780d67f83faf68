import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { skipReturned } from '../../src/knowledge/skip-returned.ts'

const MOST_LINES = 10_000
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const skipped = (text: string, mostLines = MOST_LINES): string => Buffer.from(skipReturned(bytes(text), mostLines)).toString('latin1')
const report = (boundary: string, returned: string): string =>
  `Content-Type: multipart/report; boundary="${boundary}"\n\n--${boundary}\nContent-Type: text/plain\n\nWords\n--${boundary}\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n\n--${boundary}\nContent-Type: message/rfc822\n\n${returned}\n--${boundary}--\n`

describe('a mail without what it returns', () => {
  test('keeps the words and the status of a report, and leaves out the message behind them with all its parts', () => {
    const kept = skipped(report('a', 'Subject: old\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nOld words\n--b--\n'))
    expect(kept).toContain('Words')
    expect(kept).toContain('Status: 5.1.1')
    expect(kept).not.toMatch(/old/i)
    expect(kept.endsWith('--a--\n')).toBe(true)
  })

  test('keeps every report that is attached, each without its own', () => {
    const attached = ['one', 'two'].map((name) => `--outer\nContent-Type: message/rfc822\n\n${report(name, `Old ${name}`)}`)
    const kept = skipped(`Content-Type: multipart/mixed; boundary="outer"\n\n${attached.join('\n')}\n--outer--\n`)
    expect(kept.match(/Status: 5\.1\.1/g)).toHaveLength(2)
    expect(kept).not.toContain('Old')
    expect(kept).toContain('--outer--')
  })

  test('keeps messages that no status stands before: they are attached, not returned', () => {
    expect(skipped('Content-Type: multipart/mixed; boundary="a"\n\n--a\nContent-Type: message/rfc822\n\nForwarded\n--a--\n')).toContain(
      'Forwarded',
    )
  })

  test('says carriage returns as line feeds where there are no others, and leaves other lines as they are', () => {
    expect(skipped('A: b\r\rWords\r')).toBe('A: b\n\nWords\n')
    expect(skipped('A: b\r\n\r\nWords\r\n')).toBe('A: b\r\n\r\nWords\r\n')
  })

  test('gives a parameter its indentation back', () => {
    expect(skipped('Content-Type: multipart/report;\nboundary="a"\n\nboundary="b"\n')).toBe(
      'Content-Type: multipart/report;\n boundary="a"\n\nboundary="b"\n',
    )
  })

  test('keeps so many lines, delimiters and empty lines in a row, and no more', () => {
    expect(skipped('a\n'.repeat(100), 10)).toBe('a\n'.repeat(10))
    expect(skipped(`A: b\n${'\n'.repeat(100)}Words`)).toBe('A: b\n\n\n\n\nWords')
    expect(skipped('--x\n'.repeat(5_000)).length).toBe(4_000)
  })

  test('leaves a mail with a long returned message at a fraction of its length', () => {
    const source = readFileSync(new URL('./corpus/exchange-online-expired.eml', import.meta.url), 'latin1')
    const long = source.replace('Hello Adele', `${'x'.repeat(76)}\r\n`.repeat(5_000))
    expect(skipped(long).length).toBeLessThan(source.length)
  })
})
