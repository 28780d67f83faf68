import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { isSignedBy } from './chain-trust.ts'

/** No chain is half as long; a server may send hundreds. */
const MOST_SENT = 16
/** Looked through for the next link. */
const MOST_WEIGHED = 64

/** So many bearers of an issuer's name are told apart by their signatures, which takes long with hostile keys. */
const MOST_NAMESAKES = 4

/**
 * The certificates a server sent, its own first: then each one's issuer, whatever order they came in, and then the rest, in which another way up
 * may lie. Once for each session: Node hands them out a single time.
 */
export function sentBy(socket: TLSSocket): readonly X509Certificate[] {
  const [own, ...others] = received(socket)
  if (!own) return []
  const chain = [own]
  const rest = new Set(others)
  for (let issuer = issuerAmong(rest, own); issuer && chain.length < MOST_SENT; issuer = issuerAmong(rest, issuer)) {
    chain.push(issuer)
    rest.delete(issuer)
  }
  return [...chain, ...rest].slice(0, MOST_SENT)
}

/** By name; of several the one that signed, and of those (an authority certified more than once) the one that is valid longest. */
function issuerAmong(certificates: ReadonlySet<X509Certificate>, child: X509Certificate): X509Certificate | undefined {
  const named = [...certificates].filter((each) => child.issuer === each.subject && child.checkIssued(each)).slice(0, MOST_NAMESAKES)
  if (named.length < 2) return named[0]
  const signers = named.filter((each) => isSignedBy(child, each))
  return signers.sort((one, other) => Date.parse(other.validTo) - Date.parse(one.validTo))[0] ?? named[0]
}

/** In the order of the server's message, each once. `getPeerCertificate(true)` would leave out what it finds no place for, and takes three times as long. */
function received(socket: TLSSocket): readonly X509Certificate[] {
  const all = new Set<X509Certificate>()
  for (let next = socket.getPeerX509Certificate(); next && all.size < MOST_WEIGHED; next = next.issuerCertificate) all.add(known(next))
  return [...all]
}

/**
 * Certificates met before, by their SHA-256: the hosts of one organisation share theirs, and everybody shares the intermediate ones. What was
 * worked out about one of them (its description, who signed it) holds for the next session.
 */
const met = new Map<string, X509Certificate>()
const MOST_MET = 500
/** Bytes. One with more, be it for thousands of names, is not worth its memory. */
const LARGEST_MET = 16_384

function known(certificate: X509Certificate): X509Certificate {
  if (certificate.raw.length > LARGEST_MET) return certificate
  const sha256 = certificate.fingerprint256
  const same = met.get(sha256) ?? certificate
  // A map gives its entries in the order they were put in, so that the first is the one not seen for longest.
  met.delete(sha256)
  met.set(sha256, same)
  for (const oldest of met.keys()) {
    if (met.size <= MOST_MET) break
    met.delete(oldest)
  }
  return same
}
