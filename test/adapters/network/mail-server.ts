import net, { type AddressInfo, type Socket } from 'node:net'
import tls, { type SecureContextOptions, type TlsOptions } from 'node:tls'

export interface Manners {
  /** Sent on connecting; null for a server that says nothing. Default a greeting. */
  readonly banner?: string | null
  /** How long it takes to greet. Default 5 ms. */
  readonly greetsAfterMs?: number
  /** How late every reply to a command is. Default: not at all. */
  readonly delayMs?: number
  /** Runs once the banner was sent. */
  readonly onGreeted?: (socket: Socket) => void
  /** What happens with the connection before anything is said. */
  readonly onConnect?: (socket: Socket) => void
  /** The answer to a command, CRLF included; null to leave it unanswered. Undefined gives the usual answer. */
  readonly answer?: (command: string, secured: boolean, socket: Socket) => string | null | undefined
  /** Runs instead of the TLS handshake, once STARTTLS was answered. */
  readonly insteadOfTls?: (socket: Socket) => void
  readonly tls?: SecureContextOptions & Pick<TlsOptions, 'requestCert' | 'rejectUnauthorized' | 'SNICallback'>
}

export interface MailServerForTest {
  readonly port: number
  /** Every line received, those inside TLS marked with `tls `. */
  readonly heard: string[]
  /** True when a client spoke before it was greeted. */
  readonly earlyTalk: () => boolean
  /** When a line of `heard` came, milliseconds after the first part of the greeting. */
  readonly heardAtMs: (index: number) => number
  /** How many connections there have been, and how many are open. */
  readonly connections: () => number
  readonly open: () => number
  close(): Promise<void>
}

const GREETING = '220 mail.example ESMTP\r\n'
const EHLO = '250-mail.example\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 SIZE 1000000\r\n'
const EHLO_SECURED = '250-mail.example\r\n250 SIZE 1000000\r\n'

/** An SMTP server on loopback whose manners can be spoilt at each stage. */
export async function startMailServer(manners: Manners = {}): Promise<MailServerForTest> {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const times: number[] = []
  let early = false
  let greetedAt = 0
  let connections = 0
  const serve = (socket: Socket, secured: boolean): void => {
    socket.on('error', () => {})
    const take = (command: string): void => {
      const verb = command.split(' ')[0]?.toUpperCase()
      const special = manners.answer?.(command, secured, socket)
      if (special !== undefined) {
        if (special !== null) socket.write(special)
        if (verb !== 'STARTTLS' || special === null || !special.startsWith('220')) return
      } else if (verb === 'EHLO') socket.write(secured ? EHLO_SECURED : EHLO)
      else if (verb === 'STARTTLS') socket.write('220 go ahead\r\n')
      else if (verb === 'QUIT') socket.end('221 bye\r\n')
      else socket.write('250 ok\r\n')
      if (verb === 'STARTTLS') upgrade(socket, onData)
    }
    const onData = (chunk: Buffer): void => {
      for (const command of chunk.toString('latin1').split('\r\n').filter(Boolean)) {
        times.push(performance.now() - greetedAt)
        heard.push(`${secured ? 'tls ' : ''}${command}`)
        if (manners.delayMs) setTimeout(take, manners.delayMs, command)
        else take(command)
      }
    }
    socket.on('data', onData)
  }
  const upgrade = (socket: Socket, onData: (chunk: Buffer) => void): void => {
    socket.off('data', onData)
    if (manners.insteadOfTls) {
      manners.insteadOfTls(socket.resume())
      return
    }
    const secured = new tls.TLSSocket(socket, { isServer: true, ...manners.tls, secureContext: tls.createSecureContext(manners.tls) })
    serve(secured, true)
  }
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    connections += 1
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    if (manners.onConnect) {
      manners.onConnect(socket)
      return
    }
    const banner = manners.banner === undefined ? GREETING : manners.banner
    const watch = (): void => {
      early = true
    }
    socket.once('data', watch)
    setTimeout(() => {
      socket.off('data', watch)
      serve(socket, false)
      greetedAt = performance.now()
      if (banner !== null) socket.write(banner)
      manners.onGreeted?.(socket)
    }, manners.greetsAfterMs ?? 5)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    earlyTalk: () => early,
    heardAtMs: (index) => times[index] ?? Number.NaN,
    connections: () => connections,
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
