import { setMaxListeners } from 'node:events'
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import net, { isIP, type Socket } from 'node:net'
import tls, { type SecureContext } from 'node:tls'
import { type Answer, found, unknown } from '../../domain/answer.ts'
import { messageOf } from '../../domain/failure.ts'
import { certificateRefused } from './certificate-refused.ts'
import type { Reroute } from './converse.ts'
import { codeOf } from './session-fault.ts'
import type { SessionGate } from './session-gate.ts'
import { hostOf, isWebPort, webAddress } from './web-address.ts'
import { type AddressSettings, webAddresses } from './web-addresses.ts'

export interface FetchSettings extends AddressSettings {
  readonly reroute: Reroute
  /** Roots (PEM) trusted besides Node's own list. */
  readonly extraCa: readonly string[]
  /** How many documents are fetched at once. Default: as many as are asked for. */
  readonly gate?: SessionGate
}

export interface Fetched {
  readonly status: number
  /** Whole for a 2xx status; of any other one at most `mostBytes`. */
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

export interface FetchOptions {
  readonly method?: 'GET' | 'POST'
  readonly body?: Buffer
  /** Sent to every place a redirect leads to as well, so nothing secret. */
  readonly headers?: Readonly<Record<string, string>>
  /** Takes http: addresses too, and ports of the web alone, for what a certificate names and carries its own signature (CRL and OCSP, RFC 5280 §8). */
  readonly plain?: boolean
  readonly mostBytes: number
  /** How many redirects may be followed. Default 0: a redirect is told like any other status. */
  readonly redirects?: number
  /** From the first question to the last byte, redirects included, milliseconds. */
  readonly withinMs: number
}

/**
 * One document. Every status the server gives is `found`, for the caller to judge; `absent` means that DNS knows no such host; what could
 * not be fetched is `unknown`. Never throws.
 */
export type FetchDocument = (url: string, options: FetchOptions) => Promise<Answer<Fetched>>

/** How long an address may take to connect before the next one is dialled beside it (RFC 8305 §5). */
const NEXT_ADDRESS_MS = 250
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

type Sent = Pick<FetchOptions, 'method' | 'body'>

/** Fetches over HTTP with a valid certificate. Hosts are resolved here, so that the address checked is the address connected to. */
export function documentFetcher(settings: FetchSettings): FetchDocument {
  const { extraCa } = settings
  let context: SecureContext | null = null
  // Made once and late: it reads some 150 roots.
  const trust = (): SecureContext => {
    context ??= tls.createSecureContext(extraCa.length > 0 ? { ca: [...tls.rootCertificates, ...extraCa] } : {})
    return context
  }
  return async (text, options) => {
    const over = new AbortController()
    // Each connection on the way listens to it.
    setMaxListeners(0, over.signal)
    const late = new Promise<Answer<Fetched>>((resolve) => {
      over.signal.addEventListener('abort', () => resolve(unknown(`no answer within ${options.withinMs} ms`)))
    })
    const timer = setTimeout(() => over.abort(), options.withinMs)
    const fetching = async (): Promise<Answer<Fetched>> => {
      const leave = settings.gate && (await settings.gate.enter(options.withinMs))
      if (leave === null) return unknown('too many documents are fetched here')
      return follow(text, options, settings, trust, over.signal).finally(leave)
    }
    try {
      return await Promise.race([late, fetching()])
    } finally {
      clearTimeout(timer)
      over.abort()
    }
  }
}

async function follow(
  text: string,
  options: FetchOptions,
  settings: FetchSettings,
  trust: () => SecureContext,
  signal: AbortSignal,
): Promise<Answer<Fetched>> {
  const most = options.redirects ?? 0
  let place = text
  let sent: Sent = options
  try {
    for (let done = 0; ; done++) {
      const url = webAddress(place, options.plain ?? false)
      if (!url) return unknown(options.plain ? 'not a web address' : 'not an https address')
      // Named by somebody outside, an address could have this machine talk HTTP to any service of a third party.
      const named = options.plain || done > 0
      if (named && !isWebPort(url)) return unknown(`port ${url.port} is none of the web`)
      const addresses = await webAddresses(hostOf(url), settings)
      // What a redirect names is another host than the one that was asked for: its absence says nothing about the document.
      if (addresses.is === 'absent' && done > 0) return unknown(`redirected to ${hostOf(url)}, which does not exist`)
      if (addresses.is !== 'found') return addresses
      const secure = url.protocol === 'https:'
      const plain = await dial(addresses.value, Number(url.port || (secure ? 443 : 80)), settings.reroute, signal)
      const socket = secure ? await handshake(plain, hostOf(url), trust()) : plain
      const fetched = await exchange(socket, url, { ...options, ...sent }, signal)
      const next = done < most ? redirectOf(fetched) : null
      if (next === null) return found(fetched)
      place = URL.canParse(next, url.href) ? new URL(next, url).href : next
      if (fetched.status < 307) sent = { method: 'GET', body: Buffer.alloc(0) }
    }
  } catch (error) {
    return unknown(certificateRefused(error) ?? wordsOf(error))
  }
}

function redirectOf({ status, headers }: Fetched): string | null {
  return REDIRECTS.has(status) && typeof headers.location === 'string' ? headers.location : null
}

/** A connection to the first address that takes one. Rejects with the last error when none does. */
function dial(ips: readonly string[], port: number, reroute: Reroute, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const dialled: Socket[] = []
    let failed = 0
    let timer: NodeJS.Timeout | undefined
    const next = (): void => {
      clearTimeout(timer)
      const ip = ips[dialled.length]
      if (ip === undefined || signal.aborted) return
      // The address that was checked is the one dialled: no name is looked up here.
      const socket = net.connect({ ...(reroute(ip, port) ?? { host: ip, port }), noDelay: true, signal })
      dialled.push(socket)
      timer = setTimeout(next, NEXT_ADDRESS_MS)
      socket.once('connect', () => {
        clearTimeout(timer)
        for (const other of dialled) if (other !== socket) other.destroy()
        resolve(socket)
      })
      socket.on('error', (error) => {
        if (++failed === ips.length || signal.aborted) reject(new Error(`${ip}: ${codeOf(error) || error.message}`))
        else next()
      })
    }
    signal.addEventListener('abort', () => clearTimeout(timer))
    next()
  })
}

