import type { DialogueLine, Evidence, SecondLook, SessionStage, Transcript } from './evidence.ts'
import type { EvidenceLine, Finding, FindingCode, Severity, Stage } from './finding.ts'
import { ORDINARY_MS } from './queue.ts'
import { meets } from './satisfies.ts'

/** Stages that end with a reply of the server, in order. */
export const TALK: readonly SessionStage[] = ['banner', 'ehlo', 'starttls', 'ehlo2']

/** Whether a session got past a stage. */
export const passed = (transcript: Transcript, stage: SessionStage): boolean =>
  transcript.stages.some((each) => each.stage === stage && each.is === 'ok')

/** How long a stage took, whole milliseconds. */
export const stageMs = (transcript: Transcript, stage: SessionStage): number =>
  Math.round(transcript.stages.find((each) => each.stage === stage)?.ms ?? 0)

/** The second look that was taken at the same address under the same name. */
export const secondLook = ({ secondLooks }: Evidence, why: SecondLook['why'], { host, ip, port }: Transcript): Transcript | null =>
  secondLooks.find(
    (each) => each.why === why && each.transcript.host === host && each.transcript.ip === ip && each.transcript.port === port,
  )?.transcript ?? null

/** Extensions of the EHLO reply, keywords alone and in capitals (RFC 5321 §4.1.1.1: case does not matter). */
export const keywordsOf = ({ ehlo }: Transcript): readonly string[] =>
  ehlo.slice(1).map((line) => line.slice(4).trim().split(/[ =]/, 1)[0]?.toUpperCase() ?? '')

/** The reply that refused EHLO, where HELO was taken after it (RFC 5321 §3.2); null when EHLO did. */
export function refusedEhlo({ dialogue }: Transcript): string | null {
  const helo = dialogue.findIndex((line) => isClient(line) && !line.secured && /^HELO\b/i.test(line.text))
  const refusal = dialogue[helo - 1]
  return helo > 0 && refusal && !isClient(refusal) ? refusal.text : null
}

/**
 * What a silent server had said of its reply: a line that goes on in another one (RFC 5321 §4.2.1), or one without its CRLF (§2.3.8). null when it
 * had said nothing since it was last asked.
 */
export function unfinishedReply({ dialogue }: Transcript): string | null {
  const last = dialogue[dialogue.length - 1]
  return last && !isClient(last) && last.text !== '' ? last.text : null
}

const isClient = ({ from }: DialogueLine): boolean => from === 'client'

/** Replies that took at least so long, milliseconds; a refusal is a reply too. */
export function slowReplies(
  { stages, fault }: Transcript,
  atLeastMs: number,
): readonly { readonly stage: SessionStage; readonly ms: number }[] {
  const replied = (stage: SessionStage): boolean => fault?.stage === stage && (fault.why.is === 'reply' || fault.why.is === 'not-smtp')
  return stages.filter(
    ({ stage, is, ms }) => TALK.includes(stage) && ms >= atLeastMs && (is === 'ok' || (is === 'failed' && replied(stage))),
  )
}

export const slowLine = (ip: string, { stage, ms }: { readonly stage: SessionStage; readonly ms: number }): EvidenceLine => ({
  code: 'slow-reply',
  args: { ip, stage, ms: Math.round(ms) },
})

/** Whether it is known that no mail waits on the route, and none on its ordinary way was put off, as far as that was asked. */
export function nothingPending(evidence: Evidence): boolean {
  const queue = evidence.tenant?.queue
  return queue?.is === 'found' && queue.value.complete && queue.value.pending === 0 && queue.value.defers.length === 0
}

/** Mail that is no sign of anything yet. */
function underWay({ tenant }: Evidence): readonly EvidenceLine[] {
  const young = tenant?.queue.is === 'found' ? (tenant.queue.value.young ?? 0) : 0
  return young > 0 ? [{ code: 'pending-young', args: { count: young, minutes: ORDINARY_MS / 60_000 } }] : []
}

