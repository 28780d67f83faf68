import { type Answer, absent } from '../../src/domain/answer.ts'
import type { DnsQuestion, DnsReply, Transcript } from '../../src/domain/evidence.ts'
import type { ConversationTarget, DnsWay, GetOptions, Network } from '../../src/ports/network.ts'
import { answer, failing, transcriptWith } from '../probes/healthy.ts'

/** Records by `name TYPE`, or how the question fails; what is not there is an empty answer. `@ip` behind it is what that server alone says, `CD` what the resolver says unchecked. */
export type Zone = Readonly<Record<string, readonly string[] | DnsReply['rcode'] | Promise<readonly string[]>>>
/** How an address answers; a healthy session when it is not named. */
export type Sessions = Readonly<Record<string, Partial<Transcript> | ((target: ConversationTarget) => Promise<Partial<Transcript>>)>>

export interface FakeNetwork extends Network {
  readonly asked: readonly { readonly question: DnsQuestion; readonly way: DnsWay; readonly round: number }[]
  readonly talked: readonly ConversationTarget[]
  readonly got: readonly { readonly url: string; readonly options: GetOptions }[]
  /** How often somebody waited for answers before asking more. */
  rounds(): number
}

/** A world of names and machines. Answers come a moment later, all those of one burst together, so that bursts can be counted. */
export function fakeNetwork(
  zone: Zone,
  sessions: Sessions = {},
  documents: Readonly<Record<string, Answer<string> | Promise<Answer<string>>>> = {},
  forbidden: readonly string[] = [],
): FakeNetwork {
  const asked: FakeNetwork['asked'][number][] = []
  const talked: ConversationTarget[] = []
  const got: FakeNetwork['got'][number][] = []
  let round = 0
  let burst: Promise<void> | null = null
  const moment = (): Promise<void> => {
    if (!burst) {
      round += 1
      burst = new Promise((resolve) => {
        setImmediate(() => {
          burst = null
          resolve()
        })
      })
    }
    return burst
  }
  return {
    asked,
    talked,
    got,
    rounds: () => round,
    async query(question, way = {}) {
      const later = moment()
      asked.push({ question, way, round })
      await later
      const key = `${question.name} ${question.type}${way.server ? ` @${way.server}` : ''}${way.unchecked ? ' CD' : ''}`
      const data = await zone[key]
      return typeof data === 'string' ? failing(question.name, question.type, data) : answer(question.name, question.type, ...(data ?? []))
    },
    async converse(target) {
      talked.push(target)
      const { host, ip, port = 25 } = target
      const way = sessions[`${ip} ${target.way}`] ?? sessions[ip] ?? {}
      const parts = typeof way === 'function' ? await way(target) : await Promise.resolve(way)
      return transcriptWith({ ...parts, host, ip, port })
    },
    async get(url, options = {}) {
      got.push({ url, options })
      return (await documents[url]) ?? absent
    },
    forbidden: (ip) => (forbidden.includes(ip) ? 'private-use' : null),
  }
}

/** Something that ends when the test says so. */
export function held<T>(): { readonly promise: Promise<T>; readonly end: (value: T) => void } {
  let end: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => {
    end = resolve
  })
  return { promise, end: (value) => end(value) }
}
