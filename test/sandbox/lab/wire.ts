import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Answer, type DecodedPacket, decode, encode, type RecordType, streamEncode } from 'dns-packet'
import type { Lab } from '../../../src/sandbox/lab/lab.ts'

/** What a client sees of a mail server, as far as a connector's settings can tell apart. */
export type Seen =
  | { readonly is: 'refused' | 'timed-out' | 'unknown-name' | 'servers-failing' }
  | { readonly is: 'closed'; readonly after: 'connect' | 'ehlo' }
  | { readonly is: 'reply'; readonly text: string }
  | { readonly is: 'plain-only' }
  | {
      readonly is: 'secure'
      readonly error: string | null
      readonly names: readonly string[]
      readonly expired: boolean
      readonly cloaked: string
    }

const PATIENCE_MS = 300

const dnsPort = (lab: Lab): number => Number(lab.dns.split(':')[1])

export async function askUdp(lab: Lab, name: string, type: RecordType): Promise<DecodedPacket> {
  const socket = createSocket('udp4')
  socket.send(encode({ type: 'query', id: 4711, questions: [{ name, type }] }), dnsPort(lab), '127.0.0.1')
  const [bytes] = (await once(socket, 'message')) as [Buffer]
  socket.close()
  return decode(bytes)
}

export async function askTcp(lab: Lab, names: readonly string[], type: RecordType): Promise<readonly DecodedPacket[]> {
  const socket = connect(dnsPort(lab), '127.0.0.1')
  socket.write(Buffer.concat(names.map((name) => streamEncode({ type: 'query', id: 1, questions: [{ name, type }] }))))
  const replies: DecodedPacket[] = []
  let pending = Buffer.alloc(0)
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    pending = Buffer.concat([pending, chunk])
    while (pending.length > 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      replies.push(decode(pending.subarray(2, 2 + pending.readUInt16BE(0))))
      pending = pending.subarray(2 + pending.readUInt16BE(0))
    }
    if (replies.length === names.length) break
  }
  return replies
}

export const dataOf = (packet: DecodedPacket): readonly unknown[] =>
  (packet.answers ?? []).map((each: Answer) => ('data' in each ? each.data : null))

/** Resolves, connects, says EHLO, starts TLS: the first thing that goes wrong, or the secured session. */
export async function look(lab: Lab, host: string): Promise<Seen> {
  const reply = await askUdp(lab, host, 'A')
  const rcode = (reply as unknown as { rcode: string }).rcode
  if (rcode === 'SERVFAIL') return { is: 'servers-failing' }
  const ip = dataOf(reply)[0] as string | undefined
  return ip === undefined ? { is: 'unknown-name' } : lookAt(lab, host, ip)
}

export async function lookAt(lab: Lab, host: string, ip: string): Promise<Seen> {
  const way = lab.reroute(ip, 25)
  if (way === null) throw new Error(`no way to ${ip}`)
  const socket = connect(way.port, way.host)
  try {
    const connected = await within(once(socket, 'connect'))
    if (connected === 'late') return { is: 'timed-out' }
    return await converse(socket, lab, host)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return { is: 'refused' }
    throw error
  } finally {
    socket.destroy()
  }
}

async function converse(socket: Socket, lab: Lab, host: string): Promise<Seen> {
  const lines = new Lines(socket)
  const banner = await lines.reply()
  if (banner === null) return { is: 'closed', after: 'connect' }
  if (!banner.startsWith('220')) return { is: 'reply', text: banner }
  socket.write('EHLO probe.example\r\n')
  const ehlo = await lines.reply()
  if (ehlo === null) return { is: 'closed', after: 'ehlo' }
  if (!/^250[- ]STARTTLS/m.test(ehlo)) return { is: 'plain-only' }
  socket.write('STARTTLS\r\n')
  await lines.reply()
  lines.stop()
  return secured(socket, lab, host)
}

async function secured(socket: Socket, lab: Lab, host: string): Promise<Seen> {
  const secure = connectTls({ socket, servername: host, ca: lab.caPem, rejectUnauthorized: false })
  await once(secure, 'secureConnect')
  const peer = secure.getPeerCertificate()
  const lines = new Lines(secure)
  secure.write('EHLO probe.example\r\n')
  const cloaked = (await lines.reply()) ?? ''
  secure.write('MAIL FROM:<a@x.example>\r\nRCPT TO:<b@y.example>\r\nDATA\r\n')
  await lines.reply()
  await lines.reply()
  await lines.reply()
  secure.write('Subject: hello\r\n\r\nhello\r\n.\r\n')
  const accepted = (await lines.reply()) ?? ''
  const error = secure.authorizationError as unknown
  const seen: Seen = {
    is: 'secure',
    error: error ? String((error as { code?: string }).code ?? error) : null,
    names: (peer.subjectaltname ?? '').split(', ').map((name) => name.replace(/^DNS:/, '')),
    expired: Date.parse(peer.valid_to) < Date.now(),
    cloaked: accepted.startsWith('250') ? cloaked : accepted,
  }
  secure.destroy()
  return seen
}

async function within<T>(promise: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(() => done('late'), PATIENCE_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** Complete SMTP replies of a connection, one after the other; null once the peer has closed. */
export class Lines {
  private text = ''
  private ended = false
  private wake: () => void = () => undefined
  private readonly socket: Socket
  private readonly take = (chunk: Buffer): void => {
    this.text += chunk.toString('utf8')
    this.wake()
  }

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', this.take)
    socket.on('close', () => this.end())
    socket.on('end', () => this.end())
  }

  async reply(): Promise<string | null> {
    for (;;) {
      const whole = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r\n/.exec(this.text)
      if (whole !== null) {
        this.text = this.text.slice(whole[0].length)
        return whole[0]
      }
      if (this.ended) return null
      await new Promise<void>((wake) => {
        this.wake = wake
      })
    }
  }

  stop(): void {
    this.socket.off('data', this.take)
  }

  private end(): void {
    this.ended = true
    this.wake()
  }
}
