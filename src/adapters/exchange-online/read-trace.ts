import type { z } from 'zod'
import { type Answer, type Found, found, type Unknown } from '../../domain/answer.ts'
import type { Listing, TraceRow, TraceStatus } from '../../domain/tenant.ts'
import type { TraceQuery } from '../../ports/exchange.ts'
import { TraceRowAnswer } from './answers.ts'
import type { Invoke } from './invoke-command.ts'
import { readRows } from './read-rows.ts'

const CMDLET = 'Get-MessageTraceV2'
const PAGE = 5000
const MOST_DAYS = 10
const DAY_MS = 86_400_000
const STATUSES: readonly TraceStatus[] = ['Delivered', 'Expanded', 'Failed', 'FilteredAsSpam', 'GettingStatus', 'Pending', 'Quarantined']

/** Newest first. A query over more than 10 days is asked in windows of 10. */
export async function readTrace(invoke: Invoke, query: TraceQuery): Promise<Answer<Listing<TraceRow>>> {
  const rows = new Map<string, TraceRow>()
  const most = query.most ?? Number.POSITIVE_INFINITY
  let complete = true
  for (const window of windowsOf(query.start, query.end)) {
    const answer = await readWindow(invoke, query, window, rows, most)
    if (answer.is !== 'found') return answer
    complete &&= answer.value
    if (rows.size >= most) break
  }
  const items = [...rows.values()].slice(0, most)
  return found({ items, complete: complete && items.length === rows.size })
}

interface Window {
  readonly start: string
  readonly end: string
}

function windowsOf(start: string, end: string): readonly Window[] {
  const from = Date.parse(start)
  const windows: Window[] = []
  for (let to = Date.parse(end); to > from; to -= MOST_DAYS * DAY_MS) {
    windows.push({ start: new Date(Math.max(from, to - MOST_DAYS * DAY_MS)).toISOString(), end: new Date(to).toISOString() })
  }
  return windows
}

/**
 * The cmdlet has no pages: the next question ends where the last row stands, and starts at its recipient.
 * Adds to `rows`; answers whether the window was read to its end.
 */
async function readWindow(
  invoke: Invoke,
  query: TraceQuery,
  window: Window,
  rows: Map<string, TraceRow>,
  most: number,
): Promise<Found<boolean> | Unknown> {
  const size = Math.min(PAGE, most)
  let end = window.end
  let from: string | null = null
  for (let first = true; ; first = false) {
    const answer = await ask(invoke, query, { start: window.start, end }, from, size)
    if (answer.is === 'unknown') return first && rows.size === 0 ? answer : found(false)
    const before = rows.size
    for (const row of answer.value.items) rows.set(`${row.messageTraceId} ${row.recipientAddress}`, row)
    const last = answer.value.items.at(-1)
    if (!answer.value.more || last === undefined) return found(!answer.value.more)
    if (rows.size >= most || rows.size === before) return found(false)
    end = last.received
    from = last.recipientAddress
  }
}

async function ask(
  invoke: Invoke,
  query: TraceQuery,
  window: Window,
  from: string | null,
  size: number,
): Promise<Found<{ readonly items: readonly TraceRow[]; readonly more: boolean }> | Unknown> {
  const answer = await invoke.read({
    cmdlet: CMDLET,
    parameters: {
      StartDate: window.start,
      EndDate: window.end,
      ResultSize: size,
      ...(query.status && { Status: query.status }),
      ...(query.recipientAddress && { RecipientAddress: [query.recipientAddress] }),
      ...(from && { StartingRecipientAddress: from }),
    },
  })
  const rows = readRows(CMDLET, TraceRowAnswer, answer)
  if (rows.is === 'unknown') return rows
  const warned = answer.is === 'found' && answer.value.warnings.some((warning) => /more results/i.test(warning))
  return found({ items: rows.value.items.map(toTraceRow), more: warned || !rows.value.complete || rows.value.items.length >= size })
}

/** A status unknown today says nothing about the message yet. */
function toTraceRow(row: z.output<typeof TraceRowAnswer>): TraceRow {
  return {
    messageTraceId: row.MessageTraceId,
    messageId: row.MessageId,
    received: row.Received,
    senderAddress: row.SenderAddress.toLowerCase(),
    recipientAddress: row.RecipientAddress.toLowerCase(),
    status: STATUSES.find((status) => status.toLowerCase() === row.Status.toLowerCase()) ?? 'GettingStatus',
  }
}
