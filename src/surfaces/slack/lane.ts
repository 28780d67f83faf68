/** Work that follows an acknowledgement, a few pieces at a time: a burst of commands never delays the acknowledgement of the next. */
export interface Lane {
  run(work: () => Promise<void>): void
  /** Resolves once nothing is left to do. */
  idle(): Promise<void>
}

/** `onFault` hears of work that threw; the lane goes on. */
export function createLane(width: number, onFault: (thrown: unknown) => void): Lane {
  const waiting: (() => Promise<void>)[] = []
  let running = 0
  let whenIdle: (() => void)[] = []

  function next(): void {
    while (running < width) {
      const work = waiting.shift()
      if (!work) break
      running += 1
      void work()
        .catch(onFault)
        .finally(() => {
          running -= 1
          next()
        })
    }
    if (running > 0) return
    for (const tell of whenIdle) tell()
    whenIdle = []
  }

  return {
    run(work) {
      waiting.push(work)
      // Not in the same breath as the acknowledgement: what is written there leaves first.
      setImmediate(next)
    },
    idle: () =>
      new Promise((resolve) => {
        whenIdle.push(resolve)
        setImmediate(next)
      }),
  }
}