function handshake(socket: Socket, host: string, secureContext: SecureContext): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const name = isIP(host) ? { host } : { host, servername: host }
    const secured = tls.connect({ socket, secureContext, ALPNProtocols: ['http/1.1'], ...name })
    secured.once('secureConnect', () => resolve(secured))
    secured.on('error', reject)
    secured.on('close', () => reject(new Error('closed during the TLS handshake')))
  })
}

function exchange(socket: Socket, url: URL, options: FetchOptions, signal: AbortSignal): Promise<Fetched> {
  const { method = 'GET', body, headers = {} } = options
  return new Promise((resolve, reject) => {
    const request = http.request({
      createConnection: () => socket,
      method,
      path: `${url.pathname}${url.search}`,
      headers: {
        ...headers,
        host: url.host,
        'accept-encoding': 'identity',
        ...(method === 'POST' ? { 'content-length': body?.length ?? 0 } : {}),
      },
      signal,
    })
    request.on('response', (response) => {
      read(response, options.mostBytes).then((bytes) => {
        resolve({ status: response.statusCode ?? 0, body: bytes, headers: response.headers satisfies IncomingHttpHeaders })
      }, reject)
    })
    request.on('error', reject)
    request.end(method === 'POST' ? body : undefined)
  })
}

/** The body. Rejects when a wanted one is larger than may be; an error page is cut, and a redirect has nothing to read. */
function read(response: IncomingMessage, most: number): Promise<Buffer> {
  const status = response.statusCode ?? 0
  const wanted = status >= 200 && status < 300
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const end = (): void => resolve(Buffer.concat(chunks).subarray(0, most))
    const large = (): void => {
      response.destroy()
      if (wanted) reject(new Error(`more than ${most} bytes`))
      else end()
    }
    response.on('error', reject)
    if (REDIRECTS.has(status) || Number(response.headers['content-length'] ?? 0) > most) return large()
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > most) large()
    })
    response.on('end', end)
  })
}

/** Error text as it may be shown: one line, bounded, without control characters. */
const wordsOf = (error: unknown): string =>
  messageOf(error)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 300)
