import type { Actor, Explanation, ExplanationStep, Report } from '../domain/explanation.ts'
import { explain } from '../knowledge/explain.ts'
import { portalPages } from '../knowledge/portal-pages.ts'
import type { Part } from './card.ts'
import { heading } from './parts.ts'
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

/** Puts what is known into a line to run, such as a host. */
export type Fill = (line: string) => string

const HOST = /^(?=.{1,253}$)[a-z\d][a-z\d-]{0,62}(?:\.[a-z\d-]{1,63})*$/i
const RECIPIENT = /^\w[\w.+-]{0,63}@[a-z\d][a-z\d.-]{0,252}$/i

/** Lines that only look, with what the report names put in. What is not plainly a name or an address never gets into a line people run. */
export function filled(report: Report): Fill {
  const host = [report.server, report.ip].find((each) => each !== null && HOST.test(each)) ?? null
  const recipient = report.recipient !== null && RECIPIENT.test(report.recipient) ? report.recipient : null
  return (line) =>
    /^(?:Get|Test|Validate)-/.test(line)
      ? line.replaceAll('<host>', host ?? '<host>').replaceAll('<recipient>', recipient ?? '<recipient>')
      : line
}

/** Who does what: a heading for each person in the order they are needed, the lines to run under their steps, the portal pages last. */
export function stepsByPerson(steps: readonly ExplanationStep[], voice: Voice, fill: Fill = (line) => line): readonly Part[] {
  const people: readonly Actor[] = [...new Set(steps.map((step) => step.who))]
  return people.flatMap((who) => {
    const own = steps.filter((step) => step.who === who)
    return [heading(voice.words(`terms.actor.${who}`)), ...stepParts(own, fill), ...pageLinks(own, voice)]
  })
}

/** Steps up to a line to run in one list, then that line in fixed width. */
function stepParts(steps: readonly ExplanationStep[], fill: Fill): readonly Part[] {
  const parts: Part[] = []
  let items: string[] = []
  for (const step of steps) {
    items.push(step.do)
    if (!step.run) continue
    parts.push({ is: 'list', ordered: false, items }, { is: 'proof', lines: [fill(step.run)] })
    items = []
  }
  return items.length > 0 ? [...parts, { is: 'list', ordered: false, items }] : parts
}

function pageLinks(steps: readonly ExplanationStep[], voice: Voice): readonly Part[] {
  const pages = [...new Set(steps.flatMap((step) => step.at ?? []))]
  const links = pages.map((page) => ({ label: voice.words(`terms.page.${page}`), url: portalPages[page] }))
  return links.length > 0 ? [{ is: 'links', links }] : []
}

/** How to see that it worked, what happens otherwise and what not to do, as far as it is known; of the last at most `most`. */
export function adviceParts({ worked, otherwise, avoid }: Explanation, most: number, voice: Voice): readonly Part[] {
  const all = [['worked', worked], ['otherwise', otherwise], ...avoid.slice(0, most).map((each) => ['avoid', each] as const)] as const
  const facts = all.filter(([, text]) => text !== '').map(([label, text]) => [voice.words(`cards.labels.${label}`), text] as const)
  return facts.length > 0 ? [{ is: 'facts', facts }] : []
}

/** Sources as small links; what has no address stands as it is. */
export function sourceLinks(sources: readonly string[]): readonly Part[] {
  const links = sources.map((source) => {
    const [, label = source, url = ''] = /^(.*) — (https:\S+)$/.exec(source) ?? []
    return { label, url }
  })
  return links.length > 0 ? [{ is: 'links', links }] : []
}
