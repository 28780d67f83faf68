import type { SessionStage, StageResult } from '../domain/evidence.ts'
import type { Diagnosis, HostReport } from '../domain/incident.ts'
import type { HostStrip, Mark, Part } from './card.ts'
import { quiet, under } from './parts.ts'
import type { Voice } from './voice.ts'

const MOST_STRIPS = 8
const SOON_MS = 30 * 86_400_000
const TALK: readonly SessionStage[] = ['banner', 'ehlo']
const SECURING: readonly SessionStage[] = ['starttls', 'handshake', 'ehlo2']

/** One strip per address, DNS · TCP · banner · TLS · certificate: those in trouble first, at most eight. */
export function hostParts(diagnosis: Diagnosis, voice: Voice): readonly Part[] {
  const { hosts, pending } = diagnosis
  const sorted = hosts.toSorted((one, other) => rank(one) - rank(other))
  const strips = sorted.slice(0, MOST_STRIPS).map((host) => strip(host, shortStages(host, diagnosis, voice)))
  const hidden = hosts.length - strips.length
  return [
    ...under(voice.words('cards.headings.hosts'), strips.length > 0 ? [{ is: 'hosts', hosts: strips }] : []),
    ...(hidden > 0 ? [quiet(voice.words('cards.more', { count: hidden }))] : []),
    ...(pending > 0 ? [quiet(voice.words('cards.incident.still-trying', { count: pending }))] : []),
  ]
}

/** One strip per address with every stage of its session. */
export function everyStage({ hosts }: Diagnosis, voice: Voice): readonly Part[] {
  const strips = hosts.map((host) =>
    strip(
      host,
      host.transcript.stages.map((stage) => ({
        label: voice.words(`cards.stages.${stage.stage}`),
        mark: stage.is,
        ms: stage.is === 'skipped' ? null : stage.ms,
      })),
    ),
  )
  return under(voice.words('cards.headings.hosts'), strips.length > 0 ? [{ is: 'hosts', hosts: strips }] : [])
}

const rank = ({ transcript, satisfies }: HostReport): number => (transcript.fault ? 0 : satisfies?.CertificateValidation === false ? 1 : 2)

const strip = ({ transcript }: HostReport, stages: HostStrip['stages']): HostStrip => ({
  name: transcript.host,
  ip: `${transcript.ip}:${transcript.port}`,
  stages,
})

function shortStages(host: HostReport, diagnosis: Diagnosis, voice: Voice): HostStrip['stages'] {
  const { stages } = host.transcript
  const named = (label: 'dns' | 'connect' | 'banner' | 'handshake' | 'certificate', mark: Mark, ms: number | null) => ({
    label: voice.words(`cards.stages.${label}`),
    mark,
    ms,
  })
  const of = (names: readonly SessionStage[]) => together(stages.filter((stage) => names.includes(stage.stage)))
  const [tcp, talk, securing] = [of(['connect']), of(TALK), of(SECURING)]
  return [
    named('dns', ...dnsOf(host, diagnosis)),
    named('connect', tcp.mark, tcp.ms),
    named('banner', talk.mark, talk.ms),
    named('handshake', securing.mark, securing.ms),
    named('certificate', certificateMark(host, diagnosis), null),
  ]
}

/** Several stages as one: failed when one of them is, skipped when all are; the time is that of all. */
function together(stages: readonly StageResult[]): { readonly mark: Mark; readonly ms: number | null } {
  if (stages.every((stage) => stage.is === 'skipped')) return { mark: 'skipped', ms: null }
  const ms = stages.reduce((sum, stage) => sum + stage.ms, 0)
  return { mark: stages.some((stage) => stage.is === 'failed') ? 'failed' : 'ok', ms }
}

/** How its name became this address; an address that was written as such asked nobody. */
function dnsOf({ transcript }: HostReport, { resolutions }: Diagnosis): readonly [Mark, number | null] {
  const resolution = resolutions.find((each) => each.addresses.some((address) => address.ip === transcript.ip))
  if (!resolution || resolution.replies.length === 0) return ['skipped', null]
  return ['ok', Math.max(...resolution.replies.map((reply) => reply.ms))]
}

function certificateMark({ transcript, satisfies }: HostReport, diagnosis: Diagnosis): Mark {
  if (!transcript.tls || !satisfies) return 'skipped'
  if (satisfies.CertificateValidation && satisfies.DomainValidation !== false) {
    const left = Date.parse(transcript.tls.certificate.notAfter) - Date.parse(diagnosis.at)
    return left < SOON_MS ? 'warning' : 'ok'
  }
  const stops = diagnosis.findings.some((finding) => finding.stage === 'certificate' && finding.severity === 'fault')
  return stops ? 'failed' : 'warning'
}
