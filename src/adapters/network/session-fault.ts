import type { SessionFault } from '../../domain/evidence.ts'

/** Errors that say that this machine cannot send: a route, a source address or a right is missing here. They say nothing about the target. */
const OURS = new Set([
  'ENETUNREACH',
  'EACCES',
  'EPERM',
  'EINVAL',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'EAFNOSUPPORT',
  'ENETDOWN',
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ERR_SOCKET_BAD_PORT',
])

/** The other side ended the connection in good order, as far as TCP can tell; a reset has its own words. */
export const CLOSED = { is: 'closed', error: 'closed by the other side' } as const satisfies SessionFault

/** What a socket's error says about the target. Linux and node:net give these codes; TLS errors come from OpenSSL. */
export function sessionFault(thrown: unknown): SessionFault {
  const code = codeOf(thrown)
  const error = errorText(thrown)
  if (OURS.has(code)) return { is: 'no-route-here', error }
  if (code === 'ECONNREFUSED') return { is: 'refused', error }
  if (code === 'EHOSTUNREACH' || code === 'EHOSTDOWN') return { is: 'unreachable', error }
  if (code === 'ETIMEDOUT') return { is: 'timed-out' }
  if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return { is: 'tls', error }
  // Node calls it a reset when a connection is closed during the handshake; a real one comes from a system call.
  if (code === 'ECONNRESET' && property(thrown, 'syscall') === '') return CLOSED
  return { is: 'closed', error }
}

export const codeOf = (thrown: unknown): string => property(thrown, 'code')

/** Read by name: an error of another realm is no instance of this one's Error. */
function property(thrown: unknown, name: 'code' | 'message' | 'reason' | 'syscall'): string {
  if (typeof thrown !== 'object' || thrown === null) return ''
  const value: unknown = Reflect.get(thrown, name)
  return typeof value === 'string' ? value : ''
}

/** The code, then the words of the kernel or OpenSSL (its `reason`, without its source files), on one line. */
function errorText(thrown: unknown): string {
  const code = property(thrown, 'code')
  const words = (property(thrown, 'reason') || property(thrown, 'message') || String(thrown))
    .replace(/\s+/g, ' ')
    .trim()
    // Node adds the address it dialled, which is not the one that is shown when traffic is rerouted.
    .replace(/^connect (E[A-Z]+) .*$/, 'connect $1')
  return (code === '' || words.includes(code) ? words : `${code}: ${words}`).slice(0, 300)
}
