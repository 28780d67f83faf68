import { addressOf, hostOf } from './read-host.ts'
import { type Reading, readLine, sentAt } from './read-line.ts'
import { dateOf } from './read-time.ts'

const MOST_LINES = 20_000
const MOST_BLOCKS = 500
const LONGEST_FIELD = 10_000
/** A line that was long enough to be folded goes on in the next, indented or not. */
const FOLDED = 50
const INDENT = /^[ \t]{0,8}(?=(?:Final-Recipient|Reporting-MTA|Diagnostic-Code|Original-Recipient) {0,3}:)/im

/** Whether a text holds the fields of a delivery status notification (RFC 3464). */
export const hasDeliveryStatus = (text: string): boolean => /^[ \t]{0,8}(?:Final-Recipient|Diagnostic-Code) {0,3}:/im.test(text)

/** One reading per recipient that failed or is delayed (RFC 3464 §2.3); delivered, relayed and expanded ones are left out. */
export function readDeliveryStatus(text: string): readonly Reading[] {
  if (text === '') return []
  let message: Fields = new Map()
  return blocksOf(text).flatMap((fields) => {
    if (fields.has('reporting-mta') || fields.has('arrival-date')) message = fields
    const isRecipient = fields.has('final-recipient') || fields.has('diagnostic-code')
    if (!isRecipient || /^(?:delivered|relayed|expanded)/i.test(fields.get('action') ?? '')) return []
    return [sentAt(readFields(fields, typed(message.get('reporting-mta')) ?? null), dateOf(message.get('arrival-date')))]
  })
}

type Fields = Map<string, string>

const FIELD = /^([A-Za-z][\w-]{0,60}) {0,3}:[ \t]{0,3}(.*)$/

/**
 * Header fields by lower-case name, folded lines joined (RFC 5322 §2.2.3): a block per recipient, even where the lines between the blocks
 * or the indentation of folded lines were lost.
 */
function blocksOf(text: string): readonly Fields[] {
  const blocks: Fields[] = []
  let fields: Fields = new Map()
  let open = ''
  let width = 0
  const begin = () => {
    if (fields.size > 0) blocks.push(fields)
    fields = new Map()
    open = ''
  }
  const indent = INDENT.exec(text)?.[0].length ?? 0
  for (const raw of text.replace(/\r\n?/g, '\n').split('\n', MOST_LINES)) {
    const line = raw.slice(0, indent).trim() === '' ? raw.slice(indent) : raw
    const [, name, value] = FIELD.exec(line) ?? []
    if (line.trim() === '') begin()
    else if (name !== undefined && value !== undefined) {
      if (isOfAnother(fields, name.toLowerCase())) begin()
      open = name.toLowerCase()
      if (!fields.has(open)) fields.set(open, value.trim())
    } else if (open !== '' && (/^\s/.test(line) || width >= FOLDED)) append(fields, open, line.trim())
    width = line.length
    if (blocks.length === MOST_BLOCKS) return blocks
  }
  begin()
  return blocks
}

/** The fields of a recipient begin with its address (RFC 3464 §2.3): an address after an address, or after what became of it, is another's. */
const isOfAnother = (fields: Fields, name: string): boolean =>
  (name === 'final-recipient' && fields.has(name)) || (name === 'original-recipient' && fields.has('action'))

function append(fields: Fields, name: string, more: string): void {
  const value = fields.get(name) ?? ''
  if (value.length < LONGEST_FIELD) fields.set(name, `${value} ${more}`)
}

/** A field that lost its end may have taken in the lines below it. */
const ADDRESS = /^(?:"[^"]{1,64}"@)?\S{1,320}/

/** `rfc822; adele@contoso.com`, `smtp; 550 …`, `dns; mail.contoso.com`: the value without its type. */
const typed = (value: string | undefined): string | undefined => value?.replace(/^[\w-]{1,20} {0,3}; {0,3}/, '')

/** Whom the sender wrote to (Original-Recipient) rather than where that was forwarded to, which other parts of a report may name. */
function readFields(fields: Fields, reporter: string | null): Reading {
  const diagnostic = typed(fields.get('diagnostic-code')) ?? ''
  const [original, final] = ['original-recipient', 'final-recipient'].map(
    (name) => ADDRESS.exec(typed(fields.get(name))?.replace(/[<>]/g, '') ?? '')?.[0].toLowerCase() ?? null,
  )
  const beside = {
    recipient: original ?? final ?? null,
    ...remoteOf(typed(fields.get('remote-mta')) ?? ''),
    when: dateOf(fields.get('last-attempt-date')),
    reporter,
  }
  const reading = readLine(diagnostic, beside)
  const named = original && final && original !== final ? { forwardedTo: final } : {}
  if (reading.status !== null || !fields.has('status')) return { ...reading, ...named }
  const status = fields.get('status')!.slice(0, 20)
  return {
    ...readLine(`${reading.reply ?? ''} ${status} ${diagnostic}`, beside),
    reply: reading.reply,
    detail: reading.detail,
    ...named,
  }
}

/** `mail.contoso.com`, and as Gmail writes it `mail.contoso.com. (203.0.113.9, the server for the domain contoso.com.)`. */
function remoteOf(value: string): { readonly server: string | null; readonly ip: string | null } {
  const [host, rest] = value.slice(0, 600).split(/\s*[([]/, 2)
  return { server: hostOf(host), ip: addressOf(rest?.split(/[,\])]/)[0]) }
}
