import type { FindingCode } from '../domain/finding.ts'
import { type ReplyRule, replies } from './replies.ts'

/** `exact` is false where a bare code decided: another line about the same message may know more. */
export interface Recognised {
  readonly finding: FindingCode
  readonly exact: boolean
}

/** Whether a status code such as `4.4.316` is covered by a pattern such as `x.4.316` or `4.7.500-699`. */
export function statusFits(pattern: string, status: string): boolean {
  const [kind = '', subject, detail = ''] = pattern.split('.')
  const [ofKind = '', ofSubject, ofDetail] = status.split('.')
  if (subject !== ofSubject || (kind === 'x' ? !'45'.includes(ofKind) : kind !== ofKind)) return false
  const [from = Number.NaN, to = from] = detail.split('-').map(Number)
  return Number(ofDetail) >= from && Number(ofDetail) <= to
}

const holds = (rule: ReplyRule, said: string, statuses: readonly string[]): boolean =>
  (rule.status === undefined || statuses.some((status) => statusFits(rule.status ?? '', status))) &&
  (rule.says === undefined || rule.says.test(said))

/** The first rule that holds for a text (the outermost code taken out) and the status codes in it, outermost first. */
export const ruleFor = (said: string, statuses: readonly string[]): ReplyRule | null =>
  replies.find((rule) => holds(rule, said, statuses)) ?? null

/** What a text means; `unrecognised` rather than a guess. */
export function recognise(said: string, statuses: readonly string[]): Recognised {
  const rule = ruleFor(said, statuses)
  return { finding: rule?.finding ?? 'unrecognised', exact: rule?.says !== undefined }
}
