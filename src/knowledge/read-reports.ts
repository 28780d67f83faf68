import type { Report } from '../domain/explanation.ts'
import { isInside } from './read-host.ts'
import { type Reading, readLine } from './read-line.ts'
import { inTime } from './read-time.ts'

const MOST_REPORTS = 100

/** One report per recipient, or per distinct error where no recipient is named, the newest first; at least one. */
export function reportsOf(all: readonly Reading[]): readonly Report[] {
  if (all.length === 1) return [reportOf(inTime(all)[0]!)]
  const readings = inTime(withoutBare(withOriginals(all)))
  const groups = groupsOf(readings)
  const reports = groups.map(causeOf)
  const recognised = reports.filter((each) => each.finding !== 'unrecognised')
  const worth = recognised.length > 0 ? reports.filter((each) => each.finding !== 'unrecognised' || each.recipient !== null) : reports
  return worth.length > 0 ? worth.slice(0, MOST_REPORTS) : [reportOf(readLine(''))]
}

/** The address a mail was forwarded to stands for the recipient the sender wrote to. */
function withOriginals(all: readonly Reading[]): readonly Reading[] {
  const originals = new Map(
    all.flatMap(({ forwardedTo, recipient }) => (forwardedTo && recipient ? [[forwardedTo, recipient] as const] : [])),
  )
  if (originals.size === 0) return all
  return all.map((each) => ({ ...each, recipient: originals.get(each.recipient ?? '') ?? each.recipient }))
}

/** A bare mention of a code is needless where another reading of it says more. */
function withoutBare(all: readonly Reading[]): readonly Reading[] {
  const telling = new Set(all.filter(({ reply, server }) => reply !== null || server !== null).map(keyOfMention))
  return all.filter((each) => each.reply !== null || each.server !== null || each.ip !== null || !telling.has(keyOfMention(each)))
}

const keyOfMention = ({ status, recipient }: Reading): string => `${status} ${recipient}`

function groupsOf(readings: readonly Reading[]): readonly (readonly Reading[])[] {
  const known = new Set(readings.flatMap((each) => each.recipient ?? []))
  const only = known.size === 1 ? [...known][0]! : null
  const groups = new Map<string, Reading[]>()
  for (const reading of readings) {
    const recipient = reading.recipient ?? (isOfAnother(reading, readings) ? null : only)
    const owned = recipient === reading.recipient ? reading : { ...reading, recipient }
    const key = recipient ?? `${reading.status} ${reading.finding} ${reading.server} ${reading.ip}`
    const group = groups.get(key)
    if (group) group.push(owned)
    else groups.set(key, [owned])
  }
  return joinExpired([...groups.values()])
}

/** Whether a reading without a recipient is about another server, and another error, than those about the recipient a text names. */
const isOfAnother = ({ server, finding }: Reading, readings: readonly Reading[]): boolean =>
  server !== null &&
  !isInside(server) &&
  finding !== 'unrecognised' &&
  finding !== 'message-expired' &&
  readings.every((each) => each.recipient === null || (each.finding !== finding && each.server !== null && each.server !== server))

/** A report without recipients names an error twice: as it expired, and as the temporary error it was before. */
function joinExpired(groups: readonly Reading[][]): readonly (readonly Reading[])[] {
  const temporary = groups.filter(([first]) => first!.recipient === null && isTemporary(first!))
  if (temporary.length === 0 || temporary.length === groups.length) return groups
  return groups.flatMap((group) => {
    const [first] = group
    if (first!.recipient !== null || isTemporary(first!)) return [group]
    const twin = temporary.find(([other]) => isTwin(first!, other!)) ?? (first!.finding === 'message-expired' ? temporary[0] : undefined)
    twin?.push(...group)
    return twin ? [] : [group]
  })
}

const isTemporary = ({ status, reply }: Reading): boolean => (status ?? reply ?? '').startsWith('4')

/** 5.4.316 is what 4.4.316 becomes when the message expires. */
const isTwin = (final: Reading, temporary: Reading): boolean =>
  final.status !== null &&
  temporary.status !== null &&
  /^5\.(?:4\.3\d\d|7\.3\d\d|4\.8|7\.5)$/.test(final.status) &&
  final.status.slice(1) === temporary.status.slice(1)

/**
 * The reading that carries the cause among those about one recipient: the line of the temporary error rather than the one that says it
 * expired, and of several the one that did; where its words are bare, a line that says more lends its finding.
 */
function causeOf(group: readonly Reading[]): Report {
  if (group.length === 1) return reportOf(group[0]!)
  const known = group.filter((each) => each.finding !== 'unrecognised')
  const telling = known.filter((each) => each.finding !== 'message-expired')
  const candidates = telling.length > 0 ? telling : known.length > 0 ? known : group
  const temporary = candidates.filter(isTemporary)
  const twins = temporary.filter((each) => candidates.some((final) => isTwin(final, each)))
  const choice = twins.length > 0 ? twins : temporary.length > 0 ? temporary : candidates
  const main = choice.find((each) => each.exact) ?? choice[0]!
  const exact = main.exact ? main : (candidates.find((each) => each.exact && (twins.length === 0 || isTwin(each, main))) ?? main)
  const server = main.server ?? (main === exact ? lent(candidates, main, 'server') : null)
  return reportOf({
    ...main,
    finding: exact.finding,
    detail: main.detail ?? exact.detail,
    server,
    ip: main.ip ?? lent(candidates, main, 'ip'),
    at: main.at ?? lent(candidates, main, 'at'),
    reporter: main.reporter ?? group.find(({ reporter }) => reporter !== null)?.reporter ?? null,
  })
}

/** Another form of the very same error, such as its delivery status, may name the server. */
const lent = (candidates: readonly Reading[], main: Reading, what: 'server' | 'ip' | 'at'): string | null =>
  candidates.find((each) => each[what] !== null && each.status === main.status && each.reply === main.reply)?.[what] ?? null

const reportOf = ({ recipient, reply, status, finding, server, ip, detail, at, written, reporter }: Reading): Report => ({
  recipient,
  reply,
  status,
  finding,
  server,
  ip,
  detail,
  at: at ?? written,
  reporter,
})
