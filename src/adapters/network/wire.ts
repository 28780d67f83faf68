import type { Socket } from 'node:net'
import type { SessionFault } from '../../domain/evidence.ts'
import { sessionFault } from './session-fault.ts'
import { junkIn, REPLY_LIMIT, type Reply, readReply } from './smtp-replies.ts'

export type Received = { readonly is: 'reply'; readonly reply: Reply } | { readonly is: 'fault'; readonly why: SessionFault }

/** Lines over a socket, plain or TLS: send a command, wait for one reply. */
export interface Wire {
  send(command: string): void
  /** The next reply, or why there is none within `ms`. */
  reply(ms: number): Promise<Received>
  /** Stops listening and forgets what was received but not read. */
  detach(): void
}

export function openWire(socket: Socket): Wire {
  let received: Buffer = Buffer.alloc(0)
  let ended: SessionFault | null = null
  let waiting: ((answer: Received) => void) | null = null

  const settle = (over: SessionFault | null): void => {
    if (!waiting) return
    const reading = readReply(received)
    const junk = over ? junkIn(received) : null
    if (reading.is === 'partial' && !over) return
    const answer = waiting
    waiting = null
    if (reading.is === 'reply') {
      // Whatever came along with a reply was not asked for; keeping it would answer the next command (CVE-2011-0411).
      received = Buffer.alloc(0)
      answer(reading)
    } else if (reading.is === 'not-smtp') answer({ is: 'fault', why: reading })
    else if (junk !== null) answer({ is: 'fault', why: { is: 'not-smtp', text: junk } })
    else if (over) answer({ is: 'fault', why: over })
  }
  const onData = (chunk: Buffer): void => {
    if (received.length < REPLY_LIMIT) received = Buffer.concat([received, chunk])
    settle(null)
  }
  const onError = (error: Error): void => {
    ended ??= sessionFault(error)
    settle(ended)
  }
  const onClose = (): void => {
    ended ??= { is: 'closed', error: 'closed by the other side' }
    settle(ended)
  }
  socket.on('data', onData).on('error', onError).on('end', onClose).on('close', onClose)

  return {
    send: (command) => void socket.write(`${command}\r\n`),
    reply: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => settle({ is: 'timed-out' }), Math.max(0, ms))
        waiting = (answer) => {
          clearTimeout(timer)
          resolve(answer)
        }
        settle(ended)
      }),
    detach: () => {
      socket.off('data', onData).off('error', onError).off('end', onClose).off('close', onClose)
      received = Buffer.alloc(0)
    },
  }
}
