import { AsnConvert } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier, Extensions, IssuingDistributionPoint, id_ce_issuingDistributionPoint } from '@peculiar/asn1-x509'
import { content, type Element, element, encoded, fieldsIn, INTEGER, inside, SEQUENCE } from './der.ts'
import { inTime, type RevocationReading } from './revocation-reading.ts'
import { signatureHolds } from './revocation-signature.ts'
import { type RevocationSubject, serialAt } from './revocation-subject.ts'

/** The parts of a CRL (RFC 5280 §5.1). A list may have hundreds of thousands of entries, so it is walked where it lies. */
interface RevocationList {
  readonly der: Buffer
  readonly tbs: Element
  readonly algorithm: Element
  readonly signature: Element
  readonly issuer: Element
  readonly thisUpdate: number
  readonly nextUpdate: number | null
  readonly revoked: Element | null
  readonly extensions: Element | null
}

/**
 * What a CRL says of a certificate, once it comes from the issuer itself, is signed by it, in time and complete for that certificate
 * (RFC 5280 §6.3.3). `now` in milliseconds since 1970.
 */
export function readCrl(bytes: Buffer, subject: RevocationSubject, now: number): RevocationReading {
  try {
    const list = partsOf(bytes)
    return list ? read(list, subject, now) : { is: 'unknown', why: 'a list that cannot be read' }
  } catch {
    return { is: 'unknown', why: 'a list that cannot be read' }
  }
}

function read(list: RevocationList, subject: RevocationSubject, now: number): RevocationReading {
  const late = inTime(list.thisUpdate, list.nextUpdate, now)
  if (late !== null) return { is: 'unknown', why: late }
  if (!isIssuedBy(list, subject)) return { is: 'unknown', why: 'a list that the issuer did not sign' }
  if (!covers(list, subject)) return { is: 'unknown', why: 'a list that is not for this certificate' }
  const at = revokedAt(list, subject.serial)
  return at === null ? { is: 'good', at: null, until: list.nextUpdate } : { is: 'revoked', at, until: list.nextUpdate }
}

function partsOf(der: Buffer): RevocationList | null {
  const all = element(der, 0)
  const [tbs, algorithm, signature] = all ? fieldsIn(der, all) : []
  if (!tbs || !algorithm || !signature) return null
  const fields = fieldsIn(der, tbs)
  const [, issuer, thisUpdate, ...rest] = fields[0]?.tag === INTEGER ? fields.slice(1) : fields
  if (!issuer || !thisUpdate) return null
  const nextUpdate = rest.find((each) => isTime(each))
  return {
    der,
    tbs,
    algorithm,
    signature,
    issuer,
    thisUpdate: timeOf(der, thisUpdate),
    nextUpdate: nextUpdate ? timeOf(der, nextUpdate) : null,
    revoked: rest.find((each) => each.tag === SEQUENCE) ?? null,
    extensions: rest.find((each) => each.tag === 0xa0) ?? null,
  }
}

function isIssuedBy({ der, tbs, algorithm, signature, issuer }: RevocationList, subject: RevocationSubject): boolean {
  if (!encoded(der, issuer).equals(subject.issuerName)) return false
  const { algorithm: name, parameters } = AsnConvert.parse(encoded(der, algorithm), AlgorithmIdentifier)
  return signatureHolds(
    {
      algorithm: name,
      parameters: parameters ? Buffer.from(parameters) : null,
      data: encoded(der, tbs),
      // The first byte of a BIT STRING counts unused bits, and a signature has none.
      signature: content(der, signature).subarray(1),
    },
    subject.issuer.publicKey,
  )
}

/** Whether absence from the list means anything: it may hold other certificates, some reasons, or changes alone (RFC 5280 §5.2.4, §5.2.5). */
function covers({ der, extensions }: RevocationList, { lists }: RevocationSubject): boolean {
  for (const each of extensions ? AsnConvert.parse(content(der, extensions), Extensions) : []) {
    if (!each.critical) continue
    if (each.extnID !== id_ce_issuingDistributionPoint) return false
    const scope = AsnConvert.parse(each.extnValue.buffer, IssuingDistributionPoint)
    if (scope.onlyContainsCACerts || scope.onlyContainsAttributeCerts || scope.indirectCRL || scope.onlySomeReasons) return false
    const names = scope.distributionPoint?.fullName?.map((name) => name.uniformResourceIdentifier) ?? []
    if (scope.distributionPoint && !names.some((name) => name !== undefined && lists.includes(name))) return false
  }
  return true
}

/** When the certificate was revoked, ISO 8601; null when it is not in the list. */
function revokedAt({ der, revoked }: RevocationList, serial: Buffer): string | null {
  // Most lists do not hold the bytes at all, and looking for them is far quicker than reading every entry.
  if (!revoked || !content(der, revoked).includes(serial)) return null
  for (const entry of inside(der, revoked)) {
    const number = element(der, entry.start)
    if (number?.tag !== INTEGER || !serialAt(der, number).equals(serial)) continue
    const date = element(der, number.end)
    return new Date(date ? timeOf(der, date) : 0).toISOString()
  }
  return null
}

const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
const isTime = ({ tag }: Element): boolean => tag === UTC_TIME || tag === GENERALIZED_TIME

/** Milliseconds since 1970, NaN when it is no time. Two digits of a year from 50 on are of the last century (RFC 5280 §4.1.2.5.1). */
function timeOf(der: Buffer, at: Element): number {
  const text = content(der, at).toString('latin1')
  const year = at.tag === UTC_TIME ? `${Number(text.slice(0, 2)) >= 50 ? '19' : '20'}${text}` : text
  const [, y, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(year) ?? []
  return Date.parse(`${y}-${month}-${day}T${hour}:${minute}:${second}Z`)
}
