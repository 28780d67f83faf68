import type { Answer } from '../domain/answer.ts'
import type { ValidationTask } from '../domain/validation.ts'
import { titleOf } from '../knowledge/explain.ts'
import { reportedOf } from '../knowledge/read-error.ts'
import type { Card, Part, Showing } from './card.ts'
import { actions, button, normal, quiet, sandboxNote, strong } from './parts.ts'
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

/** How Validate-OutboundConnector ended, task by task; what Exchange wrote is read like any other error. */
export function validationCard(
  { connector, recipient, result }: Asked & { readonly result: Answer<readonly ValidationTask[]> },
  showing: Showing,
): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  if (result.is !== 'found') {
    const text = words(result.is === 'absent' ? 'cards.validation.no-connector' : 'cards.validation.unknown', {
      connector,
      why: result.is === 'unknown' ? result.why : '',
    })
    return {
      title: words('cards.validation.title', { connector }),
      tone: 'warning',
      summary: text,
      parts: [...sandboxNote(voice), strong(text)],
    }
  }
  const failed = result.value.filter((task) => !task.ok)
  const summary = words(failed.length > 0 ? 'cards.validation.failed' : 'cards.validation.passed', {
    count: failed.length,
    connector,
    recipient,
  })
  const steps: Part = {
    is: 'progress',
    steps: result.value.map((task) => ({
      mark: task.ok ? ('ok' as const) : ('failed' as const),
      label: task.name,
      detail: meaning(task, voice),
    })),
  }
  const raw = failed.flatMap((task) => (task.detail ? [task.detail] : []))
  return {
    title: words('cards.validation.title', { connector }),
    tone: failed.length > 0 ? 'fault' : 'good',
    summary,
    parts: [
      ...sandboxNote(voice),
      strong(summary),
      steps,
      ...(raw.length > 0 ? [{ is: 'proof', lines: raw } as const] : []),
      quiet(words('cards.validation.state')),
    ],
  }
}

function meaning(task: ValidationTask, voice: Voice): string | null {
  if (task.ok || !task.detail) return null
  const { finding } = reportedOf(task.detail, voice.showing.now)
  return finding === 'unrecognised' ? null : titleOf(finding, voice.showing.language)
}
