import type { Clock } from '../../ports/clock.ts'

/** The time one target may take in all, milliseconds. */
export interface Deadline {
  /** Until the very end. */
  readonly left: () => number
  /** Until first looks must be over, so that a second one still fits in behind the slowest. */
  readonly leftAtFirst: () => number
  /** Whether a first look begun now leaves its host fair time: silence in less would be our own haste. */
  readonly isFair: () => boolean
}

/** A target that says nothing takes the whole of its time: so much of it is kept for the control and the second looks. */
const KEPT_BACK = 1 / 5
/** Of the whole time. */
const FAIR = 1 / 8

export function startDeadline(clock: Pick<Clock, 'tick'>, withinMs: number): Deadline {
  const began = clock.tick()
  const left = (): number => Math.max(0, withinMs - (clock.tick() - began))
  const leftAtFirst = (): number => Math.max(0, left() - withinMs * KEPT_BACK)
  return { left, leftAtFirst, isFair: () => leftAtFirst() >= withinMs * FAIR }
}
