export interface SessionGate {
  /** Waits for a free place, first come first served. The function gives it back; it may be called more than once. */
  enter(): Promise<() => void>
}

const HOUR_MS = 3_600_000

/** Keeps the number of open connections below `limit`: each costs a file descriptor, and hundreds of connectors may be checked in one go. */
export function sessionGate(limit: number): SessionGate {
  const waiting: (() => void)[] = []
  let free = limit

  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  const turn = async (): Promise<void> => {
    // Connections that are closing do not keep the process alive; somebody who waits for their place does.
    const alive = setInterval(() => {}, HOUR_MS)
    await new Promise<void>((resolve) => waiting.push(resolve))
    clearInterval(alive)
  }
  const once = (): (() => void) => {
    let isInside = true
    return () => {
      if (isInside) leave()
      isInside = false
    }
  }
  return {
    enter: async () => {
      if (free > 0) free -= 1
      else await turn()
      return once()
    },
  }
}
