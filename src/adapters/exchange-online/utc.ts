/** ISO 8601 UTC of a date as Exchange writes it: without a zone it is UTC. null when it is no date. */
export function utc(text: string): string | null {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text.trim()}Z`
  const at = Date.parse(zoned)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
