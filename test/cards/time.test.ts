import { describe, expect, test } from '@jest/globals'
import { saySpan, sayTime } from '../../src/cards/time.ts'

const plain = (text: string) => text.replaceAll('\u00A0', ' ').replaceAll('\u202F', ' ')
const MINUTE = 60_000

describe('spans', () => {
  test.each([
    [-5, '0 s', '0 s'],
    [120, '120 ms', '120 ms'],
    [40_000, '40 s', '40 s'],
    [12 * MINUTE, '12 min', '12 min'],
    [5 * 60 * MINUTE + 12 * MINUTE, '5 h 12 min', '5 h 12 min'],
    [5 * 60 * MINUTE, '5 h', '5 h'],
    [24 * 60 * MINUTE, '1 day', '1 jour'],
    [75 * 60 * MINUTE, '3 days 3 h', '3 jours 3 h'],
  ])('%d ms is %s, in French %s', (ms, en, fr) => {
    expect(plain(saySpan(ms, 'en'))).toBe(en)
    expect(plain(saySpan(ms, 'fr'))).toBe(fr)
  })
})

describe('instants', () => {
  const now = '2026-03-14T09:30:00.000Z'
  test('today has no date, another day has, and both name UTC', () => {
    expect(plain(sayTime('2026-03-14T04:05:00.000Z', now, 'en'))).toBe('04:05 UTC')
    expect(plain(sayTime('2026-12-01T04:05:00.000Z', now, 'en'))).toBe('1 Dec 2026, 04:05 UTC')
    expect(plain(sayTime('2026-12-01T04:05:00.000Z', now, 'fr'))).toBe('1er déc. 2026, 04:05 UTC')
    expect(plain(sayTime('2026-12-11T04:05:00.000Z', now, 'fr'))).toBe('11 déc. 2026, 04:05 UTC')
    expect(plain(sayTime('2026-12-01T04:05:00', now, 'en'))).toBe('1 Dec 2026, 04:05')
  })
  test('what is no date stays as it is', () => {
    expect(sayTime('soon', now, 'en')).toBe('soon')
  })
})
