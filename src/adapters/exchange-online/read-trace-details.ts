import { type Answer, found } from '../../domain/answer.ts'
import type { TraceEvent, TraceRow } from '../../domain/tenant.ts'
import { TraceDetailAnswer } from './answers.ts'
import { connectorOfEvent } from './connector-of-event.ts'
import type { Invoke } from './invoke-command.ts'
import { readRows } from './read-rows.ts'

const CMDLET = 'Get-MessageTraceDetailV2'
const HOUR_MS = 3_600_000
const MOST_DAYS = 9

/** What happened to one message for one recipient, oldest first. */
export async function readTraceDetails(invoke: Invoke, row: TraceRow, now: number): Promise<Answer<readonly TraceEvent[]>> {
  const received = Date.parse(row.received)
  const answer = await invoke.read({
    cmdlet: CMDLET,
    parameters: {
      MessageTraceId: row.messageTraceId,
      RecipientAddress: row.recipientAddress,
      StartDate: new Date(received - HOUR_MS).toISOString(),
      EndDate: new Date(Math.min(now + HOUR_MS, received + MOST_DAYS * 24 * HOUR_MS)).toISOString(),
    },
  })
  if (answer.is === 'absent') return answer
  const rows = readRows(CMDLET, TraceDetailAnswer, answer)
  if (rows.is !== 'found') return rows
  const events = rows.value.items.map((each) => ({
    date: each.Date,
    event: each.Event,
    detail: each.Detail,
    connector: connectorOfEvent(each.Data),
  }))
  return found(events.sort((one, other) => one.date.localeCompare(other.date)))
}
