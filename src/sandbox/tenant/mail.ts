import { randomUUID } from 'node:crypto'
import { type Surroundings, tried } from './behave.ts'
import type { Message, MessageEvent, TenantState } from './state.ts'

/** Messages that reached the tenant's transport between two moments. */
export interface Batch {
  /** ISO 8601, both. */
  readonly from: string
  readonly to: string
  readonly count: number
  /** Taken in turn. */
  readonly recipients: readonly string[]
  /** Guid of the connector whose queue takes them; null lets routing decide. */
  readonly queuedFor: string | null
  readonly rule?: string | null
}

const SENDERS = [
  'nora.lindqvist@litware.example',
  'billing@northwind.example',
  'j.okafor@adatum.example',
  'newsletter@wingtip.example',
  'support@proseware.example',
  'm.tanaka@woodgrove.example',
]
const SUBJECTS = [
  'Order confirmation',
  'Minutes of the meeting',
  'Invoice',
  'Re: delivery dates',
  'Travel plans',
  'Weekly report',
  'Contract draft',
]
/** A message is tried this long after it was received. */
const FIRST_TRY_MS = 2000

/** Adds mail of the past: first tried on its arrival, and if it is still waiting, tried again shortly before `now`. */
export function addMail(state: TenantState, batch: Batch, now: string, around: Surroundings): TenantState {
  const added = received(state, batch).map((message) => {
    const first = tried(state, message, later(message.received, FIRST_TRY_MS), around)
    if (first.nextTry === null) return first
    const last = lastSlot(message.received, now, around.retryMs)
    const again = last > message.events[0]!.at && last > later(message.received, FIRST_TRY_MS) ? tried(state, first, last, around) : first
    return again
  })
  return { ...state, messages: [...state.messages, ...added] }
}

/** Adds mail that was delivered through a connector (or to mailboxes, without one), whatever the hosts are like today. */
export function addDelivered(
  state: TenantState,
  batch: Batch & { readonly connector: string | null; readonly host: string | null },
): TenantState {
  const { connector, host } = batch
  const added = received(state, batch).map((message): Message => {
    const at = later(message.received, FIRST_TRY_MS)
    const event: MessageEvent =
      host === null
        ? { at, event: 'Deliver', status: 'Delivered', detail: 'The message was delivered to the mailbox.', connector: null, host: null }
        : { at, event: 'Send external', status: 'Delivered', detail: `Message sent to ${host}. 250 2.0.0 queued`, connector, host }
    return { ...message, queuedFor: null, nextTry: null, events: [...message.events, event] }
  })
  return { ...state, messages: [...state.messages, ...added] }
}

function received(state: TenantState, batch: Batch): readonly Message[] {
  const taken = new Set(state.messages.map((message) => message.received))
  const start = Date.parse(batch.from)
  const step = (Date.parse(batch.to) - start) / Math.max(1, batch.count)
  return Array.from({ length: batch.count }, (_, index) => {
    const at = unusedMoment(taken, Math.floor(start + step * index))
    return message(batch, at, index)
  })
}

function unusedMoment(taken: Set<string>, wanted: number): string {
  let at = wanted
  while (taken.has(new Date(at).toISOString())) at += 1
  const moment = new Date(at).toISOString()
  taken.add(moment)
  return moment
}

function message(batch: Batch, at: string, index: number): Message {
  const traceId = randomUUID()
  const sender = SENDERS[index % SENDERS.length]!
  const receive: MessageEvent = {
    at,
    event: 'Receive',
    status: 'GettingStatus',
    detail: `Message received by: ${FRONT_END}`,
    connector: null,
    host: null,
  }
  return {
    traceId,
    messageId: `<${traceId.slice(0, 13)}@${sender.slice(sender.indexOf('@') + 1)}>`,
    received: at,
    sender,
    recipient: batch.recipients[index % batch.recipients.length]!,
    subject: SUBJECTS[index % SUBJECTS.length]!,
    size: 4096 + ((index * 7919) % 90_000),
    queuedFor: batch.queuedFor,
    rule: batch.rule ?? null,
    nextTry: at,
    events: [receive],
  }
}

const FRONT_END = 'AM6PR0502MB3783.eurprd05.prod.outlook.com'

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString()

/** The newest retry that has already taken place: retries come every `retryMs`, at least one second ago. */
function lastSlot(receivedAt: string, now: string, retryMs: number): string {
  const first = Date.parse(receivedAt) + FIRST_TRY_MS
  const passed = Math.floor((Date.parse(now) - 1000 - first) / retryMs)
  return new Date(first + Math.max(0, passed) * retryMs).toISOString()
}
