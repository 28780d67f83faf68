export interface SessionGate {
  /**
   * Waits for a free place, first come first served, at most so long (milliseconds). The function gives the place back; it may be called more
   * than once. null: none became free in time.
   */
  enter(withinMs?: number): Promise<(() => void) | null>
}

/** The longest that a timer can be set for. */
const EVER_MS = 2_147_483_647

/** Keeps the number of open connections below `limit`: each costs a file descriptor, and hundreds of connectors may be checked in one go. */
export function sessionGate(limit: number): SessionGate {
  const waiting = new Set<() => void>()
  let free = limit

  const leave = (): void => {
    const [next] = waiting
    if (next) next()
    else free += 1
  }
  // Connections that are closing do not keep the process alive; the timer of somebody who waits for their place does.
  const turn = (withinMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      const end = (isIn: boolean): void => {
        clearTimeout(timer)
        waiting.delete(go)
        resolve(isIn)
      }
      const go = (): void => end(true)
      const timer = setTimeout(() => end(false), Math.min(withinMs, EVER_MS))
      waiting.add(go)
    })
  const once = (): (() => void) => {
    let isInside = true
    return () => {
      if (isInside) leave()
      isInside = false
    }
  }
  return {
    enter: async (withinMs = EVER_MS) => {
      if (free > 0) free -= 1
      else if (!(await turn(withinMs))) return null
      return once()
    },
  }
}
