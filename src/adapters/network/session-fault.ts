import type { SessionFault } from '../../domain/evidence.ts'
import { messageOf } from '../../domain/failure.ts'

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
])

/** What a socket's error says about the target. Linux and node:net give these codes; TLS errors come from OpenSSL. */
export function sessionFault(thrown: unknown): SessionFault {
  const code = codeOf(thrown)
  const error = errorText(thrown)
  if (OURS.has(code)) return { is: 'no-route-here', error }
  if (code === 'ECONNREFUSED') return { is: 'refused', error }
  if (code === 'EHOSTUNREACH' || code === 'EHOSTDOWN') return { is: 'unreachable', error }
  if (code === 'ETIMEDOUT') return { is: 'timed-out' }
  if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return { is: 'tls', error }
  return { is: 'closed', error }
}

export const codeOf = (thrown: unknown): string => {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  return typeof code === 'string' ? code : ''
}

/** The code first, then OpenSSL's or the kernel's own words on one line. */
function errorText(thrown: unknown): string {
  const code = codeOf(thrown)
  const words = messageOf(thrown).replace(/\s+/g, ' ').trim()
  return (words.includes(code) ? words : `${code}: ${words}`).slice(0, 300)
}
