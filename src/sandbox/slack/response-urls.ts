import { randomUUID } from 'node:crypto'
import { type Body, contentOf } from './methods.ts'
import type { Workspace } from './workspace.ts'

const USES = 5
const LIFE_MS = 30 * 60_000

interface Ticket {
  readonly channel: string
  readonly user: string
  /** The message the button sat on; null for a command. */
  readonly ts: string | null
  readonly until: number
  uses: number
}

/** Delayed answers: an address takes five of them within half an hour. */
export interface ResponseUrls {
  /** The last part of the address. */
  issue(channel: string, user: string, ts: string | null): string
  /** The status and text Slack answers with. */
  take(ticket: string, body: Body): { readonly status: number; readonly text: string }
}

export function responseUrls(workspace: Workspace, now: () => string): ResponseUrls {
  const tickets = new Map<string, Ticket>()
  return {
    issue(channel, user, ts) {
      const id = randomUUID()
      tickets.set(id, { channel, user, ts, until: Date.parse(now()) + LIFE_MS, uses: 0 })
      return id
    },
    take(id, body) {
      const ticket = tickets.get(id)
      if (ticket === undefined || ticket.until < Date.parse(now())) return { status: 404, text: 'expired_url' }
      if (ticket.uses >= USES) return { status: 404, text: 'used_url' }
      const failure = apply(workspace, ticket, body)
      if (failure !== null) return { status: 400, text: failure }
      ticket.uses += 1
      return { status: 200, text: 'ok' }
    },
  }
}

function apply(workspace: Workspace, ticket: Ticket, body: Body): string | null {
  if (body.delete_original === true) {
    return ticket.ts !== null && workspace.remove(ticket.channel, ticket.ts) ? null : 'message_not_found'
  }
  const content = contentOf(body)
  if ('ok' in content) return String(content.error)
  if (body.replace_original === true && ticket.ts !== null) {
    return workspace.edit(ticket.channel, ticket.ts, content) === null ? 'message_not_found' : null
  }
  const onlyFor = body.response_type === 'in_channel' ? null : ticket.user
  const threadTs = typeof body.thread_ts === 'string' ? body.thread_ts : null
  workspace.add({ ...content, channel: ticket.channel, user: workspace.bot.id, threadTs, onlyFor, metadata: null })
  return null
}
