import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import type { Lab } from '../../../src/sandbox/lab/lab.ts'

/** How far a session came, how it ended there, and the last words of the machine. */
export interface Met {
  readonly at: 'connect' | 'banner' | 'ehlo' | 'starttls' | 'handshake' | 'ehlo2' | 'mail' | 'rcpt' | 'data' | 'end'
  readonly end: 'well' | 'refused' | 'unanswered' | 'closed' | 'reset' | 'reply' | 'tls'
  readonly text: string
  readonly ehlo: string
  readonly shown: Shown | null
  /** Bytes that came in the same moment as the answer to STARTTLS, behind it. */
  readonly behind: string
}

/** What the machine showed in the handshake. `error`: why Node does not trust it. */
export interface Shown {
  readonly leaf: X509Certificate
  readonly hasIssuer: boolean
  readonly error: string | null
  readonly protocol: string | null
}

export interface Manner {
  readonly tls?: ConnectionOptions
  readonly sni?: string | null
  /** Leaves after this step. */
  readonly until?: Met['at']
  readonly sender?: string
  readonly patienceMs?: number
  readonly heardStaple?: (staple: Buffer | null) => void
}

class Over extends Error {
  readonly end: Met['end']
  readonly text: string
  constructor(end: Met['end'], text: string) {
    super(end)
    this.end = end
    this.text = text
  }
}

/** One whole session with an address of the lab, up to a message that is handed over. */
export async function meet(lab: Lab, host: string, ip: string, manner: Manner = {}): Promise<Met> {
  const way = lab.reroute(ip, 25)!
  const raw = connect(way.port, way.host)
  const met: { -readonly [key in keyof Met]: Met[key] } = { at: 'connect', end: 'well', text: '', ehlo: '', shown: null, behind: '' }
  const step = async (at: Met['at'], work: Promise<string>): Promise<void> => {
    met.at = at
    met.text = await work
    if (!/^[23]/.test(met.text)) throw new Over('reply', met.text)
    if (at === manner.until) throw new Over('well', met.text)
  }
  let stream: Socket = raw
  try {
    const plain = new Ear(raw, manner.patienceMs ?? 300)
    await plain.connected()
    await step('banner', plain.reply())
    await step('ehlo', plain.say('EHLO probe.example'))
    met.ehlo = met.text
    await step('starttls', plain.say('STARTTLS'))
    met.behind = plain.leave()
    met.at = 'handshake'
    const secure = connectTls({ socket: raw, rejectUnauthorized: false, ca: lab.caPem, ...namesHost(host, manner), ...manner.tls })
    stream = secure
    secure.on('OCSPResponse', (staple: Buffer | null) => manner.heardStaple?.(staple))
    const inside = new Ear(secure, manner.patienceMs ?? 300)
    await inside.secured()
    met.shown = shownBy(secure)
    await step('ehlo2', inside.say('EHLO probe.example'))
    await step('mail', inside.say(`MAIL FROM:<${manner.sender ?? 'a@x.example'}>`))
    await step('rcpt', inside.say('RCPT TO:<b@y.example>'))
    await step('data', inside.say('DATA'))
    await step('end', inside.say('Subject: hello\r\n\r\nhello\r\n.'))
  } catch (error) {
    if (!(error instanceof Over)) throw error
    met.end = error.end
    met.text = error.text
  } finally {
    stream.destroy()
    raw.destroy()
  }
  return met
}

function shownBy(secure: TLSSocket): Shown {
  const { raw, issuerCertificate } = secure.getPeerCertificate(true)
  const error = secure.authorizationError as unknown as { readonly code?: string } | string | null
  return {
    leaf: new X509Certificate(raw),
    hasIssuer: issuerCertificate !== undefined,
    error: error === null || typeof error === 'string' ? error : (error.code ?? ''),
    protocol: secure.getProtocol(),
  }
}

const namesHost = (host: string, { sni = host }: Manner): ConnectionOptions => (sni === null ? {} : { servername: sni })

/** Hears one connection: complete replies, and why there is none. */
class Ear {
  private text = ''
  private over: Over | null = null
  private wake: () => void = () => undefined
  private readonly socket: Socket
  private readonly patienceMs: number
  private readonly take = (chunk: Buffer): void => {
    this.text += chunk.toString('latin1')
    this.wake()
  }

  constructor(socket: Socket, patienceMs: number) {
    this.socket = socket
    this.patienceMs = patienceMs
    socket.on('data', this.take).on('end', () => this.end(new Over('closed', '')))
    socket.on('close', () => this.end(new Over('closed', '')))
    socket.on('error', (error: NodeJS.ErrnoException) => this.end(overBy(error)))
  }

  connected = (): Promise<void> => this.until('connect')
  secured = (): Promise<void> => this.until('secureConnect')

  say(command: string): Promise<string> {
    this.socket.write(`${command}\r\n`)
    return this.reply()
  }

  async reply(): Promise<string> {
    const late = this.timer()
    for (;;) {
      const whole = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r\n/.exec(this.text)?.[0]
      if (whole !== undefined || this.over !== null) {
        clearTimeout(late)
        if (whole === undefined) throw this.over!.end === 'closed' && this.text !== '' ? new Over('reply', this.text) : this.over!
        this.text = this.text.slice(whole.length)
        return whole
      }
      await new Promise<void>((wake) => {
        this.wake = wake
      })
    }
  }

  /** What was heard but not asked for. */
  leave(): string {
    this.socket.removeAllListeners('data')
    return this.text
  }

  private async until(event: string): Promise<void> {
    const late = this.timer()
    await Promise.race([
      once(this.socket, event).catch(() => undefined),
      new Promise<void>((wake) => {
        this.wake = wake
      }),
    ])
    clearTimeout(late)
    if (this.over !== null) throw this.over
  }

  private timer(): NodeJS.Timeout {
    return setTimeout(() => this.end(new Over('unanswered', this.text)), this.patienceMs)
  }

  private end(over: Over): void {
    this.over ??= over
    this.wake()
  }
}

function overBy(error: NodeJS.ErrnoException): Over {
  if (error.code === 'ECONNREFUSED') return new Over('refused', '')
  if (error.code === 'ECONNRESET' && !/secure TLS/.test(error.message)) return new Over('reset', '')
  return error.code === 'ECONNRESET' || error.code === 'EPIPE' ? new Over('closed', '') : new Over('tls', error.code ?? error.message)
}
