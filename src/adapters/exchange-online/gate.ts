export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** Lets at most `limit` pieces of work run at once; the others wait their turn, first come first served. */
export function createGate(limit: number): Gate {
  const waiting: (() => void)[] = []
  let free = limit

  const enter = (): Promise<void> | void => {
    if (free > 0) free -= 1
    else return new Promise<void>((resolve) => waiting.push(resolve))
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }

  return async (work) => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
