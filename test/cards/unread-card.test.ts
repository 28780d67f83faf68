import { describe, expect, test } from '@jest/globals'
import { explanationCard, unreadCard, withUnread } from '../../src/cards/index.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { UNREAD_CODES, unreadFile } from '../../src/domain/unread-file.ts'
import { toBlockKit } from '../../src/render/block-kit.ts'
import { reportOf, showing } from '../support/samples.ts'

const text = (value: unknown): string => JSON.stringify(value)

describe('files that were not read', () => {
  test.each(LANGUAGES)('each reason has its words and a way on (%s)', (language) => {
    for (const why of UNREAD_CODES) {
      const args = { most: why === 'too-large' ? 1_000_000 : 5, scope: 'files:read', seconds: 10, why: 'HTTP 500' }
      const said = text(unreadCard({ unread: [unreadFile('a.eml', why, args)] }, showing(language)))
      expect(said).toContain('a.eml')
      expect(said).not.toMatch(/files\.|\{\{/)
    }
  })

  test('sizes are written as the language writes them', () => {
    const unread = [unreadFile('a.eml', 'too-large', { most: 1_000_000 })]
    expect(text(unreadCard({ unread }, showing('en')))).toContain('1 MB')
    expect(text(unreadCard({ unread }, showing('fr')))).toMatch(/1\sMo/)
  })

  test('a file without a name is told all the same, and a long name keeps its ending', () => {
    expect(text(unreadCard({ unread: [unreadFile(' ', 'empty')] }, showing('en')))).toContain('no name')
    const said = text(unreadCard({ unread: [unreadFile(`${'x'.repeat(500)}.eml`, 'empty')] }, showing('en')))
    expect(said).toContain('xxx.eml')
    expect(said.length).toBeLessThan(500)
  })

  test('stand before the answer, so that they are never what a platform’s limit leaves out', () => {
    const reports = Array.from({ length: 5 }, () => reportOf('connection-refused', (word) => `${word} ${'long '.repeat(600)}`))
    const card = withUnread(
      explanationCard({ reports }, showing('en')),
      [unreadFile('lost.eml', 'too-slow', { seconds: 10 })],
      showing('en'),
    )
    const { blocks } = toBlockKit(card)
    expect(text(blocks)).toContain('lost.eml')
    expect(text(blocks)).toContain('…')
  })

  test('where all were read the answer stays as it is', () => {
    const card = explanationCard({ reports: [] }, showing('en'))
    expect(withUnread(card, [], showing('en'))).toBe(card)
  })

  test('the note of the sandbox stays first and stands once', () => {
    const card = withUnread(explanationCard({ reports: [] }, showing('en', true)), [unreadFile('a', 'empty')], showing('en', true))
    expect(card.parts.filter((part) => text(part).includes('Sandbox'))).toEqual([card.parts[0]])
  })
})
