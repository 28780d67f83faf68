import type { DialogueLine, SessionFault } from '../../domain/evidence.ts'
import { lineCutter } from './line-cutter.ts'
import { LINE_LIMIT, mayBecomeReply, REPLY_LIMIT, type Reply, replyLine, shown } from './smtp-replies.ts'

export type Received = { readonly is: 'reply'; readonly reply: Reply } | { readonly is: 'fault'; readonly why: SessionFault }

/** Told of every line as it goes over the wire, also of those that belong to no reply. */
export type OnLine = (from: DialogueLine['from'], text: string) => void

/** Bytes in, the replies that were asked for out. */
export interface ReplyReader {
  /** From here on, what comes in is the answer; `done` hears of it once. */
  expect(done: (answer: Received) => void): void
  push(chunk: Buffer): void
  /** Nothing more will come: what there is of a reply may still tell what the other side is. Nothing happens when none is expected. */
  giveUp(why: SessionFault): void
  /** What has come in since the last reply though nothing was asked, and forgets it; null when nothing has. */
  takeUnasked(): string | null
}

export function replyReader(onLine: OnLine): ReplyReader {
  const cutter = lineCutter()
  const unasked = unaskedText()
  let waiting: ((answer: Received) => void) | null = null
  let reply = newReply()

  const settle = (answer: Received): void => {
    const done = waiting
    waiting = null
    done?.(answer)
  }
  const fault = (why: SessionFault): void => settle({ is: 'fault', why })
  const readLine = (line: string): void => {
    const text = shown(line)
    onLine('server', text)
    // Kept as an answer it would be the next command's (CVE-2011-0411).
    if (!waiting) unasked.add(line)
    if (!waiting || text === '') return
    const part = replyLine(text)
    reply.keep(text)
    if (!part) fault({ is: 'not-smtp', text })
    else if (part.isLast) settle({ is: 'reply', reply: { code: part.code, lines: reply.lines } })
  }
  const readRest = (): string => {
    const rest = shown(cutter.rest())
    if (rest !== '') onLine('server', rest)
    return rest
  }
  return {
    expect: (done) => {
      reply = newReply()
      waiting = done
    },
    push: (chunk) => {
      reply.count(chunk.length)
      for (const line of cutter.push(chunk)) readLine(line)
      if (!waiting || !reply.isFull()) return
      const rest = readRest()
      fault({ is: 'not-smtp', text: reply.lines[0] ?? rest })
    },
    giveUp: (why) => {
      if (!waiting) return
      const rest = readRest()
      const refusal = why.is === 'closed' ? refusalIn(rest === '' ? reply.lines : [...reply.lines, rest]) : null
      if (refusal) settle({ is: 'reply', reply: refusal })
      else fault(mayBecomeReply(rest) ? why : { is: 'not-smtp', text: rest })
    },
    takeUnasked: () => unasked.take(readRest()),
  }
}

interface NewReply {
  readonly lines: readonly string[]
  keep(text: string): void
  count(bytes: number): void
  isFull(): boolean
}

/** Of a reply 64 kB are read and kept: extensions beyond the hundredth line count like the first. */
function newReply(): NewReply {
  const lines: string[] = []
  let read = 0
  let kept = 0
  return {
    lines,
    keep(text) {
      kept += text.length
      // Control characters take more room once they are visible.
      if (kept <= REPLY_LIMIT) lines.push(text)
    },
    count(bytes) {
      read += bytes
    },
    isFull: () => read >= REPLY_LIMIT,
  }
}

/** What has come in though nothing was asked. `take` forgets it; null when nothing has. */
function unaskedText(): { add(line: string): void; take(rest: string): string | null } {
  let stray = ''
  return {
    add(line) {
      if (stray.length < LINE_LIMIT) stray += `${line}\r\n`
    },
    take(rest) {
      const text = `${stray}${rest}`
      stray = ''
      return text === '' ? null : shown(text.replace(/\r\n$/, ''))
    },
  }
}

/** A refusal that lacks only its end of line, or its last line, is a refusal. */
function refusalIn(lines: readonly string[]): Reply | null {
  const code = replyLine(lines.at(-1) ?? '')?.code ?? 0
  return code >= 400 ? { code, lines } : null
}
