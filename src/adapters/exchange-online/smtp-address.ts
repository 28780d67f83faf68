/** The address of an entry such as `SMTP:a@b` in lower case; null for other kinds (X500, SIP …). */
export function smtpAddress(entry: string): string | null {
  const kind = /^([a-z0-9]+):/i.exec(entry)
  if (kind && kind[1]?.toLowerCase() !== 'smtp') return null
  return (
    entry
      .replace(/^smtp:/i, '')
      .trim()
      .toLowerCase() || null
  )
}
