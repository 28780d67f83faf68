import type { Report } from '../domain/explanation.ts'
import { explain } from '../knowledge/explain.ts'
import type { Card, Part, Showing } from './card.ts'
import { stepLines } from './diagnosis-parts.ts'
import { normal, quiet, sandboxNote, strong, under } from './parts.ts'
import { type Voice, voiceOf } from './voice.ts'

const REPORTS_SHOWN = 5
const CAUSES_SHOWN = 4

export interface ExplanationView {
  readonly reports: readonly Report[]
  /** Name of the person who shows it to everybody, or left out. */
  readonly sharedBy?: string
}

/** What pasted error texts mean: one section per report. */
export function explanationCard({ reports, sharedBy }: ExplanationView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const known = reports.filter((report) => report.finding !== 'unrecognised')
  const hidden = known.length - REPORTS_SHOWN
  const nothing = [strong(words('cards.explanation.none')), normal(words('cards.explanation.none-next'))]
  const first = known[0]
  return {
    title: words('cards.explanation.title', { count: Math.max(1, known.length) }),
    tone: 'plain',
    summary: first ? headOf(first, voice) : words('cards.explanation.none'),
    parts: [
      ...sandboxNote(voice),
      ...(sharedBy ? [quiet(words('cards.explanation.shared', { by: sharedBy }))] : []),
      ...(first ? known.slice(0, REPORTS_SHOWN).flatMap((report, n) => reportParts(report, n > 0, voice)) : nothing),
      ...(hidden > 0 ? [quiet(words('cards.more', { count: hidden }))] : []),
    ],
  }
}

const codeOf = (report: Report): string => [report.reply, report.status].filter((each) => each !== null).join(' ')

function headOf(report: Report, voice: Voice): string {
  const { title } = explain(report.finding, voice.showing.language, null)
  const code = codeOf(report)
  return code ? voice.words('cards.explanation.summary', { code, title }) : title
}

function reportParts(report: Report, apart: boolean, voice: Voice): readonly Part[] {
  const { words } = voice
  const explanation = explain(report.finding, voice.showing.language, null)
  const facts = [
    [words('cards.labels.recipient'), report.recipient],
    [words('cards.labels.server'), [report.server, report.ip].filter((each) => each !== null).join(' ') || null],
    [words('cards.labels.detail'), report.detail],
  ].filter((fact): fact is [string, string] => fact[1] !== null)
  const causes = explanation.causes.slice(0, CAUSES_SHOWN)
  const steps = stepLines(explanation, voice)
  return [
    ...(apart ? [{ is: 'divider' } as const] : []),
    strong(headOf(report, voice)),
    normal(explanation.means),
    ...(facts.length > 0 ? [{ is: 'facts', facts } as const] : []),
    ...under(words('cards.headings.causes'), causes.length > 0 ? [{ is: 'list', ordered: false, items: causes }] : []),
    ...under(words('cards.headings.first'), steps.length > 0 ? [{ is: 'list', ordered: true, items: steps }] : []),
    ...(explanation.sources.length > 0 ? [quiet(explanation.sources.join(' · '))] : []),
  ]
}
