/**
 * Work that follows an acknowledgement. Slack waits three seconds for the acknowledgement and half an hour for the answer, so in a
 * flood acknowledgements go first: answers then run one at a time with pauses, and catch up when it is over.
 */
export interface Lane {
  run(work: () => Promise<void>): void
  /** Resolves once nothing is left to do. */
  idle(): Promise<void>
}

export interface LaneOptions {
  /** Pieces of work at a time; each is mostly waiting for Slack. */
  readonly width: number
  /** Milliseconds of a monotonic clock. */
  readonly tick: () => number
  /** Hears of work that threw; the lane goes on. */
  readonly onFault: (thrown: unknown) => void
}

/** A flood is more than so many arrivals within about a tenth of a second: far above what people and Slack itself can do. */
const FLOOD = 20
const WINDOW_MS = 100
const PAUSE_MS = 50

export function createLane({ width, tick, onFault }: LaneOptions): Lane {
  const waiting = new Set<() => Promise<void>>()
  const arrivals = createArrivals(tick)
  let whenIdle: (() => void)[] = []
  let running = 0
  let pause: NodeJS.Timeout | null = null

  function begin(work: () => Promise<void>): void {
    waiting.delete(work)
    running += 1
    void work()
      .catch(onFault)
      .finally(() => {
        running -= 1
        next()
      })
  }

  function next(): void {
    if (pause) return
    for (const work of waiting) {
      if (running >= (arrivals.areFlood() ? 1 : width)) break
      begin(work)
    }
    if (waiting.size > 0 && arrivals.areFlood()) {
      pause = setTimeout(() => {
        pause = null
        next()
      }, PAUSE_MS)
    }
    if (running > 0 || waiting.size > 0) return
    for (const tell of whenIdle) tell()
    whenIdle = []
  }

  return {
    run(work) {
      arrivals.add()
      waiting.add(work)
      // Not in the same breath as the acknowledgement: what is written there leaves first.
      if (waiting.size === 1) setImmediate(next)
    },
    idle: () =>
      new Promise((resolve) => {
        whenIdle.push(resolve)
        setImmediate(next)
      }),
  }
}

/** Arrivals of the last moments, the older the less they count. */
function createArrivals(tick: () => number): { add(): void; areFlood(): boolean } {
  let level = 0
  let levelAt = tick()
  const levelNow = (): number => level * Math.exp((levelAt - tick()) / WINDOW_MS)
  return {
    add() {
      level = levelNow() + 1
      levelAt = tick()
    },
    areFlood: () => levelNow() > FLOOD,
  }
}
