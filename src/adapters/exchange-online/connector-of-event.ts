const PROPERTY = 'TenantOutboundConnectorCustomData'

/**
 * The outbound connector an event names in its Data, XML such as `<root><MEP Name="…" String="…"/></root>`; null when it names none.
 * Seen as a property of its own and inside the custom data blob (`S:…TenantOutboundConnectorCustomData=Name=X;ConnectorType=…`).
 */
export function connectorOfEvent(data: string): string | null {
  for (const [, attributes] of data.matchAll(/<MEP\b([^>]*?)\/?>/gi)) {
    const name = attribute(attributes ?? '', 'Name')
    const value = attribute(attributes ?? '', 'String') ?? attribute(attributes ?? '', 'Blob')
    if (name === null || value === null) continue
    const told = name.endsWith(PROPERTY) ? value : inBlob(value)
    if (told) return nameIn(told)
  }
  return null
}

function attribute(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(attributes)
  return found ? unescapeXml(found[1] ?? found[2] ?? '') : null
}

function inBlob(blob: string): string | null {
  const at = blob.indexOf(`${PROPERTY}=`)
  return at < 0 ? null : blob.slice(at + PROPERTY.length + 1)
}

/** `Name=X;ConnectorType=…`, or the bare name. */
function nameIn(value: string): string | null {
  const named = /(?:^|;)\s*Name=([^;]*)/i.exec(value)
  return (named ? (named[1] ?? '') : value).trim() || null
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[String(name).toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
