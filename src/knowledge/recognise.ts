import type { FindingCode } from '../domain/finding.ts'
import { type ReplyRule, replies } from './replies.ts'

/** `exact` is false where a bare code decided: another line about the same message may know more. */
export interface Recognised {
  readonly finding: FindingCode
  readonly exact: boolean
}

/** A status code, or a pattern of them: `kind` null for both classes of errors, `to` apart from `from` for a range. */
interface Codes {
  readonly kind: string | null
  readonly subject: string
  readonly from: number
  readonly to: number
}

function codesOf(pattern: string): Codes {
  const [kind = '', subject = '', detail = ''] = pattern.split('.')
  const [from = Number.NaN, to = from] = detail.split('-').map(Number)
  return { kind: kind === 'x' ? null : kind, subject, from, to }
}

/** A status code as it stands in a reply: both first numbers have one digit. */
const codeOf = (status: string): Codes => {
  const detail = Number(status.slice(4))
  return { kind: status.charAt(0), subject: status.charAt(2), from: detail, to: detail }
}

const covers = (codes: Codes, status: Codes): boolean =>
  status.from >= codes.from &&
  status.from <= codes.to &&
  codes.subject === status.subject &&
  (codes.kind === null ? status.kind === '4' || status.kind === '5' : codes.kind === status.kind)

/** Whether a status code such as `4.4.316` is covered by a pattern such as `x.4.316` or `4.7.500-699`. */
export const statusFits = (pattern: string, status: string): boolean => covers(codesOf(pattern), codesOf(status))

const rules = replies.map((rule) => ({ rule, says: rule.says ?? null, codes: rule.status === undefined ? null : codesOf(rule.status) }))
/** Finds at once that none of the rules which rest on words alone can hold. */
const anyWords = new RegExp(rules.flatMap(({ says, codes }) => (says && !codes ? `(?:${says.source})` : [])).join('|'), 'i')

/** A reply code where one stands: at the beginning, behind a mark, or called one. */
const REPLY =
  /(?:^|\s\s|['"(=;:>] ?|\b(?:errors?|code|reply|replied|response|status|smtp|erreur|fehler|said|says|answer(?:s|ed)?|return(?:s|ed)?|with) )[45]\d\d\b/i

/** The first rule that holds for a text (the outermost code taken out) and the status codes in it, outermost first. */
export function ruleFor(said: string, statuses: readonly string[]): ReplyRule | null {
  const seen = statuses.map(codeOf)
  const hasWords = anyWords.test(said)
  const isCoded = statuses.length > 0 || (hasWords && REPLY.test(said))
  for (const { rule, says, codes } of rules) {
    if (rule.coded && !isCoded) continue
    if (codes === null ? hasWords && says?.test(said) : seen.some((status) => covers(codes, status)) && (says === null || says.test(said)))
      return rule
  }
  return null
}

/** What a text means; `unrecognised` rather than a guess. */
export function recognise(said: string, statuses: readonly string[]): Recognised {
  const rule = ruleFor(said, statuses)
  return { finding: rule?.finding ?? 'unrecognised', exact: rule?.says !== undefined }
}
