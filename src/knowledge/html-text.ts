/** The words of an HTML text, one line per block. */
export function textOf(html: string): string {
  return plainOf(
    html
      .replace(/<(style|script|title)\b[^<>]{0,500}>[^<]{0,20000}<\/\1>/gi, ' ')
      .replace(/<(?:br|hr|\/p|\/div|\/tr|\/li|\/table|\/pre|\/h\d)\b[^<>]{0,500}>/gi, '\n')
      .replace(/<!--[^<>]{0,2000}-->|<!doctype[^<>]{0,300}>|<\/?[a-z][a-z0-9:]{0,20}(?:\s[^<>]{0,2000})?\/?>/gi, ' '),
  )
}

/** Character references of HTML that error texts hold, as characters; twice where a chat escaped what was escaped already. */
export const plainOf = (text: string): string =>
  text.includes('&') ? text.replace(/&amp;(?=[a-z#])/gi, '&').replace(ENTITY, characterOf) : text

const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|quot|apos|amp|nbsp));/gi

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', nbsp: ' ' }

function characterOf(whole: string, decimal: string | undefined, hex: string | undefined, name: string | undefined): string {
  if (name) return NAMED[name.toLowerCase()] ?? whole
  const point = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16)
  return point > 0 && point < 0x110000 && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : ' '
}
