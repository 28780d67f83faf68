import type { Socket } from 'node:net'
import type { SessionFault } from '../../domain/evidence.ts'
import { type OnLine, type Received, replyReader } from './reply-reader.ts'
import { CLOSED, sessionFault } from './session-fault.ts'
import { shown } from './smtp-replies.ts'

/** Lines over a socket, plain or TLS: send a command, wait for one reply. */
export interface Wire {
  send(command: string): void
  /** The next reply, or why there is none within `ms`. */
  reply(ms: number): Promise<Received>
  /** What has come in since the last reply though nothing was asked, in one line of at most 512 characters; null when nothing has. */
  unasked(): string | null
  /** Why nothing more can come; null while it can. */
  ended(): SessionFault | null
  /** Stops listening and forgets what was received but not read. */
  detach(): void
}

/** Speaks first to nobody: what is sent is up to the caller. */
export function openWire(socket: Socket, onLine: OnLine): Wire {
  const reader = replyReader(onLine)
  let ended: SessionFault | null = null

  const end = (why: SessionFault): void => {
    ended ??= why
    reader.giveUp(ended)
  }
  const onData = (chunk: Buffer): void => reader.push(chunk)
  const onError = (error: Error): void => end(sessionFault(error))
  const onEnd = (): void => end(CLOSED)
  socket.on('data', onData).on('error', onError).on('end', onEnd).on('close', onEnd)

  return {
    send: (command) => {
      reader.takeUnasked()
      if (ended) return
      onLine('client', shown(command))
      socket.write(`${command}\r\n`)
    },
    reply: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => reader.giveUp({ is: 'timed-out' }), Math.max(0, ms))
        reader.expect((answer) => {
          clearTimeout(timer)
          resolve(answer)
        })
        if (ended) reader.giveUp(ended)
      }),
    unasked: reader.takeUnasked,
    ended: () => ended,
    detach: () => void socket.off('data', onData).off('error', onError).off('end', onEnd).off('close', onEnd),
  }
}
