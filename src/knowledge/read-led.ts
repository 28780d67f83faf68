import { type Beside, type Reading, readLine } from './read-line.ts'

const MEMBER = /(?:[{[] ?|^)(LED|MSG|FQDN|IP|LRT|Last attempted server name|Last attempted IP) {0,2}=/gi
/** The same where a copy has lost its braces: `LED=…;FQDN=…;IP=…`. */
const BARE_MEMBER = /(?:[[;] ?|^)(LED|MSG|FQDN|IP|LRT|Last attempted server name|Last attempted IP) {0,2}=/gi
const PROXY_HOST = /\bOutboundProxyTargetHostName: ?([^\s;\]}"]{1,255})/i
const PROXY_IP = /\bOutboundProxyTargetIP: ?([^\s;\]}"]{1,60})/i
const PROXY = 'OutboundProxyTarget'
const EMPTY_MEMBERS = /(?:;? ?\{ ?\}){1,20};?\s*$/
const MOST = 200
const MOST_MEMBERS = MOST * 8
const LONGEST_VALUE = 10_000
const LONGEST_HEAD = 2_000
const LONGEST_ROW = 400
/** `Date : 10/6/2026 7:26:11 AM`, `"2026-10-06T07:41:11Z","Defer",…`, `10/6/2026, 9:26 AM	Defer	…`: the last moment that begins a line or a field. */
const ROW = /.*(?:^|[\n",;\t|:])[ "]{0,3}(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T, ]{1,3}\d{1,2}:\d{2}[^\n"\t|;]{0,24})/s

/** Whether a text holds a last error detail of the message trace or of a queue. */
export const hasLed = (text: string): boolean => /[{[] ?(?:LED|MSG|FQDN|LRT) {0,2}=|^\W{0,10}LED {0,2}=/i.test(text)

/** Reads every `{LED=…};{MSG=…};{FQDN=…};{IP=…};{LRT=…}` of a text: members in any order, missing, empty, nested or cut. */
export function readLed(text: string): readonly Reading[] {
  const readings: Reading[] = []
  const members = membersOf(text)
  let from = 0
  while (from < members.length && readings.length < MOST) {
    const until = endOfError(members, from)
    const reading = readError(text, members.slice(from, until), from === 0, members[until]?.start ?? text.length)
    if (reading) readings.push(reading)
    from = until
  }
  return readings
}

interface Member {
  readonly name: string
  readonly start: number
  readonly value: number
}

function membersOf(text: string): readonly Member[] {
  const members: Member[] = []
  for (const opening of text.matchAll(text.includes('{') ? MEMBER : BARE_MEMBER)) {
    members.push({ name: opening[1]!.toLowerCase(), start: opening.index, value: opening.index + opening[0].length })
    if (members.length === MOST_MEMBERS) break
  }
  return members
}

/** An error ends where one of its members begins anew; it need not begin with LED. */
function endOfError(members: readonly Member[], from: number): number {
  for (let at = from + 1; at < members.length; at += 1) {
    for (let before = from; before < at; before += 1) if (members[before]!.name === members[at]!.name) return at
  }
  return members.length
}

/** null where no member says anything. The head of the first error may have been cut off together with the name of its member. */
function readError(text: string, members: readonly Member[], isFirst: boolean, end: number): Reading | null {
  const { start } = members[0]!
  const contentIn = (...names: readonly string[]): string | null => {
    const nth = members.findIndex(({ name }) => names.includes(name))
    if (nth < 0) return null
    const { value } = members[nth]!
    return contentOf(text.slice(value, Math.min(members[nth + 1]?.start ?? end, value + LONGEST_VALUE))) || null
  }
  const led =
    contentIn('led') ??
    (isFirst && !members.some(({ name }) => name === 'led') ? contentOf(text.slice(Math.max(0, start - LONGEST_HEAD), start)) : '')
  const message = contentIn('msg')
  if (led === '' && message === null) return null
  const tail = (): string => text.slice(members.at(-1)!.value, Math.min(end, members.at(-1)!.value + LONGEST_VALUE))
  return readLine(led, {
    message,
    server: contentIn('fqdn', 'last attempted server name') ?? PROXY_HOST.exec(tail())?.[1]?.replace(/[.,]$/, '') ?? null,
    ip: contentIn('ip', 'last attempted ip') ?? PROXY_IP.exec(tail())?.[1]?.replace(/[.,]$/, '') ?? null,
    ...timeOf(contentIn('lrt'), text.slice(Math.max(0, start - LONGEST_ROW), start), tail),
  })
}

/** When it was tried last: by its own member, whose zone the end of a trace line tells; else as the row it stands in begins, by the clock of whoever looked. */
function timeOf(tried: string | null, before: string, tail: () => string): Pick<Beside, 'when' | 'inUtc'> {
  if (tried === null) return { when: ROW.exec(before)?.[1] ?? null, inUtc: false }
  return tail().includes(PROXY) ? { when: tried, inUtc: true } : { when: tried }
}

/** A member's value ends at the last brace before the next member: the peer's own words may hold braces. */
function contentOf(text: string): string {
  const tail = text.indexOf(PROXY)
  const all = tail < 0 ? text : text.slice(0, tail)
  const value = all.includes('{') ? all.replace(EMPTY_MEMBERS, '') : all
  const brace = value.lastIndexOf('}')
  return (brace < 0 ? value.replace(/[;{[\s]{1,20}$/, '') : value.slice(0, brace)).trim()
}
