import type { FindingCode } from '../domain/finding.ts'
import type { ValidationOutcome, ValidationTask } from '../domain/validation.ts'
import { explain, titleOf } from '../knowledge/explain.ts'
import { reportedOf } from '../knowledge/read-error.ts'
import type { Card, Part, Showing } from './card.ts'
import { actions, button, normal, quiet, sandboxNote, strong, under } from './parts.ts'
import { fillWith, type Known, numberedSteps, pageLinks, pagesOf } from './step-parts.ts'
import { type Voice, voiceOf } from './voice.ts'

interface Asked {
  readonly tenant: string
  readonly tenantName: string
  readonly connector: string
  readonly recipient: string
}

/** What a validation would do, with the button that does it: it sends a real message. */
export function validateCard(asked: Asked, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const { tenant, connector, recipient, tenantName } = asked
  const title = words('cards.validation.ask', { connector })
  return {
    title,
    tone: 'warning',
    summary: title,
    parts: [
      ...sandboxNote(voice),
      strong(words('cards.validation.sends', { connector, recipient, tenant: tenantName })),
      normal(words('cards.validation.what')),
      ...actions([button(words('cards.buttons.validate'), { verb: 'validate', tenant, connector, recipient }, 'primary')]),
    ],
  }
}

const FIRST_STEPS = 3

/** How Validate-OutboundConnector ended, task by task; what Exchange wrote is read like any other error. */
export function validationCard({ connector, recipient, result }: Asked & { readonly result: ValidationOutcome }, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const title = words('cards.validation.title', { connector })
  if (result.is !== 'found') {
    const why = result.is === 'absent' ? '' : voice.cause(result.why)
    const text = words(`cards.validation.${result.is === 'absent' ? 'no-connector' : result.is}`, { connector, why })
    return { title, tone: 'warning', summary: text, parts: [...sandboxNote(voice), strong(text)] }
  }
  const failed = result.value.filter((task) => !task.ok)
  const summary = words(failed.length > 0 ? 'cards.validation.failed' : 'cards.validation.passed', {
    count: failed.length,
    total: result.value.length,
    connector,
    recipient,
  })
  const raw = failed.flatMap((task) => (task.detail ? [task.detail] : []))
  return {
    title,
    tone: failed.length > 0 ? 'fault' : 'good',
    summary,
    parts: [
      ...sandboxNote(voice),
      strong(summary),
      tasksPart(result.value, voice),
      ...firstSteps(failed, { connector, recipient }, voice),
      ...(raw.length > 0 ? under(words('cards.headings.reported'), [{ is: 'proof', lines: raw }]) : []),
      quiet(words('cards.validation.state')),
    ],
  }
}

function tasksPart(tasks: readonly ValidationTask[], voice: Voice): Part {
  const steps = tasks.map((task) => {
    const finding = meaning(task, voice)
    return {
      mark: task.ok ? ('ok' as const) : ('failed' as const),
      label: task.name,
      detail: finding && titleOf(finding, voice.showing.language),
    }
  })
  return { is: 'progress', steps }
}

/** What to do about the first failure that could be read. */
function firstSteps(failed: readonly ValidationTask[], known: Known, voice: Voice): readonly Part[] {
  const [finding] = failed.flatMap((task) => meaning(task, voice) ?? [])
  const steps = finding ? explain(finding, voice.showing.language).steps.slice(0, FIRST_STEPS) : []
  if (steps.length === 0) return []
  return under(voice.words('cards.headings.first'), [...numberedSteps(steps, voice, fillWith(known)), ...pageLinks(pagesOf(steps), voice)])
}

/** How Exchange's own words read, or null where they are none or could not be read. */
function meaning(task: ValidationTask, voice: Voice): FindingCode | null {
  if (task.ok || !task.detail) return null
  const { finding } = reportedOf(task.detail, voice.showing.now)
  return finding === 'unrecognised' ? null : finding
}
