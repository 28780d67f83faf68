export interface Clock {
  /** Now, ISO 8601 UTC with milliseconds. */
  now(): string
  /** Milliseconds of a monotonic clock, for durations. */
  tick(): number
}
