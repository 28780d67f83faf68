import { describe, expect, test } from '@jest/globals'
import { FINDING_CODES } from '../../src/domain/finding.ts'
import { readErrorText } from '../../src/knowledge/read-error.ts'
import { ruleFor, statusFits } from '../../src/knowledge/recognise.ts'
import { replies, textsOf } from '../../src/knowledge/replies.ts'

const STATUS = /[45]\.[0-7]\.\d{1,3}/g
const said = (text: string) => text.replace(/^\d{3}[ -][45]\.[0-7]\.\d{1,3}/, '')

describe('the rules for replies', () => {
  test.each(replies.flatMap((rule) => textsOf(rule).map((text) => [text, rule] as const)))(
    '%s is claimed by its own rule and by none before it',
    (example, rule) => {
      expect(ruleFor(said(example), example.match(STATUS) ?? [])).toBe(rule)
      expect(readErrorText(example).finding).toBe(rule.finding)
    },
  )

  test('a code of class 4 and its expired twin of class 5 are one finding', () => {
    for (const code of [
      '4.312',
      '4.315',
      '4.316',
      '4.317',
      '4.318',
      '7.320',
      '7.321',
      '7.322',
      '7.323',
      '7.324',
      '7.325',
      '4.8',
      '7.5',
      '4.310',
    ])
      expect(readErrorText(`550 5.${code} Message expired`).finding).toBe(readErrorText(`450 4.${code}`).finding)
  })

  test('the six codes of connectors are all known by the bare code', () => {
    expect(['4.4.312', '4.4.315', '4.4.316', '4.4.317', '4.4.318', '4.7.320'].map((code) => readErrorText(`450 ${code}`).finding)).toEqual([
      'dns-query-failed',
      'connection-timed-out',
      'connection-refused',
      'session-refused',
      'connection-dropped',
      'certificate-rejected',
    ])
  })

  test('the English sentence behind a code decides nothing', () => {
    for (const code of ['450 4.4.315', '450 4.4.316', '450 4.4.318', '450 4.7.320'])
      expect(readErrorText(`${code} Quelque chose d’autre`).finding).toBe(readErrorText(code).finding)
  })

  test('every finding a rule names is in the closed list', () => {
    for (const rule of replies) expect(FINDING_CODES).toContain(rule.finding)
  })

  test.each([
    ['x.4.316', '4.4.316', true],
    ['x.4.316', '5.4.316', true],
    ['x.4.316', '2.4.316', false],
    ['4.7.500-699', '4.7.650', true],
    ['4.7.500-699', '5.7.650', false],
    ['x.4.14-20', '5.4.21', false],
    ['x.1.1', '5.1.10', false],
  ])('%s covers %s: %s', (pattern, status, fits) => {
    expect(statusFits(pattern, status)).toBe(fits)
  })
})
