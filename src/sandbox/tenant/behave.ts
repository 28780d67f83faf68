import { domainOf, type TraceStatus } from '../../domain/tenant.ts'
import { failText, LOOP, NO_HOST, whenExpired } from './delivery-texts.ts'
import { acceptedDomain, type RouteContext, type TlsDemand, type Way, wayOf } from './route.ts'
import type { Message, MessageEvent, TenantObjects, TenantState } from './state.ts'

/** How one delivery attempt ends; `led` is the last error detail as the message trace shows it, `reply` a refusal for good. */
export type Attempt =
  | { readonly is: 'delivered' }
  | { readonly is: 'deferred'; readonly led: string }
  | { readonly is: 'rejected'; readonly reply: string }

/** The world outside at one moment. */
export interface Surroundings {
  /** `at` is ISO 8601: when the attempt is made. */
  readonly attempt: (host: string, tls: TlsDemand, at: string) => Attempt
  readonly mx: (domain: string) => readonly string[]
  /** Milliseconds between two attempts for one message. */
  readonly retryMs: number
}

const HOUR = 3_600_000
/** Of a long wait only the first deferral and the newest ones are kept. */
const DEFERRALS_KEPT = 4

/** Lets the tenant live on until `now` (ISO 8601): changes come into force, waiting mail is tried again, what is too old bounces. */
export function advance(state: TenantState, now: string, around: Surroundings): TenantState {
  let next = state
  const due = state.changes.filter((change) => change.inForceAt <= now).sort((a, b) => a.inForceAt.localeCompare(b.inForceAt))
  for (const change of due) {
    const before = next.inForce
    next = { ...next, inForce: change.objects, changes: next.changes.filter((each) => each !== change) }
    next = tryMessages(next, change.inForceAt, around, (message) => concerns(before, change.objects, message))
  }
  return tryMessages(next, now, around, (message) => message.nextTry !== null && message.nextTry <= now)
}

/** Tries every waiting message at once, as when a host has come back. */
export const tryAll = (state: TenantState, now: string, around: Surroundings): TenantState => tryMessages(state, now, around, () => true)

function tryMessages(state: TenantState, at: string, around: Surroundings, isDue: (message: Message) => boolean): TenantState {
  let changed = false
  const messages = state.messages.map((message) => {
    if (message.nextTry === null) return message
    const end = expiryOf(message, state.messageExpirationHours)
    if (end > at && !isDue(message)) return message
    changed = true
    return end <= at ? expired(message, end) : tried(state, message, at, around)
  })
  return changed ? { ...state, messages } : state
}

/** A change makes Exchange route a waiting message again when its connector or its domain is not what it was. */
function concerns(before: TenantObjects, after: TenantObjects, message: Message): boolean {
  const domain = domainOf(message.recipient)
  const typeOf = (objects: TenantObjects) => acceptedDomain(objects.domains, domain)?.DomainType
  if (typeOf(before) !== typeOf(after)) return true
  const stateOf = (objects: TenantObjects) => JSON.stringify(objects.connectors.find((each) => each.Guid === message.queuedFor))
  return message.queuedFor === null ? before.connectors !== after.connectors : stateOf(before) !== stateOf(after)
}

/** One delivery attempt for one message. */
export function tried(state: TenantState, message: Message, at: string, around: Surroundings): Message {
  const way = wayFor(state, message, around)
  switch (way.is) {
    case 'mailbox':
      return ended(message, { at, event: 'Deliver', status: 'Delivered', detail: 'The message was delivered to the mailbox.' })
    case 'rejected':
      return ended(message, { at, event: 'Fail', status: 'Failed', detail: failText(way.detail) })
    case 'loop':
      return ended(message, { at, event: 'Fail', status: 'Failed', detail: failText(LOOP) })
    case 'hosts':
      return attempted(message, way, at, around)
  }
}

/** A message keeps its place in a connector's queue while that connector is on and its domain still relays; otherwise it is routed anew. */
function wayFor(state: TenantState, message: Message, around: Surroundings): Way {
  const context: RouteContext = { inForce: state.inForce, recipients: state.recipients, mx: around.mx }
  const queue = state.inForce.connectors.find((each) => each.Guid === message.queuedFor && each.Enabled)
  const isRelayed = acceptedDomain(state.inForce.domains, domainOf(message.recipient))?.DomainType !== 'Authoritative'
  if (queue === undefined || queue.UseMXRecord || !isRelayed) {
    return wayOf(message.recipient, message.rule && boundConnector(state, message.rule), context)
  }
  return { is: 'hosts', connector: queue, hosts: queue.SmartHosts, tls: { tlsSettings: queue.TlsSettings, tlsDomain: queue.TlsDomain } }
}

function boundConnector(state: TenantState, ruleName: string): string | null {
  const rule = state.transportRules.find((each) => each.Name === ruleName && each.State === 'Enabled')
  return rule?.RouteMessageOutboundConnector ?? null
}

function attempted(message: Message, way: Extract<Way, { is: 'hosts' }>, at: string, around: Surroundings): Message {
  const connector = way.connector?.Name ?? null
  let last: { host: string; led: string } | null = null
  for (const host of way.hosts) {
    const attempt = around.attempt(host, way.tls, at)
    if (attempt.is === 'delivered') {
      return ended(message, {
        at,
        event: 'Send external',
        status: 'Delivered',
        detail: `Message sent to ${host}. 250 2.0.0 queued`,
        connector,
        host,
      })
    }
    if (attempt.is === 'rejected')
      return ended(message, { at, event: 'Fail', status: 'Failed', detail: failText(attempt.reply), connector, host })
    last = { host, led: attempt.led }
  }
  const event = deferral(at, connector, last)
  const waiting = [...message.events.filter((each) => each.event !== 'Defer'), ...keptDeferrals(message), event]
  const nextTry = new Date(Date.parse(at) + around.retryMs).toISOString()
  return { ...message, queuedFor: way.connector?.Guid ?? null, nextTry, events: waiting }
}

function deferral(at: string, connector: string | null, last: { host: string; led: string } | null): MessageEvent {
  const detail = last?.led ?? NO_HOST
  return { at, event: 'Defer', status: 'Pending', detail, connector, host: last?.host ?? null }
}

function keptDeferrals(message: Message): readonly MessageEvent[] {
  const deferrals = message.events.filter((each) => each.event === 'Defer')
  return deferrals.length < DEFERRALS_KEPT ? deferrals : [deferrals[0]!, ...deferrals.slice(-(DEFERRALS_KEPT - 2))]
}

type Ending = Pick<MessageEvent, 'at' | 'event' | 'detail'> & { status: TraceStatus; connector?: string | null; host?: string | null }

function ended(message: Message, ending: Ending): Message {
  return { ...message, queuedFor: null, nextTry: null, events: [...message.events, { connector: null, host: null, ...ending }] }
}

const expiryOf = (message: Message, hours: number): string => new Date(Date.parse(message.received) + hours * HOUR).toISOString()

function expired(message: Message, at: string): Message {
  const last = message.events.findLast((each) => each.event === 'Defer')
  const ending = { at, event: 'Fail', status: 'Failed', detail: failText(whenExpired(last?.detail ?? '')) } as const
  return ended(message, { ...ending, connector: last?.connector ?? null, host: last?.host ?? null })
}

/** The message as the trace tells it at `seen`: with what had happened by then; null when it had not been received yet. */
export function asSeen(message: Message, seen: string): Message | null {
  if (message.received > seen) return null
  return { ...message, events: message.events.filter((each) => each.at <= seen) }
}
