import type { Answer } from '../../domain/answer.ts'
import type { FetchDocument, Fetched } from './fetch-document.ts'
import { sessionGate } from './session-gate.ts'

/** A revocation list by its address. */
export type FetchList = (url: string) => Promise<Answer<Fetched>>

const MOST_BYTES = 8 * 1024 * 1024
/** Lists that are held in memory at one moment. */
const AT_ONCE = 4

/** The hosts of a tenant have certificates of few authorities: a list that several ask for is fetched once, and few lists at a time. */
export function listFetcher(fetch: FetchDocument, withinMs: number): FetchList {
  const gate = sessionGate(AT_ONCE)
  const running = new Map<string, Promise<Answer<Fetched>>>()
  const fetched = async (url: string): Promise<Answer<Fetched>> => {
    const leave = await gate.enter(withinMs)
    if (!leave) return { is: 'unknown', why: 'too many lists are fetched here' }
    return fetch(url, { plain: true, mostBytes: MOST_BYTES, redirects: 2, withinMs }).finally(leave)
  }
  return (url) => {
    const shared = running.get(url) ?? fetched(url).finally(() => running.delete(url))
    running.set(url, shared)
    return shared
  }
}
