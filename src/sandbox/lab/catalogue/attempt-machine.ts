import { type Deferral, DROPPED, NO_SESSION, REFUSED, STARTTLS_REQUIRED, TIMED_OUT, type TlsDemand } from '../attempt-delivery.ts'
import { formerName, namesSatisfy } from '../certificate-shape.ts'
import type { CertificateCondition, Conduct, Machine } from './machine.ts'

/** How a machine keeps mail from being delivered: for now, or for good by this reply. */
export type Refusal = (Deferral & { readonly is: 'defers' }) | { readonly is: 'rejects'; readonly reply: string }

const defers = (deferral: Deferral): Refusal => ({ is: 'defers', ...deferral })
const said = (message: string): Refusal => defers({ reply: NO_SESSION, message })
const noTls = (why: string): Refusal => said(`451 4.4.0 TLS negotiation failed with error ${why}`)
const replied = (reply: string): Refusal => (reply.startsWith('5') ? { is: 'rejects', reply } : defers({ reply, message: reply }))

/** What Exchange Online gets from one machine; null: it takes the mail. */
export function refusalOf({ host, conduct }: Machine, demand: TlsDemand): Refusal | null {
  switch (conduct.is) {
    case 'certificate':
      return certificateRefusal(host, conduct.condition, conduct.names, demand)
    case 'depends-on-sni':
      // What Exchange Online names is not published; the lab has it meet the other certificate.
      return certificateRefusal(host, 'good', [conduct.otherwise], demand)
    case 'no-starttls':
    case 'masked':
    case 'curtailed':
    case 'starttls-reply':
      return demand.tlsSettings === null ? null : conduct.is === 'starttls-reply' ? said(conduct.text) : defers(STARTTLS_REQUIRED)
    case 'ehlo-refused':
      if (conduct.helo !== null) return said(conduct.helo)
      return demand.tlsSettings === null ? null : defers(STARTTLS_REQUIRED)
    default:
      return sessionRefusal(conduct) ?? mailRefusal(conduct)
  }
}

function sessionRefusal(conduct: Conduct): Refusal | null {
  switch (conduct.is) {
    case 'refused':
      return defers(REFUSED)
    case 'silent':
      return defers(TIMED_OUT)
    case 'reset-on-accept':
    case 'closed-before-banner':
    case 'silent-banner':
    case 'endless-banner':
    case 'closed-at-ehlo':
    case 'closed-after-ehlo2':
    case 'hang-at-handshake':
      return defers(DROPPED)
    case 'banner':
      return said(conduct.text)
    case 'not-smtp':
      return said(conduct.says.split('\n', 1)[0]!)
    case 'huge-banner':
      return said('500 Line too long')
    case 'closed-after-starttls':
      return noTls(conduct.resets ? 'SocketError' : 'ConnectionAborted')
    case 'plain-after-starttls':
      return said('451 4.4.0 Security status IllegalMessage')
    case 'tls-old':
    case 'tls-weak-ciphers':
      return noTls('AlgorithmMismatch')
    case 'client-certificate':
      return noTls('IllegalMessage')
    default:
      return null
  }
}

function mailRefusal(conduct: Conduct): Refusal | null {
  switch (conduct.is) {
    case 'replies': {
      const reply = conduct.mail ?? conduct.rcpt
      return reply === null ? null : replied(reply)
    }
    case 'closed-at':
      return defers(DROPPED)
    case 'data-reply':
      return conduct.text.startsWith('5') ? { is: 'rejects', reply: conduct.text } : defers(DROPPED)
    default:
      // Greylisting lets the next try through, and all else is taken at once.
      return null
  }
}

const UNTRUSTED: readonly CertificateCondition[] = ['self-signed', 'missing-intermediate', 'private-root']

/** Dates, names, chain and revocation, in the order in which published traces of Exchange Online name them. */
function certificateRefusal(
  host: string,
  condition: CertificateCondition,
  names: readonly string[] | undefined,
  { tlsSettings, tlsDomain }: TlsDemand,
): Refusal | null {
  if (tlsSettings === null || tlsSettings === 'EncryptionOnly') return null
  const expected = `Expected Subject: ${tlsDomain ?? host}`
  // Windows has one word for both ends of a certificate's time (CERT_E_EXPIRED).
  if (condition === 'expired' || condition === 'not-yet-valid') return said(`CertificateExpired ${expected}`)
  const shown = names ?? [condition === 'wrong-name' ? formerName(host) : host]
  if (tlsSettings === 'DomainValidation' && tlsDomain !== null && !namesSatisfy(shown, tlsDomain))
    return said(`SubjectMismatch ${expected}`)
  if (UNTRUSTED.includes(condition)) return said('UntrustedRoot')
  return condition.startsWith('revoked') ? defers({ reply: '450 4.7.320 Certificate validation failed', message: 'Revoked' }) : null
}
