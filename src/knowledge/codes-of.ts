import { FINDING_CODES, type FindingCode } from '../domain/finding.ts'
import { replies, textsOf } from './replies.ts'

const STATUS = /\b[245]\.\d{1,3}\.\d{1,3}\b/

/** A pattern of the reply rules as people write codes: `x.4.316` is `4.4.316` and `5.4.316`; a range keeps its two ends. */
export function codesOfPattern(pattern: string): readonly string[] {
  const [kind = '', ...rest] = pattern.split('.')
  return (kind === 'x' ? ['4', '5'] : [kind]).map((each) => [each, ...rest].join('.').replace('-', '–'))
}

/** The first enhanced status code in a text, or null. */
export const statusIn = (text: string): string | null => STATUS.exec(text)?.[0] ?? null

/** The codes that alone lead to a finding; empty where it takes the words beside a code, or a diagnosis. */
export function codesOf(finding: FindingCode): readonly string[] {
  const patterns = replies.filter((rule) => rule.finding === finding && rule.says === undefined).map((rule) => rule.status ?? '')
  return [...new Set(patterns.filter((each) => each !== '').flatMap(codesOfPattern))]
}

/** Real error texts that lead to a finding, in the order of the rules they belong to. */
export const examplesOf = (finding: FindingCode): readonly string[] => replies.filter((rule) => rule.finding === finding).flatMap(textsOf)

/** What an error text can mean, in the order of the catalogue: every finding but the one for what could not be read. */
export const EXPLAINED = FINDING_CODES.filter((finding) => finding !== 'unrecognised')
