import type { Actor, Explanation, ExplanationStep, Report } from '../domain/explanation.ts'
import { explain } from '../knowledge/explain.ts'
import { isInside } from '../knowledge/read-host.ts'
import type { Part } from './card.ts'
import { heading, under } from './parts.ts'
import { bulletSteps, type Fill, fillWith, pageLinks, pagesOf } from './step-parts.ts'
import type { Voice } from './voice.ts'

/** `450 4.4.316`, or nothing where a report carries no code. */
export const codeOf = ({ reply, status }: Pick<Report, 'reply' | 'status'>): string =>
  [reply, status].filter((each) => each !== null).join(' ')

/** The verdict in one line: the code and what it means. */
export function verdictOf(report: Pick<Report, 'reply' | 'status' | 'finding'>, voice: Voice): string {
  const { title } = explain(report.finding, voice.showing.language)
  const code = codeOf(report)
  return code ? voice.words('cards.explanation.summary', { code, title }) : title
}

/** That a message expired is the end of a story: what kept it waiting comes before it; what could not be read comes last. */
export function causeFirst(reports: readonly Report[]): readonly Report[] {
  const weight = ({ finding }: Report) => (finding === 'unrecognised' ? 2 : finding === 'message-expired' ? 1 : 0)
  return [...reports].sort((a, b) => weight(a) - weight(b))
}

/** The far side's server or address that the error names, or null: what servers inside Exchange Online said is not for us to look into. */
export const farSide = ({ server, ip }: Pick<Report, 'server' | 'ip'>): string | null => (isInside(server) ? null : (server ?? ip))

/** Lines that only look, with what the report names put in. */
export function filled(report: Report, connector: string | null = null): Fill {
  const { recipient } = report
  return fillWith({ connector, host: farSide(report), recipient, domain: recipient?.slice(recipient.lastIndexOf('@') + 1) ?? null })
}

/** Who does what: a heading for each person in the order they are needed, the lines to run under their steps, the portal pages last. */
export function stepsByPerson(steps: readonly ExplanationStep[], voice: Voice, fill: Fill = (line) => line): readonly Part[] {
  const people: readonly Actor[] = [...new Set(steps.map((step) => step.who))]
  return people.flatMap((who) => {
    const own = steps.filter((step) => step.who === who)
    return [heading(voice.words(`terms.actor.${who}`)), ...bulletSteps(own, fill), ...pageLinks(pagesOf(own), voice)]
  })
}

/** How to see that it worked, what happens otherwise and what not to do, as far as it is known; of the last at most `most`. */
export function adviceParts({ worked, otherwise, avoid }: Explanation, most: number, voice: Voice): readonly Part[] {
  const warnings = avoid.slice(0, most)
  const [only = ''] = warnings.length === 1 ? warnings : []
  const all = [
    ['worked', worked],
    ['otherwise', otherwise],
    ['avoid', only],
  ] as const
  const facts = all.filter(([, text]) => text !== '').map(([label, text]) => [voice.words(`cards.labels.${label}`), text] as const)
  const list: readonly Part[] = warnings.length > 1 ? [{ is: 'list', ordered: false, items: warnings }] : []
  return [...(facts.length > 0 ? [{ is: 'facts' as const, facts }] : []), ...under(voice.words('cards.labels.avoid'), list)]
}

/** Sources as small links; what has no address stands as it is. */
export function sourceLinks(sources: readonly string[]): readonly Part[] {
  const links = sources.map((source) => {
    const [, label = source, url = ''] = /^(.*) — (https:\S+)$/.exec(source) ?? []
    return { label, url }
  })
  return links.length > 0 ? [{ is: 'links', links }] : []
}
