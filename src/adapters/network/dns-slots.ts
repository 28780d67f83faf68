/** What somebody holds who was let in. */
export interface Place {
  /** Gives one socket to others before the work is done. */
  giveBack(): void
  /** Calls `leave` once others wait for a socket, the one who said so first before the rest. The function takes that back. */
  onCrowd(leave: () => void): () => void
}

/** A number of sockets that many share; who comes first is served first. */
export interface DnsSlots {
  /** Runs the work once so many sockets are free, and counts them as its own until it is done or gives them back. */
  with<T>(sockets: number, work: (place: Place) => Promise<T>): Promise<T>
}

interface Waiting {
  readonly sockets: number
  readonly go: () => void
}

/** `mayLeave`: whether somebody who is asked to leave has where to go. */
export function dnsSlots(most: number, mayLeave: () => boolean = () => true): DnsSlots {
  const waiting: Waiting[] = []
  const leaving = new Set<() => void>()
  let free = most
  let wanted = 0
  /** Asked to leave, and not gone yet. */
  let asked = 0
  const admit = (): void => {
    for (let first = waiting[0]; first && first.sockets <= free; first = waiting[0]) {
      waiting.shift()
      wanted -= first.sockets
      free -= first.sockets
      first.go()
    }
    for (const leave of leaving) {
      if (wanted <= free + asked || !mayLeave()) break
      leaving.delete(leave)
      asked += 1
      leave()
    }
  }
  const placeOf = (sockets: number): Place & { readonly end: () => void } => {
    let held = sockets
    let owed = 0
    const give = (): void => {
      held -= 1
      free += 1
      if (owed > 0) asked -= 1
      if (owed > 0) owed -= 1
    }
    return {
      giveBack() {
        if (held > 0) give()
        admit()
      },
      onCrowd(leave) {
        const once = (): void => {
          owed += 1
          leave()
        }
        leaving.add(once)
        admit()
        return () => void leaving.delete(once)
      },
      end() {
        while (held > 0) give()
        asked -= owed
        owed = 0
        admit()
      },
    }
  }
  return {
    async with(atOnce, work) {
      const sockets = Math.min(atOnce, most)
      await new Promise<void>((go) => {
        waiting.push({ sockets, go })
        wanted += sockets
        admit()
      })
      const place = placeOf(sockets)
      try {
        return await work(place)
      } finally {
        place.end()
      }
    },
  }
}
