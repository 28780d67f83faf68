import 'reflect-metadata'
import { createHash, createPrivateKey, sign, webcrypto, X509Certificate } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
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
import * as x509 from '@peculiar/x509'
import type { Issued } from './certificates.ts'

x509.cryptoProvider.set(webcrypto)

const HOUR = 3_600_000
const SHA1 = '1.3.14.3.2.26'
const SHA256 = '2.16.840.1.101.3.4.2.1'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'

export interface OcspWanted {
  readonly about: Issued
  readonly issuer: Issued
  readonly status?: 'good' | 'revoked' | 'unknown'
  readonly revokedAt?: Date
  /** Who signs, when it is not the issuer; its certificate goes along. */
  readonly responder?: Issued
  readonly serial?: string
  /** Milliseconds from now; null leaves nextUpdate out. */
  readonly made?: number
  readonly next?: number | null
  readonly digest?: 'sha1' | 'sha256'
  readonly now?: number
}

const certificateOf = (issued: Issued): Certificate => AsnConvert.parse(new X509Certificate(issued.pem).raw, Certificate)
const bytesOf = (hex: string): ArrayBuffer => new Uint8Array(Buffer.from(hex, 'hex')).buffer

/** An OCSP response as a responder makes it (RFC 6960 §4.2.1). */
export function ocspAnswer(wanted: OcspWanted): Buffer {
  const { about, issuer, status = 'good', responder, digest = 'sha1', now = Date.now() } = wanted
  const authority = certificateOf(issuer).tbsCertificate
  const hash = (bytes: ArrayBuffer): OctetString => new OctetString(createHash(digest).update(Buffer.from(bytes)).digest())
  const next = wanted.next === undefined ? HOUR : wanted.next
  const single = new SingleResponse({
    certID: new CertID({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: digest === 'sha1' ? SHA1 : SHA256, parameters: null }),
      issuerNameHash: hash(AsnConvert.serialize(authority.subject)),
      issuerKeyHash: hash(authority.subjectPublicKeyInfo.subjectPublicKey),
      serialNumber: bytesOf(wanted.serial ?? about.serial),
    }),
    certStatus: new CertStatus(
      status === 'revoked'
        ? { revoked: new RevokedInfo({ revocationTime: wanted.revokedAt ?? new Date(now - 24 * HOUR) }) }
        : { [status]: null },
    ),
    thisUpdate: new Date(now + (wanted.made ?? -HOUR)),
    ...(next === null ? {} : { nextUpdate: new Date(now + next) }),
  })
  const signer = responder ?? issuer
  const keyHash = createHash('sha1')
    .update(Buffer.from(certificateOf(signer).tbsCertificate.subjectPublicKeyInfo.subjectPublicKey))
    .digest()
  const tbsResponseData = new ResponseData({
    responderID: new ResponderID({ byKey: new KeyHash(keyHash) }),
    producedAt: new Date(now),
    responses: [single],
  })
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbsResponseData)), createPrivateKey(signer.key))
  const basic = new BasicOCSPResponse({
    tbsResponseData,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: ECDSA_SHA256 }),
    signature: new Uint8Array(signature).buffer,
    ...(responder ? { certs: [certificateOf(responder)] } : {}),
  })
  return whole(OCSPResponseStatus.successful, basic)
}

function whole(responseStatus: OCSPResponseStatus, basic?: BasicOCSPResponse): Buffer {
  const response = basic && new OctetString(new Uint8Array(AsnConvert.serialize(basic)))
  const responseBytes = response && new ResponseBytes({ responseType: id_pkix_ocsp_basic, response })
  return Buffer.from(AsnConvert.serialize(new OCSPResponse({ responseStatus, ...(responseBytes ? { responseBytes } : {}) })))
}

/** A responder's refusal, which nobody signs. */
export const ocspRefusal = (): Buffer => whole(OCSPResponseStatus.tryLater)

export interface CrlWanted {
  readonly issuer: Issued
  readonly revoked?: readonly { readonly serial: string; readonly at?: Date }[]
  readonly made?: number
  readonly next?: number | null
  readonly extensions?: x509.Extension[]
  /** Signs in the issuer's name. */
  readonly forger?: Issued
  readonly now?: number
}

/** A revocation list (RFC 5280 §5). */
export async function crlOf({ issuer, revoked = [], made = -HOUR, next = HOUR, now = Date.now(), ...more }: CrlWanted): Promise<Buffer> {
  const signer = more.forger ?? issuer
  const list = await x509.X509CrlGenerator.create({
    issuer: issuer.subject,
    thisUpdate: new Date(now + made),
    ...(next === null ? {} : { nextUpdate: new Date(now + next) }),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    signingKey: signer.keys.privateKey,
    entries: revoked.map(({ serial, at }) => ({ serialNumber: serial, revocationDate: at ?? new Date(now - HOUR) })),
    extensions: more.extensions ?? [],
  })
  return Buffer.from(list.rawData)
}

export interface AuthorityForTest {
  readonly port: number
  /** One line for each request: method, place, and the serial asked for. */
  readonly heard: string[]
  close(): Promise<void>
}

export interface Conduct {
  /** The OCSP answer for a serial; null to stay silent. A number is an HTTP status. */
  readonly ocsp?: (serial: string, method: string) => Buffer | number | null
  readonly crl?: () => Buffer | number | null
}

/** An authority on loopback: `/ocsp` answers GET and POST, `/crl` gives the list. */
export async function startAuthority(conduct: Conduct): Promise<AuthorityForTest> {
  const heard: string[] = []
  const server = http.createServer(async (request, response) => {
    const { method = '', url = '' } = request
    if (url.startsWith('/ocsp')) {
      const serial = serialIn(await questionOf(request))
      heard.push(`${method} ocsp ${serial}`)
      send(response, conduct.ocsp?.(serial, method) ?? null)
    } else {
      heard.push(`${method} ${url}`)
      send(response, conduct.crl?.() ?? null)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function send(response: ServerResponse, what: Buffer | number | null): void {
  if (what === null) return
  if (typeof what === 'number') response.writeHead(what).end()
  else response.end(what)
}

async function questionOf(request: IncomingMessage): Promise<Buffer> {
  if (request.method === 'GET') return Buffer.from(decodeURIComponent(request.url?.split('/').at(-1) ?? ''), 'base64')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function serialIn(question: Buffer): string {
  const [asked] = AsnConvert.parse(question, OCSPRequest).tbsRequest.requestList
  return Buffer.from(asked?.reqCert.serialNumber ?? new ArrayBuffer(0)).toString('hex')
}
