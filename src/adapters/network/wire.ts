import type { Socket } from 'node:net'
import type { DialogueLine, SessionFault } from '../../domain/evidence.ts'
import { lineCutter } from './line-cutter.ts'
import { CLOSED, sessionFault } from './session-fault.ts'
import { LINE_LIMIT, mayBecomeReply, REPLY_LIMIT, type Reply, replyLine, shown } from './smtp-replies.ts'

export type Received = { readonly is: 'reply'; readonly reply: Reply } | { readonly is: 'fault'; readonly why: SessionFault }

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

/** Told of every line as it goes over the wire, also of those that belong to no reply. */
export type OnLine = (from: DialogueLine['from'], text: string) => void

const LINES_KEPT = 100

/** Speaks first to nobody: what is sent is up to the caller. Of a reply at most 100 lines of 512 characters are kept. */
export function openWire(socket: Socket, onLine: OnLine): Wire {
  const cutter = lineCutter()
  let waiting: ((answer: Received) => void) | null = null
  let lines: string[] = []
  let bytes = 0
  let stray = ''
  let ended: SessionFault | null = null

  const settle = (answer: Received): void => {
    const done = waiting
    waiting = null
    done?.(answer)
  }
  const fault = (why: SessionFault): void => settle({ is: 'fault', why })

  const readLine = (line: string): void => {
    const text = shown(line)
    onLine('server', text)
    if (!waiting) {
      // It was not asked for; keeping it would answer the next command (CVE-2011-0411).
      if (stray.length < LINE_LIMIT) stray += `${line}\r\n`
      return
    }
    if (text === '') return
    const part = replyLine(text)
    if (lines.length < LINES_KEPT) lines.push(text)
    if (!part) fault({ is: 'not-smtp', text })
    else if (part.isLast) settle({ is: 'reply', reply: { code: part.code, lines } })
  }
  const readRest = (): string => {
    const rest = shown(cutter.rest())
    if (rest !== '') onLine('server', rest)
    return rest
  }
  const onData = (chunk: Buffer): void => {
    bytes += chunk.length
    for (const line of cutter.push(chunk)) readLine(line)
    if (!waiting || bytes < REPLY_LIMIT) return
    const rest = readRest()
    fault({ is: 'not-smtp', text: lines[0] ?? rest })
  }
  /** Nothing more will come: what there is of a reply may still tell what the other side is. */
  const giveUp = (why: SessionFault): void => {
    if (!waiting) return
    const rest = readRest()
    const part = replyLine(rest)
    // A refusal that lacks only its end of line is a refusal.
    if (why.is === 'closed' && part?.isLast && part.code >= 400) {
      settle({ is: 'reply', reply: { code: part.code, lines: [...lines, rest] } })
    } else if (!mayBecomeReply(rest)) fault({ is: 'not-smtp', text: rest })
    else fault(why)
  }
  const end = (why: SessionFault): void => {
    ended ??= why
    giveUp(ended)
  }
  const onError = (error: Error): void => end(sessionFault(error))
  const onEnd = (): void => end(CLOSED)
  socket.on('data', onData).on('error', onError).on('end', onEnd).on('close', onEnd)

  return {
    send: (command) => {
      readRest()
      stray = ''
      if (ended) return
      onLine('client', shown(command))
      socket.write(`${command}\r\n`)
    },
    reply: (ms) =>
      new Promise((resolve) => {
        lines = []
        bytes = 0
        const timer = setTimeout(() => giveUp({ is: 'timed-out' }), Math.max(0, ms))
        waiting = (answer) => {
          clearTimeout(timer)
          resolve(answer)
        }
        if (ended) giveUp(ended)
      }),
    unasked: () => {
      const text = `${stray}${readRest()}`
      stray = ''
      return text === '' ? null : shown(text.replace(/\r\n$/, ''))
    },
    ended: () => ended,
    detach: () => void socket.off('data', onData).off('error', onError).off('end', onEnd).off('close', onEnd),
  }
}