/** What is said with all that depends on where we connect from: the label, and what else is known that weighs for or against it. */
export function vantage(evidence: Evidence): readonly EvidenceLine[] {
  const { control, at } = evidence
  const lines: EvidenceLine[] = [{ code: 'seen-from-here', args: {} }]
  if (nothingPending(evidence)) lines.push({ code: 'pending-none', args: { since: at } }, ...underWay(evidence))
  if (control) lines.push({ code: control.passed ? 'control-passed' : 'control-failed', args: { target: control.target } })
  return lines
}

/** What the connector demands of TLS; nothing for a bare host or opportunistic TLS. */
export function demands({ tenant, requirements }: Evidence): readonly EvidenceLine[] {
  if (tenant?.connector.is !== 'found' || requirements.tlsSettings === null) return []
  return [{ code: 'setting-demands', args: { connector: tenant.connector.value.name, setting: requirements.tlsSettings } }]
}

/** STARTTLS is not on offer, or refused when it is asked for. A server that asks to be tried later (421) has not said that it knows no TLS. */
export const lacksStartTls = ({ fault }: Transcript): boolean =>
  fault?.stage === 'starttls' && (fault.why.is === 'starttls-not-offered' || (fault.why.is === 'reply' && fault.why.code !== 421))

/** Whether mail gets through at an address under these settings, as far as can be seen; a chain that could not be checked is no proof against it. */
export function delivers(transcript: Transcript, { requirements: { tlsSettings, tlsDomain }, at }: Evidence): boolean {
  const { fault, tls } = transcript
  if (fault) return tlsSettings === null && lacksStartTls(transcript)
  if (!tls) return tlsSettings === null
  return meets(tls.trust === 'unknown' ? { ...tls, trust: 'trusted' } : tls, tlsSettings, tlsDomain, at)
}

/** How many addresses mail gets through at, the given ones aside. */
export const soundBeside = (affected: readonly Transcript[], evidence: Evidence): number =>
  evidence.transcripts.filter((each) => !affected.includes(each) && delivers(each, evidence)).length

/** Addresses that were tried: our own missing route is no try. */
export const tried = ({ transcripts }: Evidence): readonly Transcript[] =>
  transcripts.filter((each) => each.fault?.why.is !== 'no-route-here')

/** One kind of trouble on one or more addresses of a target. */
export interface Trouble {
  readonly finding: FindingCode
  readonly stage: Stage
  /** How bad it is when no address does better. */
  readonly severity: Severity
  readonly affected: readonly Transcript[]
  /** Addresses where mail gets through: then it is late at worst, and a fault is a warning. */
  readonly sound: number
  /** Of how many addresses; left out: of the affected and the sound ones. */
  readonly total?: number
  /** Whether mail stops at the affected addresses. Default: where it is a fault. */
  readonly stops?: boolean
  readonly prove: (transcript: Transcript) => readonly EvidenceLine[]
  /** Said behind the proof of every address. */
  readonly also?: readonly EvidenceLine[]
}

/** One finding for all affected addresses, with the proof of each, nothing said twice; none when there is no such address. */
export function troubleFinding(trouble: Trouble): readonly Finding[] {
  const { finding, stage, severity, affected, sound, prove, also = [], stops = severity === 'fault' } = trouble
  const [first] = affected
  if (!first) return []
  const elsewhere: readonly EvidenceLine[] =
    sound > 0 && stops ? [{ code: 'works-elsewhere', args: { ok: sound, total: trouble.total ?? sound + affected.length } }] : []
  const lesser = sound > 0 && severity === 'fault' ? 'warning' : severity
  const evidence = distinct([...affected.flatMap(prove), ...elsewhere, ...also])
  return [{ finding, severity: lesser, subject: first.host, stage, evidence }]
}

/** Each line once, where it stands first. */
const distinct = (lines: readonly EvidenceLine[]): readonly EvidenceLine[] => [
  ...new Map(lines.map((line) => [JSON.stringify(line), line])).values(),
]
