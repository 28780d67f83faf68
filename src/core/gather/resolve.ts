import { replyTo } from '../../domain/dns.ts'
import type { DnsQuestion, DnsReply, Resolution } from '../../domain/evidence.ts'
import { isDomain, nextQuestions, resolutionOf } from '../../probes/resolution.ts'

/** A name to look at. `bare`: nobody said whether it is a host or a domain, so its own MX records decide. */
export interface HostName {
  readonly host: string
  readonly as: Resolution['as']
  readonly bare: boolean
}

type Ask = (question: DnsQuestion) => Promise<DnsReply>

/** What leads to addresses. Everything else is asked at the same time and holds nothing up. */
const ON_THE_WAY = /^(MX|A|AAAA)$/

/**
 * Puts the planner's questions, those of one round at once. `onSoFar` is told after every reply, once it is known whether mail goes by MX, so that
 * an address can be tried before the last question is answered.
 */
export async function resolve(name: HostName, ask: Ask, onSoFar: (resolution: Resolution) => void): Promise<Resolution> {
  const replies: DnsReply[] = []
  const underway = new Map<string, { readonly question: DnsQuestion; readonly reply: Promise<void> }>()
  const put = (question: DnsQuestion): void => {
    const key = keyOf(question)
    const reply = ask(question).then((answer) => {
      underway.delete(key)
      replies.push(answer)
      if (routed(name, replies, [...underway.values()])) onSoFar(soFar(name, replies))
    })
    underway.set(key, { question, reply })
  }
  for (;;) {
    const next = nextQuestions(name.host, replies, asWhat(name, replies)).filter((question) => !underway.has(keyOf(question)))
    for (const question of next) put(question)
    if (underway.size === 0) return soFar(name, inOrder(name, replies))
    const waiting = [...underway.values()]
    const onTheWay = waiting.filter(({ question }) => ON_THE_WAY.test(question.type))
    await Promise.all((onTheWay.length > 0 ? onTheWay : waiting).map(({ reply }) => reply))
  }
}

const keyOf = ({ type, name }: DnsQuestion): string => `${type} ${name}`

const asWhat = ({ host, as, bare }: HostName, replies: readonly DnsReply[]): Resolution['as'] =>
  bare && isDomain(host, replies) ? 'domain' : as

const soFar = (name: HostName, replies: readonly DnsReply[]): Resolution => resolutionOf(name.host, replies, asWhat(name, replies))

/** Until it is known that there is no MX record, an address of the name itself is not where its mail goes. */
const routed = ({ host }: HostName, replies: readonly DnsReply[], underway: readonly { readonly question: DnsQuestion }[]): boolean =>
  replyTo(replies, { name: host, type: 'MX' }) !== undefined && !underway.some(({ question }) => question.type === 'MX')

/** The order in which the planner asks, whatever came first: the same answers make the same evidence. */
function inOrder(name: HostName, replies: readonly DnsReply[]): readonly DnsReply[] {
  const ordered: DnsReply[] = []
  for (;;) {
    const next = nextQuestions(name.host, ordered, asWhat(name, ordered)).flatMap((question) => replyTo(replies, question) ?? [])
    const fresh = next.filter((reply) => !ordered.includes(reply))
    if (fresh.length === 0) return [...ordered, ...replies.filter((reply) => !ordered.includes(reply))]
    ordered.push(...fresh)
  }
}
