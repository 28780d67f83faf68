import { createHmac, timingSafeEqual } from 'node:crypto'

const WINDOW_SECONDS = 300
/** Clocks differ a little; a signature from further ahead was made to be used later. */
const AHEAD_SECONDS = 60

export type SignatureCheck =
  | { readonly is: 'good'; readonly source: string }
  | { readonly is: 'bad'; readonly why: 'missing' | 'forged' | 'old' | 'future' }

export interface Signed {
  readonly source: string | undefined
  /** Unix seconds. */
  readonly timestamp: string | undefined
  /** `v1=` + hex HMAC-SHA256(secret, timestamp + "." + body). */
  readonly signature: string | undefined
  readonly body: Buffer
}

/** Checks who sent the bytes and when, in constant time. An unknown source takes as long as a wrong signature. */
export function checkSignature(signed: Signed, secrets: Readonly<Record<string, string>>, nowMs: number): SignatureCheck {
  const { source, timestamp, signature } = signed
  if (!source || !timestamp || !signature) return { is: 'bad', why: 'missing' }
  if (!/^\d{1,12}$/.test(timestamp)) return { is: 'bad', why: 'forged' }
  const secret = Object.hasOwn(secrets, source) ? secrets[source] : undefined
  const expected = createHmac('sha256', secret ?? 'no such source')
    .update(`${timestamp}.`)
    .update(signed.body)
    .digest()
  const given = Buffer.from(signature.replace(/^v1=/, ''), 'hex')
  const same = given.length === expected.length && timingSafeEqual(given, expected)
  if (!same || secret === undefined) return { is: 'bad', why: 'forged' }
  const age = nowMs / 1000 - Number(timestamp)
  if (age > WINDOW_SECONDS) return { is: 'bad', why: 'old' }
  if (age < -AHEAD_SECONDS) return { is: 'bad', why: 'future' }
  return { is: 'good', source }
}
