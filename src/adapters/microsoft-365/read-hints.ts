import type { AlertHints } from '../../domain/alert.ts'

const LONGEST = 1000
/** `450 4.4.316 …`, as Exchange Online writes replies. */
const REPLY = /\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b/
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}$/i
const NONE: AlertHints = { connector: null, domain: null, error: null, count: null }

/**
 * What the `Data` of an alert record happens to name: JSON in a string, whose keys Microsoft does not document for mail flow alerts.
 * So keys are recognised by what they contain, values by their form; text that is no JSON names nothing.
 */
export function readHints(data: string): AlertHints {
  const entries = entriesOf(data)
  if (entries === null) return NONE
  const textAt = (key: RegExp, looks: RegExp): string | null => {
    const hit = entries.find(([name, value]) => key.test(name) && typeof value === 'string' && looks.test(value))
    return hit ? String(hit[1]).slice(0, LONGEST) : null
  }
  return {
    connector: textAt(/connector(?!.*(?:type|id$|guid))/i, /^[^\r\n]{1,64}$/),
    domain: textAt(/domain/i, DOMAIN)?.toLowerCase() ?? null,
    error: textAt(/^/, REPLY),
    count: countIn(entries),
  }
}

function entriesOf(data: string): readonly (readonly [string, unknown])[] | null {
  try {
    const read: unknown = JSON.parse(data)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? Object.entries(read) : null
  } catch {
    return null
  }
}

/** `tdc` is the count in the alerts seen so far. */
function countIn(entries: readonly (readonly [string, unknown])[]): number | null {
  const hit = entries.find(([name]) => /^tdc$/i.test(name)) ?? entries.find(([name]) => /count|queued/i.test(name))
  const value = typeof hit?.[1] === 'string' && hit[1].trim() !== '' ? Number(hit[1]) : hit?.[1]
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
