import { constants } from 'node:crypto'
import { isIP, type Socket } from 'node:net'
import tls, { type SecureContext, type TLSSocket } from 'node:tls'
import type { SecondLook, SessionFault } from '../../domain/evidence.ts'
import { CLOSED, sessionFault } from './session-fault.ts'

/** `staple`: the OCSP response the server brought along (RFC 6066 §8), as received; null when it brought none. */
export type Handshake =
  | { readonly is: 'agreed'; readonly socket: TLSSocket; readonly staple: Buffer | null }
  | { readonly is: 'fault'; readonly why: SessionFault }

/** How to shake hands: `null` is the usual way. */
export type TlsWay = SecondLook['why'] | null

/** An alert record alone (RFC 8446 §6): the server answered the first message with a refusal and sent nothing of its own. */
const ALERT_BYTES = 7

/** A server name that can be sent: ASCII, as DNS gave it. */
const PRINTABLE = /^[\x21-\x7e]+$/

/** Known to `tls.connect`, though not to its type. */
const ASK_FOR_STAPLE = { requestOCSP: true }

/**
 * Without roots, Node shows only the certificates that were sent; trust is judged afterwards. Servers that do not know secure renegotiation
 * (RFC 5746) are spoken to all the same, as Windows does: nothing secret is sent.
 */
const SHARED = { ca: [], secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT }

/** The client's side of TLS for each way, made once: what every version of Node allows, and what none does without being told. */
export function clientContexts(): (way: TlsWay) => SecureContext {
  const usual = tls.createSecureContext({ ...SHARED, minVersion: 'TLSv1.2', ciphers: `${tls.DEFAULT_CIPHERS}:@SECLEVEL=1` })
  let legacy: SecureContext | null = null
  return (way) => {
    if (way !== 'legacy-tls') return usual
    legacy ??= tls.createSecureContext({ ...SHARED, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' })
    return legacy
  }
}

export interface HandshakeWith {
  /** Sent as SNI (RFC 6066 §3) unless it is an address; null sends none. */
  readonly name: string | null
  readonly context: SecureContext
  /** Milliseconds. */
  readonly ms: number
}

/**
 * TLS over a connected socket. Every certificate is taken, so that it can be described. A handshake failure that came after the server's own
 * messages is marked, because then the ciphers were agreed and it is the client's certificate that was missed.
 */
export function handshake(socket: Socket, { name, context, ms }: HandshakeWith): Promise<Handshake> {
  return new Promise((resolve) => {
    const before = socket.bytesRead
    let staple: Buffer | null = null
    const secured = tls.connect({
      socket,
      secureContext: context,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...ASK_FOR_STAPLE,
      ...(name !== null && isIP(name) === 0 && PRINTABLE.test(name) ? { servername: name } : {}),
    })
    const timer = setTimeout(() => fail({ is: 'timed-out' }), Math.max(0, ms))
    const onError = (error: Error): void => fail(marked(sessionFault(error), socket.bytesRead - before))
    const onClose = (): void => fail(CLOSED)
    const onStaple = (response: Buffer | null): void => {
      staple = response
    }
    const off = (): void => {
      clearTimeout(timer)
      secured.off('error', onError).off('close', onClose).off('secureConnect', onAgreed)
      // An error after this point has a reader of its own, or nobody left to tell.
      secured.on('error', () => {})
    }
    const fail = (why: SessionFault): void => {
      off()
      resolve({ is: 'fault', why })
    }
    const onAgreed = (): void => {
      off()
      resolve({ is: 'agreed', socket: secured, staple })
    }
    secured.on('error', onError).on('close', onClose).on('secureConnect', onAgreed).on('OCSPResponse', onStaple)
  })
}

function marked(why: SessionFault, received: number): SessionFault {
  if (why.is !== 'tls' || received <= ALERT_BYTES || !/HANDSHAKE_FAILURE/.test(why.error)) return why
  return { is: 'tls', error: `${why.error} (after the server's certificate)` }
}
