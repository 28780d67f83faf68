export interface SessionGate {
  /** Waits for a free place, first come first served. The function gives it back; it may be called more than once. */
  enter(): Promise<() => void>
}

/** Keeps the number of open connections below `limit`: each costs a file descriptor, and hundreds of connectors may be checked in one go. */
export function sessionGate(limit: number): SessionGate {
  const waiting: (() => void)[] = []
  let free = limit

  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
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
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return once()
    },
  }
}
