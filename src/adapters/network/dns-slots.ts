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

/** What is free, who waits for it, and who would leave for them. */
interface Room {
  free: number
  wanted: number
  /** Asked to leave, and not gone yet. */
  asked: number
  readonly waiting: Waiting[]
  readonly leaving: Set<() => void>
  readonly mayLeave: () => boolean
}

/** `mayLeave`: whether somebody who is asked to leave has where to go. */
export function dnsSlots(most: number, mayLeave: () => boolean = () => true): DnsSlots {
  const room: Room = { free: most, wanted: 0, asked: 0, waiting: [], leaving: new Set(), mayLeave }
  return {
    async with(atOnce, work) {
      const sockets = Math.min(atOnce, most)
      await new Promise<void>((go) => {
        room.waiting.push({ sockets, go })
        room.wanted += sockets
        admit(room)
      })
      const place = placeIn(room, sockets)
      try {
        return await work(place)
      } finally {
        place.end()
      }
    },
  }
}

/** Lets in whoever there is room for, and asks as many to leave as the others need. */
function admit(room: Room): void {
  for (let first = room.waiting[0]; first && first.sockets <= room.free; first = room.waiting[0]) {
    room.waiting.shift()
    room.wanted -= first.sockets
    room.free -= first.sockets
    first.go()
  }
  for (const leave of room.leaving) {
    if (room.wanted <= room.free + room.asked || !room.mayLeave()) break
    room.leaving.delete(leave)
    room.asked += 1
    leave()
  }
}

function placeIn(room: Room, sockets: number): Place & { readonly end: () => void } {
  let held = sockets
  /** Asked to leave from this place, and not gone yet. */
  let owed = 0
  const give = (): void => {
    held -= 1
    room.free += 1
    if (owed > 0) room.asked -= 1
    if (owed > 0) owed -= 1
  }
  return {
    giveBack() {
      if (held > 0) give()
      admit(room)
    },
    onCrowd(leave) {
      const once = (): void => {
        owed += 1
        leave()
      }
      room.leaving.add(once)
      admit(room)
      return () => void room.leaving.delete(once)
    },
    end() {
      while (held > 0) give()
      room.asked -= owed
      owed = 0
      admit(room)
    },
  }
}
