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

/** Of a reply 64 kB are read and kept: extensions beyond the hundredth line count like the first. */
export function replyReader(onLine: OnLine): ReplyReader {
  const cutter = lineCutter()
  let waiting: ((answer: Received) => void) | null = null
  let lines: string[] = []
  let bytes = 0
  let kept = 0
  let stray = ''

  const settle = (answer: Received): void => {
    const done = waiting
    waiting = null
    done?.(answer)
  }
  const fault = (why: SessionFault): void => settle({ is: 'fault', why })
  const keep = (text: string): void => {
    kept += text.length
    // Control characters take more room once they are visible.
    if (kept <= REPLY_LIMIT) lines.push(text)
  }
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
    keep(text)
    if (!part) fault({ is: 'not-smtp', text })
    else if (part.isLast) settle({ is: 'reply', reply: { code: part.code, lines } })
  }
  const readRest = (): string => {
    const rest = shown(cutter.rest())
    if (rest !== '') onLine('server', rest)
    return rest
  }
  return {
    expect: (done) => {
      lines = []
      bytes = 0
      kept = 0
      waiting = done
    },
    push: (chunk) => {
      bytes += chunk.length
      for (const line of cutter.push(chunk)) readLine(line)
      if (!waiting || bytes < REPLY_LIMIT) return
      const rest = readRest()
      fault({ is: 'not-smtp', text: lines[0] ?? rest })
    },
    giveUp: (why) => {
      if (!waiting) return
      const rest = readRest()
      const said = rest === '' ? lines : [...lines, rest]
      const refusal = why.is === 'closed' ? refusalIn(said) : null
      if (refusal) settle({ is: 'reply', reply: refusal })
      else fault(mayBecomeReply(rest) ? why : { is: 'not-smtp', text: rest })
    },
    takeUnasked: () => {
      const text = `${stray}${readRest()}`
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
