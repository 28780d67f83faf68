import https from 'node:https'
import { isIP } from 'node:net'
import tls from 'node:tls'
import { type Answer, absent, found, unknown } from '../../domain/answer.ts'
import type { DnsQuestion, DnsReply } from '../../domain/evidence.ts'
import { messageOf } from '../../domain/failure.ts'
import type { Reroute } from './converse.ts'

export interface GetSettings {
  readonly query: (question: DnsQuestion) => Promise<DnsReply>
  readonly forbidden: (ip: string) => string | null
  readonly reroute: Reroute
  readonly extraCa: readonly string[]
  /** For the whole document, milliseconds. */
  readonly timeoutMs: number
}

/** Larger documents are refused: an MTA-STS policy may have 64 kB (RFC 8461 §3.2). */
const SIZE_LIMIT = 64 * 1024

/**
 * A document over HTTPS with a valid certificate. The host is resolved here, so that the address checked is the address connected to, and
 * redirects are not followed. `absent` is said by the server (404, 410) or by DNS (NXDOMAIN); everything else that fails is `unknown`.
 */
export function httpsGet(settings: GetSettings): (url: string) => Promise<Answer<string>> {
  return async (text) => {
    const url = URL.canParse(text) ? new URL(text) : null
    if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return unknown('not an https address')
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const address = isIP(host) ? found(host) : await lookUp(host, settings)
    if (address.is !== 'found') return address
    const range = settings.forbidden(address.value)
    return range === null ? fetchText(url, host, address.value, settings) : unknown(`${address.value} lies in ${range}`)
  }
}

async function lookUp(name: string, { query }: GetSettings): Promise<Answer<string>> {
  const replies = await Promise.all([query({ name, type: 'A' }), query({ name, type: 'AAAA' })])
  const address = replies.flatMap((reply) => reply.records).find((record) => record.type === 'A' || record.type === 'AAAA')
  if (address) return found(address.data)
  if (replies.some((reply) => reply.rcode === 'NXDOMAIN') || replies.every((reply) => reply.rcode === 'NOERROR')) return absent
  return unknown(`${name}: ${replies.find((reply) => reply.rcode !== 'NOERROR')?.rcode}`)
}

function fetchText(url: URL, host: string, ip: string, settings: GetSettings): Promise<Answer<string>> {
  const port = Number(url.port || 443)
  const { extraCa, reroute, timeoutMs } = settings
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const request = https.get(
      {
        ...(reroute(ip, port) ?? { host: ip, port }),
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, accept: 'text/plain' },
        ...(isIP(host) ? {} : { servername: host }),
        ...(extraCa.length > 0 ? { ca: [...tls.rootCertificates, ...extraCa] } : {}),
        agent: false,
        signal,
      },
      (response) => {
        const status = response.statusCode ?? 0
        if (status !== 200) {
          response.destroy()
          resolve(status === 404 || status === 410 ? absent : unknown(`HTTP ${status}`))
          return
        }
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          chunks.push(chunk)
          if (size > SIZE_LIMIT) response.destroy(new Error(`more than ${SIZE_LIMIT} bytes`))
        })
        response.on('end', () => resolve(found(Buffer.concat(chunks).toString('utf8'))))
        response.on('error', (error) => resolve(unknown(messageOf(error))))
      },
    )
    request.on('error', (error) => resolve(unknown(signal.aborted ? `no answer within ${timeoutMs} ms` : messageOf(error))))
  })
}
