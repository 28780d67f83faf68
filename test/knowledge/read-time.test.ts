import { describe, expect, test } from '@jest/globals'
import { dateOf, inTime, type Timed } from '../../src/knowledge/read-time.ts'

const timed = (when: string | null, changes: Partial<Timed> = {}): Timed => ({ at: null, when, inUtc: true, written: null, ...changes })
const timesOf = (...all: readonly Timed[]) => inTime(all).map(({ at }) => at)

describe('a moment in words', () => {
  test.each([
    ['10/7/2026 7:26:11 AM', '2026-10-07T07:26:11Z'],
    ['10/7/2026 7:26:11 PM - Server at mail.contoso.example', '2026-10-07T19:26:11Z'],
    ['10/7/2026 12:26:11 AM', '2026-10-07T00:26:11Z'],
    ['10/27/2026 19:26', '2026-10-27T19:26:00Z'],
    ['27/10/2026 19:26:11', '2026-10-27T19:26:11Z'],
    ['07.10.2026 07:26:11', '2026-10-07T07:26:11Z'],
    ['7-10-2026 7:26:11', '2026-10-07T07:26:11Z'],
    ['07/10/2026 07:26:11 a. m.', '2026-10-07T07:26:11Z'],
    ['5/5/2026 07:26:11', '2026-05-05T07:26:11Z'],
    ['2026/10/07 07:26:11', '2026-10-07T07:26:11Z'],
    ['2026/10/07 下午 07:26:11', '2026-10-07T19:26:11Z'],
    ['2026-10-07T07:26:11.4290000Z', '2026-10-07T07:26:11.429Z'],
    ['2026-10-07T07:26:11+02:00', '2026-10-07T05:26:11Z'],
    ['2026-10-07 07:26:11 -0730', '2026-10-07T14:56:11Z'],
    ['10/7/2026, 9:26 AM (UTC+02:00)', '2026-10-07T07:26:00Z'],
    ['10/27/2026 9:26 AM UTC+2', '2026-10-27T07:26:00Z'],
    ['2026-10-07T07:26:11.123456789Z', '2026-10-07T07:26:11.123Z'],
    ['07/10/2026 à 09:26', null],
    ['2026-10-07 9:75', null],
    ['10/7/2026 09:26', null],
    ['10/7/2026 9:26 am', null],
    ['31/31/2026 07:26:11', null],
    ['1/1/0001 12:00:00 AM', null],
    ['30.02.2026 07:26:11', null],
    ['07.10.2026 27:26:11', null],
    ['version 4.4.2026 at ten', null],
    ['', null],
  ])('%j', (when, at) => expect(timesOf(timed(when))).toEqual([at]))

  test('has a zone only where somebody names it', () => {
    expect(timesOf(timed('07.10.2026 07:26:11', { inUtc: false }))).toEqual(['2026-10-07T07:26:11'])
    expect(timesOf(timed('2026-10-07 07:26:11Z', { inUtc: false }))).toEqual(['2026-10-07T07:26:11Z'])
  })

  test('in a zone that letters name is not told as UTC, for they stand for several', () => {
    for (const zone of ['CEST', 'CST', 'ET', '(IST)', 'JST'])
      expect(timesOf(timed(`10/27/2026 9:26:11 AM ${zone}`))).toEqual(['2026-10-27T09:26:11'])
  })

  test('that could be two days is told by another moment of the text', () => {
    expect(timesOf(timed('07/10/2026 07:26:11'), timed('28/09/2026 07:26:11'))).toEqual(['2026-10-07T07:26:11Z', '2026-09-28T07:26:11Z'])
    expect(timesOf(timed('07/10/2026 07:26:11'), timed(null, { at: '2026-10-07T07:26:11.004Z' }))).toEqual([
      '2026-10-07T07:26:11.004Z',
      '2026-10-07T07:26:11Z',
    ])
    expect(timesOf(timed('07/10/2026 07:26:11', { written: '2026-10-08T08:00:00Z' }))).toEqual(['2026-10-07T07:26:11Z'])
    expect(timesOf(timed('07/10/2026 07:26:11', { written: '2026-12-24T08:00:00Z' }))).toEqual([null])
  })

  test('of the clock of whoever looked gives way to the stamp of the server', () => {
    const row = { inUtc: false, at: '2026-10-07T07:26:11.004Z' }
    expect(timesOf(timed('10/7/2026 9:26:00 AM', row))).toEqual(['2026-10-07T07:26:11.004Z'])
  })
})

describe('several moments', () => {
  test('stand the newest first; what has none keeps its place', () => {
    const all = [timed('10/7/2026 7:00:00 AM'), timed(null), timed('10/7/2026 9:00:00 AM'), timed('10/7/2026 8:00:00 AM')]
    expect(timesOf(...all)).toEqual(['2026-10-07T09:00:00Z', null, '2026-10-07T08:00:00Z', '2026-10-07T07:00:00Z'])
  })

  test('that could be read either way are put in order as most of the world writes them, and told to nobody', () => {
    const order = inTime([timed('02/10/2026 07:00'), timed('01/11/2026 07:00')])
    expect(order.map(({ when, at }) => [when, at])).toEqual([
      ['01/11/2026 07:00', null],
      ['02/10/2026 07:00', null],
    ])
  })
})

describe('a date of a mail', () => {
  test.each([
    ['Tue, 19 Jun 2018 07:32:06 +0000', '2018-06-19T07:32:06Z'],
    ['Thu,  5 Nov 2026 02:11:12 -0800 (PST)', '2026-11-05T10:11:12Z'],
    ['5 Nov 2026 02:11 GMT', '2026-11-05T02:11:00Z'],
    ['31 Feb 2026 02:11:00 +0000', null],
    ['Thu, 5 Nov 2026 02:11:12', null],
    ['yesterday', null],
    [undefined, null],
  ])('%j', (field, at) => expect(dateOf(field)).toBe(at))
})
