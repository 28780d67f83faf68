import { createHash, KeyObject, sign } from 'node:crypto'
import {
  BasicOCSPResponse,
  CertID,
  CertStatus,
  id_pkix_ocsp_basic,
  KeyHash,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509'
import type { LabAuthority } from '../catalogue/lab-authority.ts'

const HOUR = 3_600_000
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
const DIGESTS: Readonly<Record<string, string>> = { '1.3.14.3.2.26': 'sha1', '2.16.840.1.101.3.4.2.1': 'sha256' }

/** The signed answer to an OCSP request, DER (RFC 6960 §4.2). For certificates of another authority: `unauthorized`. */
export function ocspAnswer(request: Buffer, authority: LabAuthority, now: Date): Buffer {
  const asked = read(request)
  if (asked === null) return plain(OCSPResponseStatus.malformedRequest)
  const key = subjectKey(authority)
  const ours = asked.every((id) => hash(id, key)?.equals(Buffer.from(id.issuerKeyHash.buffer)))
  if (!ours) return plain(OCSPResponseStatus.unauthorized)
  return answer(asked, authority, key, now)
}

/** The answer about one certificate of the lab's root, as a server staples it (RFC 6066 §8). `serial` in hexadecimal. */
export function ocspStaple(serial: string, authority: LabAuthority, now: Date): Buffer {
  const certificate = AsnConvert.parse(authority.certificate.rawData, Certificate)
  const digest = (bytes: Buffer): OctetString => new OctetString(createHash('sha1').update(bytes).digest())
  const key = subjectKey(authority)
  const id = new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: '1.3.14.3.2.26', parameters: null }),
    issuerNameHash: digest(Buffer.from(AsnConvert.serialize(certificate.tbsCertificate.subject))),
    issuerKeyHash: digest(key),
    serialNumber: new Uint8Array(Buffer.from(serial, 'hex')).buffer,
  })
  return answer([id], authority, key, now)
}

function read(request: Buffer): readonly CertID[] | null {
  try {
    return AsnConvert.parse(request, OCSPRequest).tbsRequest.requestList.map((each) => each.reqCert)
  } catch {
    return null
  }
}

function answer(asked: readonly CertID[], { revoked, keys }: LabAuthority, key: Buffer, now: Date): Buffer {
  const tbsResponseData = new ResponseData({
    responderID: new ResponderID({ byKey: new KeyHash(createHash('sha1').update(key).digest()) }),
    producedAt: now,
    responses: asked.map(
      (certID) =>
        new SingleResponse({
          certID,
          certStatus: statusOf(certID, revoked()),
          thisUpdate: new Date(now.getTime() - HOUR),
          nextUpdate: new Date(now.getTime() + 24 * HOUR),
        }),
    ),
  })
  const signed = Buffer.from(AsnConvert.serialize(tbsResponseData))
  const basic = new BasicOCSPResponse({
    tbsResponseData,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 }),
    signature: new Uint8Array(sign('sha256', signed, KeyObject.from(keys.privateKey))).buffer,
  })
  const response = new OctetString(AsnConvert.serialize(basic))
  return Buffer.from(
    AsnConvert.serialize(
      new OCSPResponse({
        responseStatus: OCSPResponseStatus.successful,
        responseBytes: new ResponseBytes({ responseType: id_pkix_ocsp_basic, response }),
      }),
    ),
  )
}

function statusOf({ serialNumber }: CertID, revoked: ReturnType<LabAuthority['revoked']>): CertStatus {
  const serial = bare(Buffer.from(serialNumber).toString('hex'))
  const taken = revoked.find((each) => bare(each.serial) === serial)
  return taken === undefined ? new CertStatus({ good: null }) : new CertStatus({ revoked: new RevokedInfo({ revocationTime: taken.at }) })
}

/** Hexadecimal without leading zeros. */
const bare = (serial: string): string => serial.toLowerCase().replace(/^0+/, '')

const plain = (responseStatus: OCSPResponseStatus): Buffer => Buffer.from(AsnConvert.serialize(new OCSPResponse({ responseStatus })))

function hash({ hashAlgorithm }: CertID, key: Buffer): Buffer | null {
  const digest = DIGESTS[hashAlgorithm.algorithm]
  return digest === undefined ? null : createHash(digest).update(key).digest()
}

/** The bits of the public key, without their algorithm: what a key hash is made of (RFC 6960 §4.1.1). */
function subjectKey({ certificate }: LabAuthority): Buffer {
  const spki = AsnConvert.parse(certificate.rawData, Certificate).tbsCertificate.subjectPublicKeyInfo
  return Buffer.from(spki.subjectPublicKey)
}
