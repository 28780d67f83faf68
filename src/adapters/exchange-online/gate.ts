import { sessionGate } from '../network/session-gate.ts'

export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** Lets at most `limit` pieces of work run at once; the others wait their turn, first come first served. */
export function createGate(limit: number): Gate {
  const gate = sessionGate(limit)
  return async (work) => {
    const leave = await gate.enter()
    try {
      return await work()
    } finally {
      leave?.()
    }
  }
}
