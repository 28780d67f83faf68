import { asSeen } from '../behave.ts'
import { CmdletFailure } from '../cmdlet-failure.ts'
import { type Arguments, listOf, type ParameterKinds, textOf } from '../parameters.ts'
import { type ConnectorRecord, type Message, type MessageEvent, statusOf } from '../state.ts'
import type { Cmdlet, CmdletContext, Row } from './cmdlet.ts'

const DAY = 86_400_000
const STATUSES = ['Delivered', 'Expanded', 'Failed', 'FilteredAsSpam', 'GettingStatus', 'Pending', 'Quarantined']
const WINDOW: ParameterKinds = { StartDate: 'date', EndDate: 'date', SenderAddress: 'list', MessageId: 'list' }

export const getMessageTraceV2: Cmdlet = {
  parameters: {
    ...WINDOW,
    FromIP: 'text',
    MessageTraceId: 'text',
    RecipientAddress: 'list',
    ResultSize: 'result-size',
    StartingRecipientAddress: 'text',
    Status: 'list',
    Subject: 'text',
    SubjectFilterType: ['Contains', 'EndsWith', 'StartsWith'],
    ToIP: 'text',
  },
  run(context, args) {
    const window = windowOf(context, args)
    const size = typeof args.ResultSize === 'number' ? args.ResultSize : 1000
    if (size > 5000) throw outOfRange('ResultSize must be between 1 and 5000.')
    const rows = rowsIn(context, args, window)
    if (rows.length <= size) return { rows: rows.slice(0, size).map((each) => rowOf(each, window)) }
    const shown = rows.slice(0, size)
    const last = shown.at(-1)!
    const warning = `There are more results. Run the query again with -EndDate "${last.received}" -StartingRecipientAddress ${last.recipient}.`
    return { rows: shown.map((each) => rowOf(each, window)), warnings: [warning] }
  },
}

export const getMessageTraceDetailV2: Cmdlet = {
  parameters: { ...WINDOW, MessageTraceId: 'text', RecipientAddress: 'text', Event: 'list', Action: 'list' },
  required: ['MessageTraceId', 'RecipientAddress'],
  run(context, args) {
    const recipient = textOf(args.RecipientAddress)?.toLowerCase()
    const message = context.state.messages.find(
      (each) => each.traceId === args.MessageTraceId && each.recipient.toLowerCase() === recipient,
    )
    const seen = message === undefined ? null : asSeen(message, context.traceSeen)
    if (seen === null) return { rows: [] }
    const wanted = listOf(args.Event).map((each) => each.toLowerCase())
    const events = seen.events.filter((each) => wanted.length === 0 || wanted.some((name) => each.event.toLowerCase().startsWith(name)))
    return { rows: events.map((event) => detailOf(seen, event, context.state.objects.connectors)) }
  },
}

interface Window {
  readonly start: string
  readonly end: string
}

/** The last 48 hours unless told; at most 10 days, at most 90 days back. */
function windowOf({ now }: CmdletContext, args: Arguments): Window {
  const end = textOf(args.EndDate) ?? now
  const start = textOf(args.StartDate) ?? new Date(Date.parse(end) - 2 * DAY).toISOString()
  if (start > end) throw outOfRange('StartDate must not be later than EndDate.')
  if (Date.parse(end) - Date.parse(start) > 10 * DAY)
    throw outOfRange('The time between StartDate and EndDate must not be longer than 10 days.')
  if (Date.parse(now) - Date.parse(start) > 90 * DAY) throw outOfRange('StartDate must be within the last 90 days.')
  return { start, end }
}

const outOfRange = (text: string) => new CmdletFailure(400, 'Microsoft.Exchange.Management.Tasks.InvalidExpressionException', text)

