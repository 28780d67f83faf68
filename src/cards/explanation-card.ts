import type { ExplanationStep, Report } from '../domain/explanation.ts'
import type { ConnectorType } from '../domain/tenant.ts'
import { explain } from '../knowledge/explain.ts'
import { findCodes } from '../knowledge/find-codes.ts'
import type { Card, Part, Showing } from './card.ts'
import { type ExplainedIn, explanationButtons } from './explanation-buttons.ts'
import { adviceParts, causeFirst, codeOf, filled, sourceLinks, stepsByPerson, verdictOf } from './explanation-parts.ts'
import { actions, atMost, normal, quiet, sandboxNote, strong, under } from './parts.ts'
import { type Voice, voiceOf } from './voice.ts'

const CAUSES_SHOWN = 3
const OTHERS_SHOWN = 5
const SOURCES_SHOWN = 2
/** More lines to run than these crowd the steps out of a phone. */
const LINES_SHOWN = 3

export interface ExplanationView {
  readonly reports: readonly Report[]
  /** Name of the person who shows it to everybody, or left out. */
  readonly sharedBy?: string
  /** Where the connector leads, if that is known: a partner has steps of its own. */
  readonly behind?: ConnectorType | null
  /** What can be done from here; left out where nothing can be pressed. */
  readonly place?: ExplainedIn
  /** The command that tells everything about a code, where it is typed instead. */
  readonly typed?: string
}

/** What a pasted error means: the one that carries the cause in full, the others in a line each. */
export function explanationCard({ reports, sharedBy, behind = null, place, typed }: ExplanationView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const sorted = causeFirst(reports)
  const [own = [], ...others] = alike(sorted)
  const [main] = own
  const known = main !== undefined && main.finding !== 'unrecognised'
  const title = known ? verdictOf(main, voice) : words('cards.explanation.none-title')
  return {
    title,
    tone: 'plain',
    summary: title,
    parts: [
      ...sandboxNote(voice),
      ...(sharedBy ? [quiet(words('cards.explanation.shared', { by: sharedBy }))] : []),
      ...(known
        ? knownParts(main, { people: peopleOf(own, voice), connector: place?.connector ?? null, behind, whole: !!typed }, voice)
        : unknownParts(main, voice)),
      ...othersParts(others, voice),
      ...(known ? sourceLinks(explain(main.finding, showing.language).sources.slice(0, SOURCES_SHOWN)) : []),
      ...(known && typed ? [quiet(words('cards.explanation.typed', { command: `${typed} ${askedBy(main)}` }))] : []),
      ...actions(place ? explanationButtons(sorted, { ...place, behind }, voice) : []),
    ],
  }
}

/** What finds its page and nothing else: the code where that means one thing. */
function askedBy({ status, finding }: Report): string {
  const found = status === null ? null : findCodes(status)
  return status !== null && found?.is === 'one' && found.finding === finding ? status : finding
}

interface Told {
  readonly people: string | null
  readonly connector: string | null
  readonly behind: ConnectorType | null
  /** With every line to run. */
  readonly whole: boolean
}

function knownParts(report: Report, { people, connector, behind, whole }: Told, voice: Voice): readonly Part[] {
  const { words } = voice
  const explanation = explain(report.finding, voice.showing.language, behind)
  const causes = explanation.causes.slice(0, CAUSES_SHOWN)
  return [
    normal(explanation.means),
    ...seenParts(report, voice, people),
    ...under(words('cards.headings.causes'), causes.length > 0 ? [{ is: 'list', ordered: false, items: causes }] : []),
    ...stepsByPerson(whole ? explanation.steps : withFirstLines(explanation.steps), voice, filled(report, connector)),
    ...adviceParts(explanation, 1, voice),
  ]
}

/** Every step; lines to run under the first that have one. */
function withFirstLines(steps: readonly ExplanationStep[]): readonly ExplanationStep[] {
  const kept = new Set(steps.filter((step) => step.run).slice(0, LINES_SHOWN))
  return steps.map((step) => {
    const { run: _run, ...words } = step
    return kept.has(step) ? step : words
  })
}

function unknownParts(report: Report | undefined, voice: Voice): readonly Part[] {
  const { words } = voice
  const code = report ? codeOf(report) : ''
  const ask = report?.server
    ? words('cards.explanation.none-server', { server: report.server })
    : code
      ? words('cards.explanation.none-code', { code })
      : null
  return [
    strong(code ? words('cards.explanation.none-known', { code }) : words('cards.explanation.none')),
    ...(report && code ? [{ is: 'facts' as const, facts: [[words('cards.labels.code'), code] as const] }] : []),
    ...(report ? seenParts(report, voice) : []),
    ...(ask ? [normal(ask)] : []),
    normal(words(code ? 'cards.explanation.none-more' : 'cards.explanation.none-next')),
  ]
}

/** What was read beside the code, in one small line. */
function seenParts(report: Report, voice: Voice, recipient: string | null = report.recipient): readonly Part[] {
  const { words } = voice
  const seen = [
    ['recipient', recipient],
    ['server', [report.server, report.ip].filter((each, n, all) => each !== null && all.indexOf(each) === n).join(' ') || null],
    ['detail', report.detail],
    ['seen', report.at === null ? null : voice.time(report.at)],
  ] as const
  const told = seen.flatMap(([label, text]) => (text === null ? [] : `${words(`cards.labels.${label}`)}${words('cards.colon')}${text}`))
  return told.length > 0 ? [quiet(told.join(' · '))] : []
}

/** Reports that say the same, together. */
function alike(reports: readonly Report[]): readonly (readonly [Report, ...Report[]])[] {
  const groups = new Map<string, [Report, ...Report[]]>()
  for (const report of reports) {
    const key = `${codeOf(report)} ${report.finding}`
    const group = groups.get(key)
    if (group) group.push(report)
    else groups.set(key, [report])
  }
  return [...groups.values()]
}

/** Whom errors that say the same are about: the first by name. */
function peopleOf(group: readonly Report[], voice: Voice): string | null {
  const [first, ...others] = [...new Set(group.flatMap((report) => report.recipient ?? []))]
  if (!first) return null
  return others.length > 0 ? voice.words('cards.explanation.and-more', { first, count: others.length }) : first
}

/** The other errors, each with the people it is about. */
function othersParts(groups: readonly (readonly [Report, ...Report[]])[], voice: Voice): readonly Part[] {
  const lines = groups.map((group) => {
    const [first] = group
    const says = first.finding === 'unrecognised' ? codeOf(first) || voice.words('cards.explanation.none-title') : verdictOf(first, voice)
    const people = peopleOf(group, voice)
    return people ? voice.words('cards.explanation.other', { says, people }) : says
  })
  const items = atMost(lines, OTHERS_SHOWN, voice)
  return under(voice.words('cards.headings.others'), items.length > 0 ? [{ is: 'list', ordered: false, items }] : [])
}
