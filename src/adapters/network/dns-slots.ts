/** A number of sockets that many share; who comes first is served first. */
export interface DnsSlots {
  /** Runs the work once so many sockets are free, and counts them as its own until it is done. */
  with<T>(sockets: number, work: () => Promise<T>): Promise<T>
}

interface Waiting {
  readonly sockets: number
  readonly go: () => void
}

export function dnsSlots(most: number): DnsSlots {
  const waiting: Waiting[] = []
  let free = most
  const admit = (): void => {
    for (let first = waiting[0]; first && first.sockets <= free; first = waiting[0]) {
      waiting.shift()
      free -= first.sockets
      first.go()
    }
  }
  return {
    async with(wanted, work) {
      const sockets = Math.min(wanted, most)
      await new Promise<void>((go) => {
        waiting.push({ sockets, go })
        admit()
      })
      try {
        return await work()
      } finally {
        free += sockets
        admit()
      }
    },
  }
}
