import type { Diagnosis, Incident, Reported } from '../domain/incident.ts'
import { titleOf } from '../knowledge/explain.ts'
import type { Action, Card, Part, Showing } from './card.ts'
import { connectorFacts } from './connector-facts.ts'
import {
  deadlineParts,
  explanationOf,
  firstSteps,
  isOpen,
  mainFinding,
  otherFindings,
  proofParts,
  satisfiesParts,
  toneOf,
  verdictParts,
} from './diagnosis-parts.ts'
import { hostParts } from './host-strips.ts'
import { noteButtons } from './note-facts.ts'
import { actions, button, quiet, sandboxNote } from './parts.ts'
import { policyParts, tellsSomething } from './policy-parts.ts'
import { rangesParts } from './ranges-card.ts'
import { type Voice, voiceOf } from './voice.ts'

export interface DiagnosisView {
  readonly diagnosis: Diagnosis
  /** The open incident of the connector, if there is one. */
  readonly incident: Incident | null
  readonly tenant: string | null
  readonly tenantName: string
  /** The command that tells everything about a code, where nothing can be pressed. */
  readonly typed?: string
}

const PROOF_LINES = 8
const OTHERS_SHOWN = 6
const FIRST_STEPS = { most: 3, lines: 3 }
const LONGEST_NAME = 64

/** The answer to somebody who asked for a diagnosis. */
export function diagnosisCard(view: DiagnosisView, showing: Showing): Card {
  const voice = voiceOf(showing)
  const { words } = voice
  const { diagnosis } = view
  const reported = reportedIn(view)
  const title = titleOf(diagnosis.verdict.finding, showing.language)
  const took = words('cards.diagnosis.took', { at: voice.time(diagnosis.at), span: voice.span(diagnosis.elapsedMs) })
  return {
    title: words('cards.diagnosis.found', { title, target: diagnosis.target }),
    tone: toneOf(diagnosis),
    summary: words('cards.diagnosis.summary', { title, target: diagnosis.target }),
    parts: [
      ...sandboxNote(voice),
      ...hostParts(diagnosis, voice),
      ...verdictParts(diagnosis, reported, voice),
      ...deadlineParts(diagnosis, voice),
      ...proofParts(diagnosis, reported, PROOF_LINES, voice),
      ...otherFindings(diagnosis, ({ severity }) => severity !== 'info', OTHERS_SHOWN, voice),
      ...firstSteps(diagnosis, FIRST_STEPS, voice),
      ...furtherSteps(view, voice),
      ...rangesParts(diagnosis.ranges, voice),
      ...policyParts(
        diagnosis.policies.filter((each) => tellsSomething(each) || isReached(each.domain, diagnosis)),
        voice,
      ),
      ...connectorFacts(diagnosis.connector, voice),
      ...(isProven(diagnosis) ? [] : satisfiesParts(diagnosis.hosts, voice)),
      quiet(view.tenant === null ? took : `${view.tenantName} · ${took}`),
      ...actions(buttons(view, voice)),
    ],
  }
}

/** What Exchange Online wrote: to this diagnosis, or to the incident it belongs to. */
const reportedIn = ({ diagnosis, incident }: DiagnosisView): readonly Reported[] => diagnosis.reported ?? incident?.reported ?? []

/** Whether mail for a domain was asked about as such and meets servers: then that it publishes nothing, or that this is unknown, is an answer too. */
const isReached = (domain: string, { connector, resolutions, hosts }: Diagnosis): boolean =>
  connector === null && hosts.length > 0 && resolutions.some(({ host, as }) => host === domain && as === 'domain')

/** What the only certificate is good enough for is among the proof. */
const isProven = (diagnosis: Diagnosis): boolean =>
  diagnosis.hosts.length === 1 && (mainFinding(diagnosis)?.evidence ?? []).slice(0, PROOF_LINES).some(({ code }) => code === 'satisfies')

/** Where the steps stand that are not shown here. */
function furtherSteps({ diagnosis, typed }: DiagnosisView, voice: Voice): readonly Part[] {
  const hidden = isOpen(diagnosis) ? 0 : explanationOf(diagnosis, voice).steps.length - FIRST_STEPS.most
  if (hidden <= 0) return []
  const more = voice.words('cards.explanation.more-steps', { count: hidden })
  const command = `${typed} ${diagnosis.verdict.finding}`
  return [quiet(typed ? `${more} · ${voice.words('cards.explanation.typed', { command })}` : more)]
}

function buttons(view: DiagnosisView, voice: Voice): readonly Action[] {
  const { diagnosis } = view
  const everything = button(voice.words('cards.buttons.code'), { verb: 'show-code', finding: diagnosis.verdict.finding })
  return [...incidentButtons(view, voice), ...noteButtons(diagnosis, reportedIn(view), voice), ...(isOpen(diagnosis) ? [] : [everything])]
}

function incidentButtons({ diagnosis, incident, tenant }: DiagnosisView, voice: Voice): readonly Action[] {
  if (incident) return [button(voice.words('cards.buttons.show-incident'), { verb: 'show-incident', incident: incident.id })]
  const connector = diagnosis.connector?.name ?? null
  const faulty = toneOf(diagnosis) === 'fault'
  if (!faulty || tenant === null || connector === null || connector.length > LONGEST_NAME) return []
  return [button(voice.words('cards.buttons.open-incident'), { verb: 'open-incident', tenant, connector }, 'primary')]
}
