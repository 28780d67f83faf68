import dgram, { type RemoteInfo } from 'node:dgram'
import { isIP, SocketAddress } from 'node:net'
import { decodeReply } from './dns-records.ts'
import { type Asking, type DnsServer, datagramOf, type Heard, passes } from './dns-transport.ts'

export type AskPatiently = (server: DnsServer, asking: Asking) => Promise<Heard>

/** Asks again for those who were not answered soon: many wait on few sockets, so that silent zones keep no place from anybody else. */
export interface PatientSockets {
  readonly ask: AskPatiently
  /** How many wait now. */
  readonly waiting: () => number
}

type Take = (bytes: Buffer, from: RemoteInfo) => void

interface Shared {
  readonly socket: dgram.Socket
  readonly since: number
  readonly waiting: Map<number, Set<Take>>
}

/** A socket takes nobody new after this time: a port that stays the same makes forging easy (RFC 5452). */
const RENEW_MS = 1000
/** Asked for; the system may grant less. Answers to many may come at once. */
const RECEIVE_BYTES = 1024 * 1024

/** One socket for each family at a time, open while somebody waits on it. An answer counts that comes from the server asked, with the id and the question. */
export function patientSockets(now: () => number): PatientSockets {
  let waitingNow = 0
  const newest = new Map<number, Shared>()
  const sharedFor = (family: number): Shared => {
    const at = newest.get(family)
    if (at && at.waiting.size > 0 && now() - at.since < RENEW_MS) return at
    const made = { ...open(family), since: now() }
    newest.set(family, made)
    return made
  }
  const ask: AskPatiently = (server, asking) => {
    const { question, id, ms, pauseMs, signal } = asking
    const { socket, waiting } = sharedFor(isIP(server.host))
    const address = canonical(server.host)
    return new Promise((resolve) => {
      const timers: NodeJS.Timeout[] = []
      waitingNow += 1
      const end = (heard: Heard): void => {
        for (const timer of timers) clearTimeout(timer)
        signal.removeEventListener('abort', stop)
        if (leave(socket, waiting, id, take)) waitingNow -= 1
        resolve(heard)
      }
      const stop = (): void => end({ is: 'timeout' })
      const take: Take = (bytes, from) => {
        if (from.port !== server.port || canonical(from.address) !== address) return
        const heard = decodeReply(bytes, question, id)
        if (heard.is !== 'foreign') end(heard)
      }
      const send = (pause: number): void => {
        socket.send(datagramOf(asking, pause), server.port, server.host, (error) =>
          passes(error) ? undefined : end({ is: 'unreachable' }),
        )
        timers[1] = setTimeout(send, pause, pause * 2)
      }
      waiting.set(id, (waiting.get(id) ?? new Set()).add(take))
      timers[0] = setTimeout(stop, ms)
      signal.addEventListener('abort', stop)
      send(pauseMs)
    })
  }
  return { ask, waiting: () => waitingNow }
}

function open(family: number): Omit<Shared, 'since'> {
  const waiting: Shared['waiting'] = new Map()
  const socket = dgram.createSocket({ type: family === 6 ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BYTES })
  socket.on('message', (bytes, from) => {
    const id = bytes.length >= 2 ? bytes.readUInt16BE(0) : -1
    for (const take of [...(waiting.get(id) ?? [])]) take(bytes, from)
  })
  // Without a socket nothing is sent; those who wait are told so by their own datagrams.
  socket.on('error', () => {})
  return { socket, waiting }
}

/** False for one who had left before. */
function leave(socket: dgram.Socket, waiting: Shared['waiting'], id: number, take: Take): boolean {
  const others = waiting.get(id)
  if (!others?.delete(take)) return false
  if (others.size === 0) waiting.delete(id)
  if (waiting.size === 0) socket.close()
  return true
}

/** One spelling for each address, without its zone. */
function canonical(ip: string): string {
  const [address = ''] = ip.split('%')
  return isIP(address) === 6 ? new SocketAddress({ address, family: 'ipv6' }).address : address
}