/** Newest first, then by recipient; `StartingRecipientAddress` goes on after the last row of the query before. */
function rowsIn(context: CmdletContext, args: Arguments, window: Window): readonly Message[] {
  const seen = context.state.messages.flatMap((each) => asSeen(each, context.traceSeen) ?? [])
  const fits = criteria(args)
  const after = textOf(args.StartingRecipientAddress)?.toLowerCase()
  return seen
    .filter((each) => each.received >= window.start && each.received <= window.end && fits(each))
    .filter((each) => after === undefined || each.received < window.end || each.recipient.toLowerCase() > after)
    .sort((a, b) => b.received.localeCompare(a.received) || a.recipient.localeCompare(b.recipient))
}

function criteria(args: Arguments): (message: Message) => boolean {
  const statuses = listOf(args.Status).map(statusNamed)
  const recipients = listOf(args.RecipientAddress)
  const senders = listOf(args.SenderAddress)
  const ids = listOf(args.MessageId)
  const trace = textOf(args.MessageTraceId)
  const subject = textOf(args.Subject)?.toLowerCase()
  return (message) =>
    (statuses.length === 0 || statuses.includes(statusOf(message))) &&
    (recipients.length === 0 || recipients.some((each) => addressFits(each, message.recipient))) &&
    (senders.length === 0 || senders.some((each) => addressFits(each, message.sender))) &&
    (ids.length === 0 || ids.includes(message.messageId)) &&
    (trace === null || trace === message.traceId) &&
    (subject === undefined || subjectFits(textOf(args.SubjectFilterType), message.subject.toLowerCase(), subject))
}

function statusNamed(name: string): string {
  const status = STATUSES.find((each) => each.toLowerCase() === name.toLowerCase())
  if (status === undefined) throw outOfRange(`Status "${name}" is not one of ${STATUSES.join(', ')}.`)
  return status
}

/** Whole addresses, or `*@domain`. */
function addressFits(pattern: string, address: string): boolean {
  const wanted = pattern.toLowerCase()
  return wanted.startsWith('*') ? address.toLowerCase().endsWith(wanted.slice(1)) : address.toLowerCase() === wanted
}

function subjectFits(how: string | null, subject: string, text: string): boolean {
  if (how === 'StartsWith') return subject.startsWith(text)
  return how === 'EndsWith' ? subject.endsWith(text) : subject.includes(text)
}

function rowOf(message: Message, window: Window): Row {
  return {
    MessageId: message.messageId,
    MessageTraceId: message.traceId,
    Received: message.received,
    SenderAddress: message.sender,
    RecipientAddress: message.recipient,
    Subject: message.subject,
    Status: statusOf(message),
    ToIP: '',
    FromIP: '',
    Size: message.size,
    StartDate: window.start,
    EndDate: window.end,
  }
}

function detailOf(message: Message, event: MessageEvent, connectors: readonly ConnectorRecord[]): Row {
  return {
    MessageId: message.messageId,
    MessageTraceId: message.traceId,
    Date: event.at,
    Event: event.event,
    Action: '',
    Detail: event.detail,
    Data: dataOf(event, connectors),
  }
}

/** The XML beside an event. The outbound connector is told as a quoted member of CustomData and as an item of its own. */
function dataOf(event: MessageEvent, connectors: readonly ConnectorRecord[]): string {
  const items = [item('SourceContext', 'String', 'Unknown')]
  if (event.connector !== null) {
    const connector = connectors.find((each) => each.Name === event.connector)
    const properties = `Name=${event.connector};ConnectorType=${connector?.ConnectorType ?? ''};UseMxRecord=${connector?.UseMXRecord ? 'True' : 'False'}`
    items.push(
      item(
        'CustomData',
        'Blob',
        `S:IsSmtpResponseFromExternalServer=False;'S:Microsoft.Exchange.Hygiene.TenantOutboundConnectorCustomData=${properties}'`,
      ),
    )
    items.push(item('TenantOutboundConnectorCustomData', 'String', properties))
  }
  if (event.host !== null) items.push(item('OutboundProxyTargetHostName', 'String', event.host))
  return `<root>${items.join('')}</root>`
}

function item(name: string, kind: 'String' | 'Blob', value: string): string {
  const safe = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  return `<MEP Name="${name}" ${kind}="${safe}"/>`
}
