import { addressOf, hostOf } from './read-host.ts'
import { type Reading, readLine } from './read-line.ts'

const MOST_LINES = 20_000
const MOST_BLOCKS = 500
const LONGEST_FIELD = 10_000

/** Whether a text holds the fields of a delivery status notification (RFC 3464). */
export const hasDeliveryStatus = (text: string): boolean => /^[ \t]{0,8}(?:Final-Recipient|Diagnostic-Code) {0,3}:/im.test(text)

/** One reading per recipient that failed or is delayed (RFC 3464 §2.3); delivered, relayed and expanded ones are left out. */
export function readDeliveryStatus(text: string): readonly Reading[] {
  if (text === '') return []
  return blocksOf(text)
    .filter((fields) => fields.has('final-recipient') || fields.has('diagnostic-code'))
    .filter((fields) => !/^(?:delivered|relayed|expanded)/i.test(fields.get('action') ?? ''))
    .map(readFields)
}

type Fields = Map<string, string>

const FIELD = /^([A-Za-z][\w-]{0,60}) {0,3}:[ \t]{0,3}(.*)$/

/** Header fields by lower-case name, folded lines joined (RFC 5322 §2.2.3): a block per recipient, even where the lines between them were lost. */
function blocksOf(text: string): readonly Fields[] {
  const blocks: Fields[] = []
  let fields: Fields = new Map()
  let open = ''
  const lines = text.replace(/\r\n?/g, '\n').split('\n', MOST_LINES)
  const indent = /^[ \t]{0,8}(?=(?:Final-Recipient|Reporting-MTA|Diagnostic-Code|Original-Recipient) {0,3}:)/im.exec(text)?.[0].length ?? 0
  const begin = () => {
    if (fields.size > 0) blocks.push(fields)
    fields = new Map()
    open = ''
  }
  for (const raw of lines) {
    const line = raw.slice(0, indent).trim() === '' ? raw.slice(indent) : raw
    const field = FIELD.exec(line)
    if (line.trim() === '') begin()
    else if (field) {
      open = field[1]!.toLowerCase()
      if (
        fields.has('final-recipient') &&
        (open === 'final-recipient' || open === 'original-recipient') &&
        fields.has(open === 'final-recipient' ? open : 'action')
      )
        begin()
      open = field[1]!.toLowerCase()
      if (!fields.has(open)) fields.set(open, field[2]!.trim())
    } else if (open && /^\s/.test(line)) fields.set(open, `${fields.get(open)} ${line.trim()}`.slice(0, LONGEST_FIELD))
    if (blocks.length === MOST_BLOCKS) return blocks
  }
  begin()
  return blocks
}

/** `rfc822; adele@contoso.com`, `smtp; 550 …`, `dns; mail.contoso.com`: the value without its type. */
const typed = (value: string | undefined): string | undefined => value?.replace(/^[\w-]{1,20} {0,3}; {0,3}/, '')

function readFields(fields: Fields): Reading {
  const diagnostic = typed(fields.get('diagnostic-code')) ?? ''
  const recipient =
    typed(fields.get('original-recipient') ?? fields.get('final-recipient'))
      ?.replace(/[<>]/g, '')
      .toLowerCase() || null
  const beside = { recipient, ...remoteOf(typed(fields.get('remote-mta')) ?? '') }
  const reading = readLine(diagnostic, beside)
  if (reading.status !== null || !fields.has('status')) return reading
  const status = fields.get('status')!.slice(0, 20)
  return { ...readLine(`${reading.reply ?? ''} ${status} ${diagnostic}`, beside), reply: reading.reply, detail: reading.detail }
}

/** `mail.contoso.com`, and as Gmail writes it `mail.contoso.com. (203.0.113.9, the server for the domain contoso.com.)`. */
function remoteOf(value: string): { readonly server: string | null; readonly ip: string | null } {
  const [host, rest] = value.slice(0, 600).split(/\s*[([]/, 2)
  return { server: hostOf(host), ip: addressOf(rest?.split(/[,\])]/)[0]) }
}
