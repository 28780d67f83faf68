/** A name as it is registered and travels in DNS and TLS: A-labels (RFC 5890 §2.3.2.1), lower case, no final dot; null for what cannot be one. */
export function asciiName(name: string): string | null {
  const url = `https://${name.trim().replace(/\.$/, '')}`
  if (!/^https:\/\/[^/\\?#@:[\]\s]+$/.test(url) || !URL.canParse(url)) return null
  return new URL(url).hostname.toLowerCase()
}
