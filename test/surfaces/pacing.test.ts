import { beforeEach, describe, expect, test } from '@jest/globals'
import { createPacing, type Pacing } from '../../src/surfaces/pacing.ts'

let now: number
let pacing: Pacing

beforeEach(() => {
  now = 10_000
  pacing = createPacing({ tick: () => now })
})

const pass = (ms: number): void => {
  now += ms
}

describe('whose turn it is in a channel', () => {
  test('a quiet channel is spoken in at once', () => {
    expect(pacing.enter('a', 'one', true)).toBeNull()
  })

  test('another channel is not held up', () => {
    pacing.enter('a', 'one', true)
    expect(pacing.enter('b', 'two', true)).toBeNull()
  })

  test('the next one waits a second', () => {
    pacing.enter('a', 'one', true)
    pacing.leave('a', 1000)
    expect(pacing.enter('a', 'two', true)).toBe(1000)
    pass(1000)
    expect(pacing.enter('a', 'two', true)).toBeNull()
  })

  test('everybody who waits has a second of their own', () => {
    pacing.enter('a', 'one', true)
    expect(['two', 'three', 'four'].map((subject) => pacing.enter('a', subject, true))).toEqual([1000, 2000, 3000])
  })

  test('a first card goes before changes that asked earlier', () => {
    pacing.enter('a', 'one', true)
    pacing.leave('a', 1000)
    expect(pacing.enter('a', 'change', false)).toBe(1000)
    expect(pacing.enter('a', 'first', true)).toBe(1000)
    pass(1000)
    expect(pacing.enter('a', 'change', false)).toBeGreaterThan(0)
    expect(pacing.enter('a', 'first', true)).toBeNull()
  })

  test('patience that a platform asks for is kept', () => {
    pacing.enter('a', 'one', true)
    pacing.leave('a', 30_000)
    expect(pacing.enter('a', 'two', false)).toBe(30_000)
  })

  test('a first card that never comes back holds up nobody for long', () => {
    pacing.enter('a', 'one', true)
    pacing.enter('a', 'lost', true)
    pacing.leave('a', 0)
    expect(pacing.enter('a', 'change', false)).toBeGreaterThan(0)
    pass(31_000)
    expect(pacing.enter('a', 'change', false)).toBeNull()
  })
})
