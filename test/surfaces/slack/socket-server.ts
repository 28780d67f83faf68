import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

/** Slack's end of Socket Mode: one WebSocket (RFC 6455), text frames only. */
export interface SocketServer {
  readonly url: string
  /** What the app sent: acknowledgements of envelopes. */
  readonly heard: { readonly envelope_id?: string; readonly payload?: unknown }[]
  readonly connections: () => number
  send(message: object): void
  /** Lets nobody in until the function returned is called. */
  hold(): () => void
  readonly knocking: () => number
  /** Reads, and answers nothing any more, not even a goodbye. */
  fallSilent(): void
  /** Ends every connection without a word. */
  drop(): void
  stop(): Promise<void>
}

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export async function startSocketServer(): Promise<SocketServer> {
  const heard: { envelope_id?: string; payload?: unknown }[] = []
  const sockets = new Set<Duplex>()
  const server = createServer()
  const outside: (() => void)[] = []
  let isHeld = false
  let isSilent = false
  const letIn = (request: IncomingMessage, socket: Duplex): void => {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64')
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
    sockets.add(socket)
    socket.on('error', () => sockets.delete(socket)).on('close', () => sockets.delete(socket))
    let rest: Buffer = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      for (let frame = readFrame(rest); frame; frame = readFrame(rest)) {
        rest = rest.subarray(frame.length)
        if (frame.opcode === 1) heard.push(JSON.parse(frame.text))
        if (frame.opcode === 8 && !isSilent) socket.end(Buffer.from([0x88, 0]))
      }
    })
    socket.write(textFrame({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }))
  }
  server.on('upgrade', (request, socket) => {
    if (isHeld) outside.push(() => letIn(request, socket))
    else letIn(request, socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/link`,
    heard,
    connections: () => sockets.size,
    knocking: () => outside.length,
    hold() {
      isHeld = true
      return () => {
        isHeld = false
        for (const enter of outside.splice(0)) enter()
      }
    },
    fallSilent() {
      isSilent = true
    },
    send: (message) => {
      for (const socket of sockets) socket.write(textFrame(message))
    },
    drop: () => {
      for (const socket of sockets) socket.destroy()
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function textFrame(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(message))
  const head = text.length < 126 ? Buffer.from([0x81, text.length]) : Buffer.from([0x81, 126, text.length >> 8, text.length & 0xff])
  return Buffer.concat([head, text])
}

function readFrame(bytes: Buffer): { readonly length: number; readonly opcode: number; readonly text: string } | null {
  if (bytes.length < 6) return null
  const short = bytes[1]! & 0x7f
  const start = short === 126 ? 4 : 2
  const size = short === 126 ? bytes.readUInt16BE(2) : short
  const length = start + 4 + size
  if (bytes.length < length) return null
  const mask = bytes.subarray(start, start + 4)
  const text = Buffer.from(bytes.subarray(start + 4, length)).map((byte, at) => byte ^ mask[at % 4]!)
  return { length, opcode: bytes[0]! & 0x0f, text: Buffer.from(text).toString() }
}
