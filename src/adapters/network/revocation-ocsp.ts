import { createHash, X509Certificate } from 'node:crypto'
import {
  BasicOCSPResponse,
  CertID,
  id_pkix_ocsp_basic,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  Request,
  type SingleResponse,
  TBSRequest,
} from '@peculiar/asn1-ocsp'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier, id_kp_OCSPSigning } from '@peculiar/asn1-x509'
import { element, encoded, fieldsIn } from './der.ts'
import { inTime, type RevocationReading } from './revocation-reading.ts'
import { DIGEST_NAMES, type Signed, signatureHolds } from './revocation-signature.ts'
import { type RevocationSubject, withoutZeros } from './revocation-subject.ts'

const SHA1 = '1.3.14.3.2.26'

/** One question about one certificate, DER. With SHA-1, which is the one digest every responder knows (RFC 5019 §2.1.1), and without a nonce, so that prepared answers fit. */
export function ocspRequest({ issuerName, issuerKey, serial }: RevocationSubject): Buffer {
  const digest = (bytes: Buffer): OctetString => new OctetString(createHash('sha1').update(bytes).digest())
  const reqCert = new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA1, parameters: null }),
    issuerNameHash: digest(issuerName),
    issuerKeyHash: digest(issuerKey),
    serialNumber: new Uint8Array(positive(serial)).buffer,
  })
  const tbsRequest = new TBSRequest({ requestList: [new Request({ reqCert })] })
  return Buffer.from(AsnConvert.serialize(new OCSPRequest({ tbsRequest })))
}

/** A serial number as a DER integer: a first bit that is set would make it negative. */
const positive = (serial: Buffer): Buffer => ((serial[0] ?? 0x80) >= 0x80 ? Buffer.concat([Buffer.alloc(1), serial]) : serial)

/**
 * What an OCSP response says of a certificate, once it is about that certificate, in time, and signed by the issuer or by a responder the
 * issuer named (RFC 6960 §3.2, §4.2.2.2). `now` in milliseconds since 1970.
 */
export function readOcsp(bytes: Buffer, subject: RevocationSubject, now: number): RevocationReading {
  try {
    return read(bytes, subject, now)
  } catch {
    return { is: 'unknown', why: 'an answer that cannot be read' }
  }
}

function read(bytes: Buffer, subject: RevocationSubject, now: number): RevocationReading {
  const { responseStatus, responseBytes } = AsnConvert.parse(bytes, OCSPResponse)
  if (responseStatus !== OCSPResponseStatus.successful) {
    return { is: 'unknown', why: `the responder answered ${OCSPResponseStatus[responseStatus] ?? responseStatus}` }
  }
  if (responseBytes?.responseType !== id_pkix_ocsp_basic) return { is: 'unknown', why: 'an answer of another kind' }
  const der = Buffer.from(responseBytes.response.buffer)
  const basic = AsnConvert.parse(der, BasicOCSPResponse)
  const own = basic.tbsResponseData.responses.find((each) => isAbout(each, subject))
  if (!own) return { is: 'unknown', why: 'an answer about another certificate' }
  const nextUpdate = own.nextUpdate?.getTime() ?? null
  const late = inTime(own.thisUpdate.getTime(), nextUpdate, now)
  if (late !== null) return { is: 'unknown', why: late }
  if (!isSigned(basic, der, subject, now)) return { is: 'unknown', why: 'an answer that its issuer did not sign' }
  // What a critical extension says is part of the answer, and none is known here (RFC 6960 §4.4).
  const extensions = [...(own.singleExtensions ?? []), ...(basic.tbsResponseData.responseExtensions ?? [])]
  if (extensions.some((each) => each.critical)) return { is: 'unknown', why: 'an answer with conditions that are not known here' }
  const { certStatus } = own
  if (certStatus.revoked) return { is: 'revoked', at: certStatus.revoked.revocationTime.toISOString(), until: nextUpdate }
  return certStatus.good === null
    ? { is: 'good', at: null, until: nextUpdate }
    : { is: 'unknown', why: 'the responder does not know the certificate' }
}

function isAbout({ certID }: SingleResponse, { serial, issuerName, issuerKey }: RevocationSubject): boolean {
  const digest = DIGEST_NAMES[certID.hashAlgorithm.algorithm]
  if (!digest) return false
  const same = (hash: OctetString, bytes: Buffer): boolean => createHash(digest).update(bytes).digest().equals(Buffer.from(hash.buffer))
  return (
    withoutZeros(Buffer.from(certID.serialNumber)).equals(serial) &&
    same(certID.issuerNameHash, issuerName) &&
    same(certID.issuerKeyHash, issuerKey)
  )
}

function isSigned(basic: BasicOCSPResponse, der: Buffer, { issuer }: RevocationSubject, now: number): boolean {
  const signed: Signed = {
    algorithm: basic.signatureAlgorithm.algorithm,
    parameters: basic.signatureAlgorithm.parameters ? Buffer.from(basic.signatureAlgorithm.parameters) : null,
    data: Buffer.from(basic.tbsResponseDataRaw ?? new ArrayBuffer(0)),
    signature: Buffer.from(basic.signature),
  }
  return (
    signatureHolds(signed, issuer.publicKey) ||
    enclosed(der).some((each) => mayAnswerFor(each, issuer, now) && signatureHolds(signed, each.publicKey))
  )
}

/** A responder's certificate counts when the issuer itself signed it for that use (RFC 6960 §4.2.2.2). */
function mayAnswerFor(responder: X509Certificate, issuer: X509Certificate, now: number): boolean {
  return (
    responder.keyUsage?.includes(id_kp_OCSPSigning) === true &&
    Date.parse(responder.validFrom) <= now &&
    now <= Date.parse(responder.validTo) &&
    responder.checkIssued(issuer) &&
    responder.verify(issuer.publicKey)
  )
}

const MOST_ENCLOSED = 4

/** The certificates sent along, as they are written: BasicOCSPResponse ::= SEQUENCE { …, certs [0] SEQUENCE OF Certificate OPTIONAL }. */
function enclosed(der: Buffer): readonly X509Certificate[] {
  const all = element(der, 0)
  const certs = all && fieldsIn(der, all).find((each) => each.tag === 0xa0)
  const list = certs && element(der, certs.start)
  return list
    ? fieldsIn(der, list)
        .slice(0, MOST_ENCLOSED)
        .map((each) => new X509Certificate(encoded(der, each)))
    : []
}
