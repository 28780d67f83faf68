import type { ExplanationStep, PortalPage } from '../domain/explanation.ts'
import { portalPages } from '../knowledge/portal-pages.ts'
import type { Part } from './card.ts'
import type { Voice } from './voice.ts'

/** Puts what is known into a line to run, such as a host. */
export type Fill = (line: string) => string

/** What can stand in a line to run, where it is known. */
export interface Known {
  readonly connector?: string | null
  readonly host?: string | null
  /** A name whose records are looked at; left out: the host's. */
  readonly name?: string | null
  readonly recipient?: string | null
  /** Where the mail goes: a domain of recipients. */
  readonly domain?: string | null
}

const HOST = /^(?=.{1,253}$)[a-z\d][a-z\d-]{0,62}(?:\.[a-z\d-]{1,63})*$/i
/** An address has no records to look at. */
const NAME = /[a-z][a-z\d-]*$/i
const RECIPIENT = /^\w[\w.+-]{0,63}@[a-z\d][a-z\d.-]{0,252}$/i
/** Nothing that ends a quoted text in PowerShell or is expanded in it. */
const CONNECTOR = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._()+@&:/-]{0,63}$/u
/** Lines that only look. */
const LOOKS = /^(?:Get|Test|Validate|Resolve)-/

const held = (text: string | null | undefined, shape: RegExp): string | null => (text && shape.test(text) ? text : null)

/** Lines that only look, with what is known put in. What is not plainly a name or an address never gets into a line people run. */
export function fillWith({ connector, host, name = host, recipient, domain }: Known): Fill {
  const owner = held(domain, HOST)
  const places = [
    ['"<connector>"', quoted(held(connector, CONNECTOR))],
    ['<host>', held(host, HOST)],
    ['<name>', held(held(name, HOST), NAME)],
    ['<recipient>', held(recipient, RECIPIENT)],
    ['*@<domain>', owner && `*@${owner}`],
  ] as const
  return (line) =>
    LOOKS.test(line)
      ? places.reduce((filled, [place, text]) => (text === null ? filled : filled.replaceAll(place, () => text)), line)
      : line
}

const quoted = (text: string | null): string | null => (text === null ? null : `"${text}"`)

/** Steps in their order, numbered, with whoever does them; under each the line to run, of these at most `lines`. */
export function numberedSteps(steps: readonly ExplanationStep[], voice: Voice, fill: Fill, lines = steps.length): readonly Part[] {
  const shown = new Set(steps.filter((step) => step.run).slice(0, lines))
  return runsUnder(
    steps,
    shown,
    fill,
    (step) => voice.words('cards.step', { who: voice.words(`terms.actor.${step.who}`), do: step.do }),
    true,
  )
}

/** Steps of one person, each line to run under its step. */
export const bulletSteps = (steps: readonly ExplanationStep[], fill: Fill): readonly Part[] =>
  runsUnder(steps, new Set(steps), fill, (step) => step.do, false)

/** Steps up to a line to run in one list, then that line. */
function runsUnder(
  steps: readonly ExplanationStep[],
  shown: ReadonlySet<ExplanationStep>,
  fill: Fill,
  say: (step: ExplanationStep) => string,
  ordered: boolean,
): readonly Part[] {
  const parts: Part[] = []
  let items: string[] = []
  const close = (upTo: number) => {
    if (items.length > 0)
      parts.push({ is: 'list', ordered, items, ...(ordered && items.length < upTo ? { from: upTo - items.length + 1 } : {}) })
    items = []
  }
  for (const [n, step] of steps.entries()) {
    items.push(say(step))
    if (!step.run || !shown.has(step)) continue
    close(n + 1)
    parts.push({ is: 'code', lines: [fill(step.run)] })
  }
  close(steps.length)
  return parts
}

/** Portal pages as links, each once. */
export function pageLinks(pages: readonly PortalPage[], voice: Voice): readonly Part[] {
  const links = [...new Set(pages)].map((page) => ({ label: voice.words(`terms.page.${page}`), url: portalPages[page] }))
  return links.length > 0 ? [{ is: 'links', links }] : []
}

export const pagesOf = (steps: readonly ExplanationStep[]): readonly PortalPage[] => steps.flatMap((step) => step.at ?? [])
