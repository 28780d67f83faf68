import { hostOf, type Reading, readLine } from './read-line.ts'

/** Whether a text holds the fields of a delivery status notification (RFC 3464). */
export const hasDeliveryStatus = (text: string): boolean => /^(?:Final-Recipient|Diagnostic-Code)\s{0,3}:/im.test(text)

/** One reading per recipient that failed or is delayed (RFC 3464 §2.3); delivered, relayed and expanded ones are left out. */
export function readDeliveryStatus(text: string): readonly Reading[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .slice(0, 500)
    .map(fieldsOf)
    .filter((fields) => fields.has('final-recipient') || fields.has('diagnostic-code'))
    .filter((fields) => !/^(?:delivered|relayed|expanded)/i.test(fields.get('action') ?? ''))
    .map(readFields)
}

/** Header fields by lower-case name, folded lines joined (RFC 5322 §2.2.3). */
function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  let open = ''
  for (const line of block.split('\n')) {
    const field = /^([A-Za-z][\w-]{0,60})\s{0,3}:\s{0,3}(.*)$/.exec(line)
    if (field && !/^\s/.test(line)) {
      open = field[1]!.toLowerCase()
      if (!fields.has(open)) fields.set(open, field[2]!.trim())
    } else if (open && /^\s/.test(line)) fields.set(open, `${fields.get(open)} ${line.trim()}`.slice(0, 10_000))
  }
  return fields
}

function readFields(fields: ReadonlyMap<string, string>): Reading {
  const typed = (name: string) => fields.get(name)?.replace(/^[\w-]{1,20}\s{0,3};\s{0,3}/, '')
  const diagnostic = typed('diagnostic-code') ?? ''
  const recipient = (typed('original-recipient') ?? typed('final-recipient'))?.replace(/[<>]/g, '').toLowerCase() || null
  const reading = readLine(diagnostic, { recipient, server: hostOf(typed('remote-mta')) })
  if (reading.status !== null || !fields.has('status')) return reading
  const status = fields.get('status')!.slice(0, 20)
  return {
    ...readLine(`${reading.reply ?? ''} ${status} ${diagnostic}`, { recipient, server: reading.server }),
    reply: reading.reply,
    detail: reading.detail,
  }
}
