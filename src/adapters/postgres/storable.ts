/**
 * Text as Postgres can keep it: neither `text` nor `jsonb` takes U+0000 or half a surrogate pair, and banners from outside may hold both.
 * Each becomes U+FFFD.
 */
export const storableText = (text: string): string => text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD')

/** A copy of plain JSON data in which every text is storable; what JSON drops (undefined, functions) is gone. */
export function storable<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part))) as T
}
