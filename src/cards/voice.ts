import { type EvidenceLine, FINDING_CODES } from '../domain/finding.ts'
import type { Incident } from '../domain/incident.ts'
import type { Language } from '../domain/language.ts'
import type { FixName, GuardResult, Plan } from '../domain/plan.ts'
import { titleOf } from '../knowledge/explain.ts'
import { type Words, wordsOf } from '../locales/words.ts'
import type { Mark, Showing } from './card.ts'
import { sayCause } from './say-cause.ts'
import { sayable } from './sayable.ts'
import { sayNumber, saySpan, sayTime } from './time.ts'

/** What a builder speaks with: the words of the showing's language, its times and the sentences that other namespaces hold. */
export interface Voice {
  readonly showing: Showing
  readonly words: Words
  /** An ISO 8601 instant in UTC, without the day when it is today's. */
  readonly time: (iso: string) => string
  /** A span of milliseconds in its two largest units. */
  readonly span: (ms: number) => string
  /** A count as the language writes it. */
  readonly number: (count: number) => string
  readonly evidence: (line: EvidenceLine) => string
  /** Why something could not be found out. */
  readonly cause: (text: string) => string
  readonly guard: (guard: GuardResult) => string
  readonly fix: (fix: FixName) => string
}

export function voiceOf(showing: Showing): Voice {
  const { language, now } = showing
  const words = wordsOf(language)
  const time = (iso: string) => sayTime(iso, now, language)
  return {
    showing,
    words,
    time,
    span: (ms) => saySpan(ms, language),
    number: (count) => sayNumber(count, language),
    evidence: (line) => words(`evidence.${line.code}`, sayable(line.args, words, time)),
    cause: (text) => sayCause(text, words),
    guard: (guard) => sayGuard(guard, words, language),
    fix: (fix) => words(`fixes.${fix}.title`),
  }
}

function sayGuard(guard: GuardResult, words: Words, language: Language): string {
  const finding = FINDING_CODES.find((code) => code === guard.args.finding)
  const { why } = guard.args
  const args = {
    ...guard.args,
    ...(finding ? { finding: titleOf(finding, language) } : {}),
    ...(typeof why === 'string' ? { why: sayCause(why, words) } : {}),
  }
  const text = words(`guards.${guard.guard}.${guard.ruling}`, args)
  return guard.atLeast ? `${text} ${words('terms.at-least')}` : text
}

const GUARD_MARKS: Readonly<Record<GuardResult['ruling'], Mark>> = {
  pass: 'ok',
  warn: 'warning',
  'one-more-approver': 'warning',
  refuse: 'failed',
}

export const markOfGuard = (guard: GuardResult): Mark => GUARD_MARKS[guard.ruling]

/** What an incident is on, in few words: the connector, the domain, or the tenant. */
export function subjectOf(incident: Incident, tenantName: string | null = null): string {
  switch (incident.subject.is) {
    case 'connector':
      return incident.subject.name
    case 'destination':
      return incident.subject.domain
    case 'tenant':
      return tenantName ?? incident.tenant
  }
}

/** What a plan is on: its connector, else its domains. */
export const targetOf = (plan: Plan): string => plan.connector ?? plan.domains.join(', ')

/** A sentence of the fix about this plan: `asks` heads it, `done` is its result. */
export const sayFix = (plan: Plan, which: 'asks' | 'done', words: Words): string =>
  words(`fixes.${plan.fix}.${which}`, { connector: plan.connector ?? '', domains: plan.domains.join(', ') })
