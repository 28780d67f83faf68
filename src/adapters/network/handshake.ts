import { isIP, type Socket } from 'node:net'
import tls, { type SecureContext, type TLSSocket } from 'node:tls'
import type { SessionFault } from '../../domain/evidence.ts'
import { sessionFault } from './session-fault.ts'

export type Handshake = { readonly is: 'agreed'; readonly socket: TLSSocket } | { readonly is: 'fault'; readonly why: SessionFault }

/** An alert record alone (RFC 8446 §6): the server answered the first message with a refusal and sent nothing of its own. */
const ALERT_BYTES = 7

/** A server name that can be sent: ASCII, as DNS gave it. */
const PRINTABLE = /^[\x21-\x7e]+$/

/** Without roots, Node shows only the certificates that were sent; trust is judged afterwards. */
export const bareContext = (): SecureContext => tls.createSecureContext({ ca: [], minVersion: 'TLSv1.2' })

/**
 * TLS over a connected socket. Every certificate is taken, so that it can be described; the name goes out as SNI unless it is an address
 * (RFC 6066 §3). A handshake failure that came after the server's own messages is marked, because then the ciphers were agreed and it is
 * the client's certificate that was missed.
 */
export function handshake(socket: Socket, host: string, context: SecureContext, ms: number): Promise<Handshake> {
  return new Promise((resolve) => {
    const before = socket.bytesRead
    const secured = tls.connect({
      socket,
      secureContext: context,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(isIP(host) === 0 && PRINTABLE.test(host) ? { servername: host } : {}),
    })
    const timer = setTimeout(() => fail({ is: 'timed-out' }), Math.max(0, ms))
    const onError = (error: Error): void => fail(marked(sessionFault(error), socket.bytesRead - before))
    const onClose = (): void => fail({ is: 'closed', error: 'closed by the other side' })
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
      resolve({ is: 'agreed', socket: secured })
    }
    secured.on('error', onError).on('close', onClose).on('secureConnect', onAgreed)
  })
}

function marked(why: SessionFault, received: number): SessionFault {
  if (why.is !== 'tls' || received <= ALERT_BYTES || !/HANDSHAKE_FAILURE/.test(why.error)) return why
  return { is: 'tls', error: `${why.error} (after the server's certificate)` }
}
