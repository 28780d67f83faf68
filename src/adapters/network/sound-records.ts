/** By type number: the least and the most bytes of its data (RFC 1035 §3.3 and §3.4, RFC 3596 §2.2, RFC 6698 §2.1). */
const LENGTHS: ReadonlyMap<number, readonly [least: number, most: number]> = new Map([
  [1, [4, 4]],
  [15, [3, 257]],
  [28, [16, 16]],
  [52, [3, 65_535]],
])
const TLSA = 52
/** Of private use (RFC 6895 §3.1): it is read as bytes and nothing else. */
const UNSOUND_TLSA = 65_280

/** What the type of a TLSA record too short for its three parameters is after `soundRecords`: it is there, and nobody can use it. */
export const SHORT_TLSA: string = `UNKNOWN_${UNSOUND_TLSA}`

const HEADER = 12

/**
 * The message with no record in it that would be read beyond its own end, into its neighbour; null when the data of one cannot be of its type, so
 * that nobody can say what was meant. A message that cannot be walked through is given back as it is.
 */
export function soundRecords(bytes: Buffer): Buffer | null {
  const unsound = unsoundIn(bytes)
  if (unsound.length === 0) return bytes
  if (unsound.some(({ type }) => type !== TLSA)) return null
  const copy = Buffer.from(bytes)
  for (const { at } of unsound) copy.writeUInt16BE(UNSOUND_TLSA, at)
  return copy
}

function unsoundIn(bytes: Buffer): readonly { readonly at: number; readonly type: number }[] {
  if (bytes.length < HEADER) return []
  const found: { at: number; type: number }[] = []
  let at = HEADER
  for (let questions = bytes.readUInt16BE(4); questions > 0; questions--) at = afterName(bytes, at) + 4
  for (let records = bytes.readUInt16BE(6) + bytes.readUInt16BE(8) + bytes.readUInt16BE(10); records > 0; records--) {
    const fixed = afterName(bytes, at)
    if (fixed + 10 > bytes.length) return found
    const type = bytes.readUInt16BE(fixed)
    const length = bytes.readUInt16BE(fixed + 8)
    const [least, most] = LENGTHS.get(type) ?? [0, length]
    if (length < least || length > most) found.push({ at: fixed, type })
    at = fixed + 10 + length
  }
  return found
}

/** Where a name ends that begins here; a pointer is its end (RFC 1035 §4.1.4). */
function afterName(bytes: Buffer, from: number): number {
  let at = from
  for (;;) {
    const length = bytes[at] ?? 0
    if (length >= 0xc0) return at + 2
    if (length === 0) return at + 1
    at += 1 + length
  }
}
