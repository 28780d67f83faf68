import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { lineCutter } from '../../../src/adapters/network/line-cutter.ts'
import { shown } from '../../../src/adapters/network/smtp-replies.ts'

const pieces = fc.array(
  fc
    .oneof(fc.constantFrom('\r\n', '\n', '\r', '250 ok', 'ü€😀'), fc.string({ unit: 'grapheme', maxLength: 20 }))
    .map((text) => Buffer.from(text)),
  { maxLength: 30 },
)

/** Cuts the same bytes at other places. */
function rechunk(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}

describe('lines out of a stream', () => {
  test('are the same wherever its packets end', () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (parts, sizes) => {
        const bytes = Buffer.concat(parts)
        const cutter = lineCutter()
        const lines = rechunk(bytes, sizes).flatMap((chunk) => cutter.push(chunk))
        const whole = bytes.toString('utf8').split('\n')
        expect(lines).toEqual(whole.slice(0, -1).map((line) => line.replace(/\r$/, '')))
        expect(cutter.rest()).toBe((whole.at(-1) ?? '').replace(/\r$/, ''))
      }),
    )
  })

  test('keep of a long line what can be shown, whatever its characters', () => {
    for (const char of ['x', 'é', '€', '😀']) {
      const cutter = lineCutter()
      const [line = ''] = cutter.push(Buffer.from(`${char.repeat(100_000)}\n250 ok\r\n`)).map(shown)
      expect(line).toBe(char.repeat(512 / char.length))
      expect(cutter.rest()).toBe('')
    }
  })

  test('never end in half a character', () => {
    expect(shown(`${'x'.repeat(511)}😀`)).toBe('x'.repeat(511))
    expect(shown('\x00'.repeat(600)).length).toBe(512)
  })
})
