import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { Server, Socket } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Identity } from './certificate-authority.ts'
import { listen } from './loopback.ts'

export interface WebRequest {
  readonly method: string
  /** Lower case, without port. */
  readonly host: string
  readonly url: URL
  readonly body: Buffer
}

export interface WebPage {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** What a host gives for a request; null: it has no such page. */
export type Site = (request: WebRequest) => WebPage | null | Promise<WebPage | null>

export interface WebSettings {
  /** The site of a host; null: there is none. */
  readonly siteOf: (host: string) => Site | null
  /** The certificate shown to a client that names this host. */
  readonly identityOf: (host: string) => Promise<Identity>
}

export interface WebServer {
  /** HTTPS. */
  readonly securePort: number
  /** HTTP. */
  readonly plainPort: number
  stop(): Promise<void>
}

const MOST_BODY_BYTES = 64 * 1024
const NO_PAGE: WebPage = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not Found\n' }

/** One HTTPS and one HTTP server on 127.0.0.1 for every web host of the lab, told apart by the name the client asks for. */
export async function startWebServer(settings: WebSettings): Promise<WebServer> {
  const contexts = new Map<string, SecureContext>()
  const contextOf = async (host: string): Promise<SecureContext> => {
    const identity = await settings.identityOf(host)
    const context = contexts.get(identity.cert) ?? createSecureContext({ ...identity })
    contexts.set(identity.cert, context)
    return context
  }
  const listener: RequestListener = (request, response) => {
    void serve(request, response, settings.siteOf).catch(() => response.destroy())
  }
  const secure = https.createServer(
    {
      SNICallback: (host, done) => {
        contextOf(host.toLowerCase()).then((context) => done(null, context), done)
      },
    },
    listener,
  )
  // A client that does not trust the certificate leaves.
  secure.on('tlsClientError', () => undefined)
  const plain = http.createServer(listener)
  const stops = [secure, plain].map(stopping)
  const [securePort, plainPort] = await Promise.all([listen(secure), listen(plain)])
  return {
    securePort,
    plainPort,
    async stop() {
      await Promise.all(stops.map((stop) => stop()))
    },
  }
}

/** Ends a server with all its connections, those still in their handshake among them. */
function stopping(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  return () =>
    new Promise((done) => {
      server.close(() => done())
      for (const socket of sockets) socket.destroy()
    })
}

async function serve(request: IncomingMessage, response: ServerResponse, siteOf: WebSettings['siteOf']): Promise<void> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_BODY_BYTES) throw new Error('larger than any request to the lab')
    chunks.push(chunk)
  }
  const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '')
  const url = new URL(`http://${host || 'localhost'}${request.url ?? '/'}`)
  const page = (await siteOf(host)?.({ method: request.method ?? 'GET', host, url, body: Buffer.concat(chunks) })) ?? NO_PAGE
  response.writeHead(page.status, { ...page.headers, 'content-length': Buffer.byteLength(page.body) }).end(page.body)
}
