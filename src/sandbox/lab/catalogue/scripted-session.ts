import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'

export interface Command {
  /** Upper case. */
  readonly verb: string
  readonly line: string
  readonly secured: boolean
}

/** `text` null: not a word. */
export interface Answer {
  readonly text: string | null
  readonly connection: 'stays' | 'closes' | 'resets'
}

/** How a session departs from a healthy one; what is left out is as usual. Replies are without CRLF, one line break between their lines. */
export interface Script {
  readonly host: string
  readonly banner?: string
  /** Milliseconds before every reply. */
  readonly pace?: number
  readonly bannerAfter?: number
  /** What EHLO offers; STARTTLS only before TLS. */
  readonly keywords?: readonly string[]
  /** undefined: the usual answer. */
  readonly answer?: (command: Command) => Answer | undefined
  /** The answer to the end of a message. */
  readonly taken?: string
  /** Takes the connection over after the 220 to STARTTLS; null ends in whatever was done with the socket. */
  readonly secure: (socket: Socket) => TLSSocket | null
}

export const KEYWORDS: readonly string[] = ['PIPELINING', 'SIZE 37748736', 'STARTTLS', 'ENHANCEDSTATUSCODES', '8BITMIME']
const IDLE_MS = 60_000
/** More than a line may have (RFC 5321 §4.5.3.1), and nothing a client of this lab sends. */
const LINE_LIMIT = 8192

export const goesOn = (text: string): Answer => ({ text, connection: 'stays' })

/** Serves SMTP on an accepted connection as the script has it, and throws mail away. */
export function serveScript(socket: Socket, script: Script): void {
  socket.setTimeout(IDLE_MS, () => socket.destroy())
  const session = listenTo(socket, socket, script, false)
  void session.say(goesOn(script.banner ?? `220 ${script.host} ESMTP`), script.bannerAfter)
}

interface Session {
  say(answer: Answer, after?: number): Promise<void>
}

/** `raw` is the connection itself, `stream` what is spoken on: the same, or TLS over it. */
function listenTo(stream: Socket, raw: Socket, script: Script, secured: boolean): Session {
  let unread = ''
  let turn: Promise<void> = Promise.resolve()
  let inMessage = false
  let isOver = false

  const say = async ({ text, connection }: Answer, after = script.pace): Promise<void> => {
    if (after !== undefined) await pause(after, undefined, { ref: false })
    if (stream.destroyed || isOver) return
    if (text !== null) stream.write(`${text.replaceAll('\n', '\r\n')}\r\n`, 'latin1')
    isOver = connection !== 'stays'
    if (connection === 'closes') stream.end()
    if (connection === 'resets') raw.resetAndDestroy()
  }
  const take = async (line: string): Promise<void> => {
    if (isOver) return
    if (inMessage) {
      if (line !== '.') return
      inMessage = false
      return say(goesOn(script.taken ?? '250 2.0.0 OK: queued'))
    }
    const command = { verb: line.split(' ', 1)[0]!.toUpperCase(), line, secured }
    const answer = script.answer?.(command) ?? usual(command, script)
    await say(answer)
    if (answer.text?.startsWith('354')) inMessage = true
    if (command.verb === 'STARTTLS' && answer.connection === 'stays' && answer.text?.startsWith('220')) upgrade()
  }
  const upgrade = (): void => {
    isOver = true
    stream.off('data', hear)
    const inside = script.secure(raw)
    if (inside === null) return
    inside.on('error', () => raw.destroy())
    inside.on('close', () => raw.destroy())
    listenTo(inside, raw, script, true)
  }
  const hear = (chunk: Buffer): void => {
    const lines = (unread + chunk.toString('latin1')).split('\n')
    unread = lines.pop()!
    for (const line of lines) turn = turn.then(() => take(line.replace(/\r$/, '')))
    if (unread.length > LINE_LIMIT) raw.destroy()
  }
  stream.on('data', hear)
  return { say }
}

function usual({ verb, secured }: Command, { host, keywords = KEYWORDS }: Script): Answer {
  const offered = secured ? keywords.filter((each) => each !== 'STARTTLS') : keywords
  switch (verb) {
    case 'EHLO':
      return goesOn([host, ...offered].map((each, index) => `250${index === offered.length ? ' ' : '-'}${each}`).join('\n'))
    case 'HELO':
      return goesOn(`250 ${host}`)
    case 'STARTTLS':
      return goesOn(offered.includes('STARTTLS') ? '220 2.0.0 Ready to start TLS' : '502 5.5.1 Command not implemented')
    case 'MAIL':
    case 'RCPT':
    case 'RSET':
    case 'NOOP':
      return goesOn('250 2.0.0 OK')
    case 'DATA':
      return goesOn('354 End data with <CR><LF>.<CR><LF>')
    case 'QUIT':
      return { text: '221 2.0.0 Bye', connection: 'closes' }
    default:
      return goesOn('500 5.5.2 Command not recognized')
  }
}
