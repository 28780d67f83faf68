import { isFault } from '../domain/finding.ts'
import type { Diagnosis } from '../domain/incident.ts'
import { titleOf } from '../knowledge/explain.ts'
import type { Card, Showing } from './card.ts'
import { normal, quiet, sandboxNote, strong } from './parts.ts'
import { voiceOf } from './voice.ts'

/** Many diagnoses at a glance: those with a fault first. */
export function diagnosesCard(
  { diagnoses, tenantName }: { readonly diagnoses: readonly Diagnosis[]; readonly tenantName: string },
  showing: Showing,
): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const faulty = diagnoses.filter((each) => each.findings.some(isFault))
  const sound = diagnoses.filter((each) => !faulty.includes(each))
  const summary = words(faulty.length > 0 ? 'cards.diagnoses.faulty' : 'cards.diagnoses.sound', {
    count: faulty.length,
    total: diagnoses.length,
  })
  const columns = [words('cards.labels.name'), words('cards.labels.trouble'), words('cards.labels.code'), words('cards.labels.pending')]
  const rows = [...faulty, ...sound].map((each) => [
    each.target,
    titleOf(each.verdict.finding, showing.language),
    each.verdict.code ?? '',
    each.queue ? voice.number(each.queue.pending) : words('terms.unknown'),
  ])
  return {
    title: words('cards.diagnoses.title', { tenant: tenantName }),
    tone: faulty.length > 0 ? 'fault' : 'good',
    summary,
    parts: [
      ...sandboxNote(voice),
      strong(summary),
      ...(rows.length > 0 ? [{ is: 'table', columns, rows } as const] : [normal(words('cards.lists.connectors-none'))]),
      quiet(words('cards.diagnoses.next')),
    ],
  }
}
