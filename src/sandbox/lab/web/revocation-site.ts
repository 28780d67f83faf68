import { CRL_URL, type LabAuthority, OCSP_URL } from '../catalogue/lab-authority.ts'
import type { Site, WebRequest } from '../web-server.ts'

const RESPONDER = new URL(OCSP_URL).hostname
const LIST = new URL(CRL_URL)

/**
 * Where the lab's root says which certificates it took back: a responder (RFC 6960 appendix A) and a list (RFC 5280 §5). What they are made
 * with is loaded when somebody asks.
 */
export function revocationSite(authority: LabAuthority, now: () => Date): Site {
  return async (request) => {
    if (request.host === RESPONDER) {
      const { ocspAnswer } = await import('./ocsp-answer.ts')
      const body = ocspAnswer(questionOf(request), authority, now())
      return { status: 200, headers: { 'content-type': 'application/ocsp-response' }, body }
    }
    if (request.host !== LIST.hostname || request.url.pathname !== LIST.pathname) return null
    const { revocationList } = await import('./revocation-list.ts')
    return { status: 200, headers: { 'content-type': 'application/pkix-crl' }, body: await revocationList(authority, now()) }
  }
}

/** In the body of a POST, or in the path of a GET in base64. */
const questionOf = ({ method, url, body }: WebRequest): Buffer =>
  method === 'POST' ? body : Buffer.from(decodeURIComponent(url.pathname.slice(1)), 'base64')
