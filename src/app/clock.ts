import { randomBytes } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'

export const clock: Clock = {
  now: () => new Date().toISOString(),
  tick: () => performance.now(),
}

/** Without 0, 1, l and o: ids are read aloud and typed. 31 letters, 8 of them: a clash within a tenant is out of the question, and would be refused by the key. */
const LETTERS = '23456789abcdefghijkmnpqrstuvwxy'
const LENGTH = 9

export const random: Random = {
  id: () => Array.from(randomBytes(LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join(''),
}
