import dgram from 'node:dgram'
import net, { isIP } from 'node:net'
import type { DnsQuestion } from '../../domain/evidence.ts'
import { Failure } from '../../domain/failure.ts'
import { type Decoded, decodeReply } from './dns-records.ts'
import { codeOf } from './session-fault.ts'

export interface DnsServer {
  /** Where it is dialled. */
  readonly host: string
  readonly port: number
  /** `ip:port`, as shown. */
  readonly text: string
}

/** One question on its way to one server. */
export interface Asking {
  readonly message: Buffer
  /** Sent from the third time on: the same question without EDNS, which some firewalls drop, or the longer answers to it. */
  readonly plain: () => Buffer
  readonly question: DnsQuestion
  readonly id: number
  /** For the answer, milliseconds. */
  readonly ms: number
  /** Until the datagram is sent again, milliseconds; then after twice as long each time. */
  readonly pauseMs: number
  /** Told after the first pause how the wait can be ended for the sake of others; gives back what takes that back. */
  readonly onCrowd: (leave: () => void) => () => void
  /** Ends the wait as if it were over. */
  readonly signal: AbortSignal
}

export type Heard = Decoded | { readonly is: 'timeout' } | { readonly is: 'unreachable' }

/** An address and port as people write them. */
export const shownServer = (ip: string, port: number): string => (isIP(ip) === 6 ? `[${ip}]:${port}` : `${ip}:${port}`)

/** `ip`, `ip:port`, or `[ipv6]:port`. Throws a `config` failure for anything else. */
export function parseServer(text: string): DnsServer {
  const match = isIP(text) ? [text, text, undefined] : /^\[?([\da-f.:]+?)\]?:(\d{1,5})$/i.exec(text)
  const host = match?.[1] ?? ''
  const port = Number(match?.[2] ?? 53)
  if (isIP(host) === 0 || port < 1 || port > 65_535) throw new Failure('config', { names: 'dnsServers' })
  return { host, port, text: shownServer(host, port) }
}

/** How long a true answer may still follow bytes that were none of ours. */
const GRACE_MS = 250
/** The kernel could not take the datagram now; the next one may pass. */
const PASSING = new Set(['EAGAIN', 'EWOULDBLOCK', 'ENOBUFS', 'ENOMEM'])

/** What is sent so long before the next time. */
export const datagramOf = ({ message, plain, pauseMs }: Pick<Asking, 'message' | 'plain' | 'pauseMs'>, pause: number): Buffer =>
  pause > 2 * pauseMs ? plain() : message

export const passes = (error: Error | null): boolean => error === null || PASSING.has(codeOf(error))

/**
 * Sends one datagram, again and again in growing distances, and waits for its answer. The socket is connected, so that datagrams of any other
 * source never arrive, and a fresh source port makes forging hard (RFC 5452); a message that answers another question is passed over.
 */
export function askUdp(server: DnsServer, asking: Asking): Promise<Heard> {
  const { question, id, ms, pauseMs, signal, onCrowd } = asking
  return new Promise((resolve) => {
    const socket = dgram.createSocket(isIP(server.host) === 6 ? 'udp6' : 'udp4')
    const timers: NodeJS.Timeout[] = []
    let silence: Heard = { is: 'timeout' }
    let over = false
    let stay = (): void => {}
    const end = (heard: Heard): void => {
      if (over) return
      over = true
      stay()
      for (const timer of timers) clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.removeAllListeners()
      socket.on('error', () => {})
      socket.close()
      resolve(heard)
    }
    const stop = (): void => end(silence)
    const fail = (error: Error): void => end(codeOf(error) === 'ETIMEDOUT' ? { is: 'timeout' } : { is: 'unreachable' })
    const send = (pause: number): void => {
      socket.send(datagramOf(asking, pause), (error) => (error && !passes(error) ? fail(error) : undefined))
      timers[1] = setTimeout(send, pause, pause * 2)
    }
    socket.on('error', fail)
    socket.on('message', (bytes) => {
      const heard = decodeReply(bytes, question, id)
      if (heard.is === 'reply' || (heard.is === 'garbled' && heard.ours)) return end(heard)
      if (silence.is === 'garbled') return
      // Answers to nothing we asked are not silence.
      silence = heard
      if (heard.is === 'foreign') return
      timers[2] = setTimeout(stop, GRACE_MS)
    })
    socket.on('connect', () => {
      send(pauseMs)
      // An answer that has come in meanwhile is heard first: sockets are read before the next turn.
      timers[3] = setTimeout(() => {
        stay = onCrowd(() => setImmediate(stop))
      }, pauseMs)
    })
    timers[0] = setTimeout(stop, ms)
    signal.addEventListener('abort', stop)
    // The address is given, so nothing is looked up.
    socket.connect(server.port, server.host)
  })
}

/** The same over TCP, for answers that do not fit (RFC 7766); a message is preceded by its length. */
export function askTcp(server: DnsServer, { message, question, id, ms, signal }: Asking): Promise<Heard> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: server.host, port: server.port, noDelay: true })
    let received = Buffer.alloc(0)
    const end = (heard: Heard): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.removeAllListeners()
      socket.on('error', () => {})
      socket.destroy()
      resolve(heard)
    }
    const stop = (): void => end({ is: 'timeout' })
    const timer = setTimeout(stop, ms)
    signal.addEventListener('abort', stop)
    socket.on('connect', () => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(message.length)
      socket.write(Buffer.concat([length, message]))
    })
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
      end(decodeReply(received.subarray(2, 2 + received.readUInt16BE(0)), question, id))
    })
    socket.on('error', () => end({ is: 'unreachable' }))
    socket.on('close', () => end({ is: 'unreachable' }))
  })
}
