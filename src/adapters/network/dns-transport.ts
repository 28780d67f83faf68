import dgram from 'node:dgram'
import net, { isIP } from 'node:net'
import type { DnsQuestion } from '../../domain/evidence.ts'
import { Failure } from '../../domain/failure.ts'
import { type Decoded, decodeReply } from './dns-records.ts'
import { codeOf } from './session-fault.ts'

export interface DnsServer {
  readonly host: string
  readonly port: number
  /** `ip:port`, as shown. */
  readonly text: string
}

export type Heard = Decoded | { readonly is: 'timeout' } | { readonly is: 'unreachable' }

/** `ip`, `ip:port`, or `[ipv6]:port`. Throws a `config` failure for anything else. */
export function parseServer(text: string): DnsServer {
  const match = isIP(text) ? [text, text, undefined] : /^\[?([\da-f.:]+?)\]?:(\d{1,5})$/i.exec(text)
  const host = match?.[1] ?? ''
  const port = Number(match?.[2] ?? 53)
  if (isIP(host) === 0 || port < 1 || port > 65_535) throw new Failure('config', { names: 'dnsServers' })
  return { host, port, text: isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}` }
}

/** How long a true answer may still follow bytes that were none of ours. */
const GRACE_MS = 250

/**
 * Sends one datagram, again after half the time, and waits for its answer. The socket is connected, so that datagrams of any other source
 * never arrive, and a fresh source port makes forging hard (RFC 5452); a message that answers another question is passed over.
 */
export function askUdp(server: DnsServer, message: Buffer, question: DnsQuestion, id: number, ms: number): Promise<Heard> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket(isIP(server.host) === 6 ? 'udp6' : 'udp4')
    let silence: Heard = { is: 'timeout' }
    const end = (heard: Heard): void => {
      clearTimeout(again)
      clearTimeout(timer)
      socket.removeAllListeners()
      socket.on('error', () => {})
      socket.close()
      resolve(heard)
    }
    const send = (): void => socket.send(message, () => {})
    const again = setTimeout(send, ms / 2)
    let timer = setTimeout(() => end(silence), ms)
    socket.on('error', (error) => end(codeOf(error) === 'ETIMEDOUT' ? { is: 'timeout' } : { is: 'unreachable' }))
    socket.on('message', (bytes) => {
      const heard = decodeReply(bytes, question, id)
      if (heard.is === 'reply' || (heard.is === 'garbled' && heard.ours)) return end(heard)
      if (heard.is === 'foreign' || silence.is === 'garbled') return
      silence = heard
      clearTimeout(timer)
      timer = setTimeout(() => end(silence), Math.min(ms, GRACE_MS))
    })
    socket.on('connect', send)
    // The address is given, so nothing is looked up.
    socket.connect(server.port, server.host)
  })
}

/** The same over TCP, for answers that do not fit (RFC 7766); a message is preceded by its length. */
export function askTcp(server: DnsServer, message: Buffer, question: DnsQuestion, id: number, ms: number): Promise<Heard> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: server.host, port: server.port, noDelay: true })
    let received = Buffer.alloc(0)
    const end = (heard: Heard): void => {
      clearTimeout(timer)
      socket.removeAllListeners()
      socket.on('error', () => {})
      socket.destroy()
      resolve(heard)
    }
    const timer = setTimeout(() => end({ is: 'timeout' }), ms)
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
