/** One element of DER (X.690 §8.1): where it starts, where its content does, and where both end. */
export interface Element {
  readonly tag: number
  readonly at: number
  readonly start: number
  readonly end: number
}

export const SEQUENCE = 0x30
export const INTEGER = 0x02
export const OBJECT_IDENTIFIER = 0x06

/** The element at `at`; null for one that is cut off or has a length no certificate needs. Tags of more than one byte do not occur in PKIX. */
export function element(der: Buffer, at: number): Element | null {
  const tag = der[at]
  const first = der[at + 1]
  if (tag === undefined || first === undefined) return null
  if (first < 0x80) return whole(der, { tag, at, start: at + 2, end: at + 2 + first })
  const size = first & 0x7f
  if (size === 0 || size > 4 || at + 2 + size > der.length) return null
  const start = at + 2 + size
  return whole(der, { tag, at, start, end: start + der.readUIntBE(at + 2, size) })
}

const whole = (der: Buffer, found: Element): Element | null => (found.end <= der.length ? found : null)

/** The first elements inside one that holds others, in order: structures have few fields, and what claims to be one may have millions. */
export function fieldsIn(der: Buffer, of: Element): readonly Element[] {
  const fields: Element[] = []
  for (const each of inside(der, of)) {
    if (fields.push(each) >= MOST_FIELDS) break
  }
  return fields
}

const MOST_FIELDS = 16

/** The elements inside one that holds others, in order, as far as they can be read. */
export function* inside(der: Buffer, { start, end }: Element): Generator<Element> {
  for (let at = start; at < end; ) {
    const next = element(der, at)
    if (!next || next.end > end) return
    yield next
    at = next.end
  }
}

export const content = (der: Buffer, { start, end }: Element): Buffer => der.subarray(start, end)

/** Tag, length and content. */
export const encoded = (der: Buffer, { at, end }: Element): Buffer => der.subarray(at, end)

const VERSION = 0xa0

/**
 * The fields of a certificate, from the serial number on: TBSCertificate ::= SEQUENCE { version [0] OPTIONAL, serialNumber, signature, issuer,
 * validity, subject, subjectPublicKeyInfo, … } (RFC 5280 §4.1). Empty when it cannot be read.
 */
export function certificateFields(raw: Buffer): readonly Element[] {
  const certificate = element(raw, 0)
  const tbs = certificate && element(raw, certificate.start)
  const fields = tbs ? fieldsIn(raw, tbs) : []
  return fields[0]?.tag === VERSION ? fields.slice(1) : fields
}

/** An object identifier in dotted numbers (X.690 §8.19). */
export function dottedOid(bytes: Buffer): string {
  const numbers: number[] = []
  let value = 0
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      numbers.push(value)
      value = 0
    }
  }
  const first = numbers.shift() ?? 0
  const head = Math.min(2, Math.floor(first / 40))
  return [head, first - head * 40, ...numbers].join('.')
}
