import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Card } from '../../src/cards/card.ts'
import { toAdaptiveCard } from '../../src/render/adaptive-card.ts'
import { toBlockKit } from '../../src/render/block-kit.ts'
import { cut, oneLine, plain } from '../../src/render/plain.ts'
import { adaptiveCardFaults } from '../support/adaptive-card-schema.ts'
import { messageFaults } from '../support/block-kit-limits.ts'
import { ATTACK } from '../support/samples.ts'

/** Any text at all, half characters and controls included, with pieces of markup more often than chance would have them. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(...ATTACK.split(' '), '<', '>', '&', '\uD83D', '\uDE00', '{{', '](', '\n', '*', '`'),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''))

describe('text from outside', () => {
  test.each([
    ['\u001B[31mred\u001B[0m', 'red'],
    ['a\u202Eb\u2066c\u200Bd', 'abcd'],
    ['<!channel> <@U1> <at>x</at>', '‹!channel> ‹@U1> ‹at>x‹/at>'],
    ['[a](http://evil)', '[a] (http://evil)'],
    ['{{DATE(x)}}', '{ {DATE(x)}}'],
    ['Kim <kim@contoso.example>', 'Kim <kim@contoso.example>'],
    ['a\r\nb\u2028c\td', 'a\nb\nc d'],
    ['déjà « vu » 日本 😀', 'déjà « vu » 日本 😀'],
  ])('%j is shown as %j', (from, to) => {
    expect(plain(from)).toBe(to)
  })

  test('what is made plain stays as it is', () => {
    fc.assert(fc.property(anyText, (text) => plain(plain(text)) === plain(text)))
  })

  test('cut text keeps to its length and halves no character', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 50 }), (text, most) => {
        const short = cut(oneLine(text), most)
        expect(short.length).toBeLessThanOrEqual(most)
        expect(short).not.toMatch(/\p{Cs}/u)
      }),
    )
  })

  test('any text in any part makes a card that both platforms take', () => {
    const card = (text: string): Card => ({
      title: text,
      tone: 'plain',
      summary: text,
      parts: [
        ...(['strong', 'normal', 'quiet'] as const).map((weight) => ({ is: 'text' as const, text, weight })),
        { is: 'heading', text },
        { is: 'facts', facts: [[text, text]] },
        { is: 'progress', steps: [{ mark: 'ok', label: text, detail: text }] },
        { is: 'list', ordered: true, items: [text] },
        { is: 'proof', lines: [text] },
        { is: 'hosts', hosts: [{ name: text, ip: text, stages: [{ label: text, mark: 'ok', took: text }] }] },
        { is: 'changes', rows: [{ target: text, property: text, before: text, after: text }] },
        { is: 'guards', guards: [{ mark: 'warning', text }] },
        { is: 'table', columns: [text], rows: [[text]] },
        { is: 'mentions', lead: text, people: [{ email: text, name: text }] },
        { is: 'links', links: [{ label: text, url: text }] },
        { is: 'actions', actions: [{ label: text, press: { verb: 'details', incident: 'inc1abcd' }, style: 'plain' }] },
      ],
    })
    fc.assert(
      fc.property(anyText, (text) => {
        expect(messageFaults(toBlockKit(card(text)))).toEqual([])
        expect(adaptiveCardFaults(toAdaptiveCard(card(text)).card)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
