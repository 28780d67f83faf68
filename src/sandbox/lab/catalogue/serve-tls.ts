import type { Socket } from 'node:net'
import { createSecureContext, createServer, type SecureContextOptions, type SecureVersion, TLSSocket } from 'node:tls'
import type { Identity } from '../certificate-authority.ts'

/** How a machine does TLS; left out, as a good one does. */
export interface TlsManners {
  readonly identity: Identity
  readonly minVersion?: SecureVersion
  readonly maxVersion?: SecureVersion
  readonly ciphers?: string
  readonly demandsCertificate?: boolean
  /** Shown to clients that name no host, or another one. */
  readonly otherwise?: { readonly host: string; readonly identity: Identity }
  /** OCSP response (DER) that goes along with the certificate (RFC 6066 §8). */
  readonly staple?: Buffer
}

/** What old servers and small keys need from an OpenSSL of today. */
const ANYTHING = 'DEFAULT@SECLEVEL=0'

/** The server's side of TLS over a connection. */
export function serveTls(socket: Socket, manners: TlsManners): TLSSocket {
  const { identity, otherwise, staple, demandsCertificate = false } = manners
  const contextFor = ({ key, cert }: Identity) => createSecureContext({ key, cert, ...limitsOf(manners) })
  // Node asks for a staple only through a server; this one never listens.
  const asked = createServer()
  if (staple !== undefined) asked.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, staple))
  return new TLSSocket(socket, {
    isServer: true,
    server: asked,
    secureContext: contextFor(otherwise?.identity ?? identity),
    requestCert: demandsCertificate,
    rejectUnauthorized: demandsCertificate,
    ...(otherwise === undefined
      ? {}
      : {
          SNICallback: (name: string, answer: (error: Error | null, context?: ReturnType<typeof createSecureContext>) => void) =>
            answer(null, contextFor(name.toLowerCase() === otherwise.host ? identity : otherwise.identity)),
        }),
  })
}

function limitsOf({ minVersion = 'TLSv1.2', maxVersion, ciphers = ANYTHING }: TlsManners): SecureContextOptions {
  return { minVersion, ciphers, ...(maxVersion === undefined ? {} : { maxVersion }) }
}
