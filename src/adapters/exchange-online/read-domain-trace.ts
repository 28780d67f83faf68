import { type Answer, found } from '../../domain/answer.ts'
import { domainOf, type Listing, type TraceRow } from '../../domain/tenant.ts'
import type { TraceQuery } from '../../ports/exchange.ts'
import type { Invoke } from './invoke-command.ts'
import { readTrace } from './read-trace.ts'

const DAY_MS = 86_400_000
/** One question covers no more. */
const MOST_DAYS = 10

/**
 * Whether the trace of a tenant takes `*@domain`: `untold` where that question failed, `unreadable` where no other could be asked either, `no-mail`
 * where there was nothing to try it on.
 */
type Trial =
  | { readonly is: 'takes' | 'ignores' | 'untold' | 'no-mail' }
  | { readonly is: 'unreadable'; readonly answer: Exclude<Answer<never>, { is: 'found' }> }

/**
 * Reads the trace for whole addresses, or for `*@domain`. Microsoft's reference of Get-MessageTraceV2 names addresses only, while the portal and
 * published scripts take the wildcard: that nothing is found by it counts only once it has found something. Where it finds nothing that is
 * surely there, all rows are read and those of the domain picked out.
 */
export function createTraceReader(invoke: Invoke): (query: TraceQuery) => Promise<Answer<Listing<TraceRow>>> {
  let takesWildcards: boolean | null = null
  const trials = new Map<string, Promise<Trial>>()

  /** Shared by questions about the same time alone: in a longer one there may be mail to try it on. */
  const tried = (query: TraceQuery): Promise<Trial> => {
    const time = `${query.start} ${query.end}`
    const trial = trials.get(time) ?? tryWildcard(invoke, query).finally(() => trials.delete(time))
    trials.set(time, trial)
    return trial
  }

  return async (query) => {
    const domain = /^\*@(.+)$/.exec(query.recipientAddress ?? '')?.[1]?.toLowerCase()
    if (domain === undefined) return readTrace(invoke, query)
    if (takesWildcards === false) return readThrough(invoke, query, domain)
    const answer = await readTrace(invoke, query)
    if (answer.is === 'found' && answer.value.items.length > 0) takesWildcards = true
    if (takesWildcards) return answer
    const ended = await tried(query)
    if (ended.is === 'unreadable') return answer.is === 'found' ? ended.answer : answer
    if (ended.is === 'takes') takesWildcards = true
    if (ended.is === 'takes' || ended.is === 'no-mail') return answer
    // What was answered once and failed once is no wildcard that is refused: the next question tries it again.
    if (ended.is === 'ignores' || answer.is !== 'found') takesWildcards = false
    return readThrough(invoke, query, domain)
  }
}

/** Tries the wildcard on the domain of a message that is surely there. */
async function tryWildcard(invoke: Invoke, { start, end }: TraceQuery): Promise<Trial> {
  const earliest = new Date(Date.parse(end) - MOST_DAYS * DAY_MS).toISOString()
  const window = { start: start > earliest ? start : earliest, end, most: 1 }
  const sample = await readTrace(invoke, window)
  if (sample.is !== 'found') return { is: 'unreadable', answer: sample }
  const [row] = sample.value.items
  if (row === undefined) return { is: 'no-mail' }
  const again = await readTrace(invoke, { ...window, recipientAddress: `*@${domainOf(row.recipientAddress)}` })
  if (again.is !== 'found') return { is: 'untold' }
  return { is: again.value.items.length > 0 ? 'takes' : 'ignores' }
}

async function readThrough(
  invoke: Invoke,
  { recipientAddress: _all, ...query }: TraceQuery,
  domain: string,
): Promise<Answer<Listing<TraceRow>>> {
  const answer = await readTrace(invoke, query)
  if (answer.is !== 'found') return answer
  return found({ ...answer.value, items: answer.value.items.filter((row) => domainOf(row.recipientAddress) === domain) })
}
