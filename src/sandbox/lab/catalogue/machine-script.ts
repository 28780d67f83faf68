import type { Socket } from 'node:net'
import type { Conduct } from './machine.ts'
import { type Answer, type Command, goesOn, KEYWORDS, type Script } from './scripted-session.ts'

export interface Departures extends Omit<Script, 'host' | 'secure'> {
  /** What happens to the connection after the 220 to STARTTLS, where that is no handshake. */
  readonly insteadOfTls?: (socket: Socket) => null
}

const ended = (resets: boolean): Answer => ({ text: null, connection: resets ? 'resets' : 'closes' })

/** Answers to some verbs, and to no others. */
const answering =
  (answers: Readonly<Record<string, (command: Command) => Answer | undefined>>): NonNullable<Script['answer']> =>
  (command) =>
    answers[command.verb]?.(command)

/** Where the session of a machine differs from a healthy one, its TLS left aside. */
export function departuresOf(host: string, conduct: Conduct): Departures {
  switch (conduct.is) {
    case 'slow-banner':
      return { bannerAfter: conduct.ms }
    case 'banner':
      // RFC 5321 §3.1: after a refusal every command but QUIT gets 503.
      return { banner: conduct.text, answer: ({ verb }) => (verb === 'QUIT' ? undefined : goesOn('503 5.5.1 Bad sequence of commands')) }
    case 'ehlo-refused':
      return {
        keywords: [],
        answer: answering({ EHLO: () => goesOn(conduct.ehlo), HELO: () => (conduct.helo === null ? undefined : goesOn(conduct.helo)) }),
      }
    case 'closed-at-ehlo':
      return { answer: answering({ EHLO: () => ended(conduct.resets), HELO: () => ended(conduct.resets) }) }
    case 'binary-reply':
      return { keywords: ['\xff\xfe\x00\x01BINARY\x7f', ...KEYWORDS] }
    case 'size':
      return { keywords: KEYWORDS.map((each) => (each.startsWith('SIZE') ? `SIZE ${conduct.bytes}` : each)) }
    case 'tarpit':
      return { pace: conduct.ms }
    case 'closed-after-ehlo2':
      return { answer: answering({ EHLO: ({ secured }) => (secured ? ended(false) : undefined) }) }
    default:
      return startTlsDepartures(host, conduct) ?? mailDepartures(conduct)
  }
}

function startTlsDepartures(host: string, conduct: Conduct): Departures | null {
  switch (conduct.is) {
    case 'no-starttls':
      return { keywords: KEYWORDS.filter((each) => each !== 'STARTTLS') }
    case 'curtailed':
      return { keywords: KEYWORDS.filter((each) => each.startsWith('SIZE') || each === '8BITMIME') }
    case 'masked':
      return { banner: maskedBanner(host), keywords: maskedKeywords() }
    case 'starttls-reply':
      return { answer: answering({ STARTTLS: () => goesOn(conduct.text) }) }
    case 'smuggled':
      return {
        answer: answering({ STARTTLS: ({ secured }) => (secured ? undefined : goesOn(`220 2.0.0 Ready to start TLS\n${conduct.line}`)) }),
      }
    case 'closed-after-starttls':
      return { insteadOfTls: conduct.resets ? onFirstBytes((socket) => socket.resetAndDestroy()) : onceSaid((socket) => socket.end()) }
    case 'plain-after-starttls':
      return { insteadOfTls: onFirstBytes((socket) => socket.end('500 5.5.1 Command unrecognized\r\n')) }
    case 'hang-at-handshake':
      return { insteadOfTls: onceSaid((socket) => socket.resume()) }
    default:
      return null
  }
}

function mailDepartures(conduct: Conduct): Departures {
  switch (conduct.is) {
    case 'replies':
      return {
        answer: answering({
          MAIL: ({ line }) => reply((/^MAIL FROM:\s*<>/i.test(line) ? conduct.nullSender : null) ?? conduct.mail),
          RCPT: () => reply(conduct.rcpt),
        }),
      }
    case 'greylist':
      return { answer: greylisting(conduct.reply, conduct.ms) }
    case 'closed-at':
      return { answer: answering({ [conduct.command]: () => ended(conduct.resets) }) }
    case 'data-reply':
      return { taken: conduct.text }
    default:
      return {}
  }
}

const reply = (text: string | null): Answer | undefined => (text === null ? undefined : goesOn(text))

/** Sessions share one memory, as greylisting needs; the client is always this computer. */
function greylisting(text: string, ms: number): NonNullable<Script['answer']> {
  const firstTries = new Map<string, number>()
  let sender = ''
  return ({ verb, line }) => {
    if (verb === 'MAIL') sender = line
    if (verb !== 'RCPT') return undefined
    const pair = `${sender} ${line}`
    const first = firstTries.get(pair) ?? performance.now()
    firstTries.set(pair, first)
    return performance.now() - first < ms ? goesOn(text) : undefined
  }
}

/** `220 ` and asterisks, the digits of the code spared wherever they stand: what Cisco’s SMTP inspection makes of a banner. */
const maskedBanner = (host: string): string => `220 ${`${host} ESMTP service ready 2026-11-20`.replace(/[^20]/g, '*')}`

/** STARTTLS is XXXXXXXA then: X up to the last letter, which numbers the keyword. */
function maskedKeywords(): readonly string[] {
  let count = 0
  return KEYWORDS.map((each) => {
    if (!['STARTTLS', 'ENHANCEDSTATUSCODES'].includes(each)) return each
    count += 1
    return `${'X'.repeat(each.length - 1)}${String.fromCharCode(64 + count)}`
  })
}

/** A reset at once would take the 220 back from a client that has not read it yet. */
const onFirstBytes = (act: (socket: Socket) => unknown) => (socket: Socket) => {
  socket.once('data', () => act(socket)).resume()
  return null
}

const onceSaid = (act: (socket: Socket) => unknown) => (socket: Socket) => {
  act(socket)
  return null
}
