import type { Clock } from '../ports/clock.ts'

/** Slack takes about one message a second in a channel, Teams 60 in 30 s a conversation: one a second keeps to both. */
export const PACE_MS = 1000
/** A first card that has not come back for its place by then was lost: it holds up nobody any longer. */
const FORGET_MS = 30_000

export interface Pacing {
  /**
   * Asks to speak in a channel about a subject. null: go on, the channel is taken until `leave`; else the milliseconds to come back in. Everybody who
   * waits has a second of their own, so that many waiting cost one try each; cards that nobody has seen yet go before those that only change.
   */
  enter(channel: string, subject: string, isNew: boolean): number | null
  /** Frees the channel, to be spoken in again after `restMs`. */
  leave(channel: string, restMs: number): void
}

interface Room {
  taken: boolean
  freeAt: number
  /** The last second given away, for first cards and for edits. */
  lastNew: number
  lastEdit: number
  /** First cards that wait, with the time they asked. */
  readonly unseen: Map<string, number>
}

/** Whose turn it is in each channel, in this process. */
export function createPacing(clock: Pick<Clock, 'tick'>): Pacing {
  const rooms = new Map<string, Room>()
  const roomOf = (channel: string): Room => {
    const room = rooms.get(channel) ?? { taken: false, freeAt: 0, lastNew: 0, lastEdit: 0, unseen: new Map() }
    rooms.set(channel, room)
    return room
  }
  return {
    enter(channel, subject, isNew) {
      const room = roomOf(channel)
      const now = clock.tick()
      for (const [each, asked] of room.unseen) if (now - asked > FORGET_MS) room.unseen.delete(each)
      const isFree = !room.taken && room.freeAt <= now
      if (isFree && (isNew || room.unseen.size === 0)) {
        room.unseen.delete(subject)
        room.taken = true
        return null
      }
      const last = isNew ? room.lastNew : Math.max(room.lastEdit, room.lastNew)
      const slot = Math.max(last + PACE_MS, room.freeAt, now + (room.taken ? PACE_MS : 0))
      if (isNew) room.unseen.set(subject, now)
      if (isNew) room.lastNew = slot
      else room.lastEdit = slot
      return Math.max(slot - now, 1)
    },
    leave(channel, restMs) {
      const room = roomOf(channel)
      room.taken = false
      room.freeAt = clock.tick() + restMs
    },
  }
}
