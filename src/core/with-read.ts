import type { Reported } from '../domain/incident.ts'
import type { PressedReport } from '../domain/press.ts'
import { withReport } from './intake.ts'

/**
 * What an incident was told, with the errors somebody read before they opened it. The newest of each finding stays; the same list when there is
 * nothing new.
 */
export function withRead(reported: readonly Reported[], read: readonly PressedReport[], now: string): readonly Reported[] {
  const more = read.map((report) => ofRead(report, now)).filter((each) => !reported.some((known) => isAsNew(known, each)))
  if (more.length === 0) return reported
  return more.reduceRight(withReport, reported).toSorted((one, other) => other.at.localeCompare(one.at))
}

const isAsNew = (known: Reported, { finding, at }: Reported): boolean => known.finding === finding && known.at >= at

/** The line of an error as far as it was read: code, words, and whose they are. */
function ofRead(report: PressedReport, now: string): Reported {
  const { reply, status, finding, server, ip, detail, recipient } = report
  const where = [server, ip].filter((each) => each !== null && !detail?.includes(each)).join(' ')
  const text = [reply, status, detail, where && `(${where})`].filter(Boolean).join(' ')
  const domain = recipient?.slice(recipient.lastIndexOf('@') + 1).toLowerCase()
  return { text, reply, status, finding, at: momentOf(report.at, now), ...(domain ? { domain } : {}) }
}

/** When it happened, where the error says so beyond doubt; a time without a zone, or one to come, is no such time. */
function momentOf(at: string | null, now: string): string {
  const ms = at !== null && /(?:Z|[+-]\d\d:\d\d)$/.test(at) ? Date.parse(at) : Number.NaN
  return ms <= Date.parse(now) ? new Date(ms).toISOString() : now
}
