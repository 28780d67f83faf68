import type { Resolution, SessionStage, StageResult, Transcript } from '../domain/evidence.ts'
import { isFault } from '../domain/finding.ts'
import type { Diagnosis, HostReport } from '../domain/incident.ts'
import type { HostStrip, Mark, Part } from './card.ts'
import { quiet, under } from './parts.ts'
import { bracketed } from './sayable.ts'
import type { Voice } from './voice.ts'

const MOST_STRIPS = 6
const SOON_MS = 30 * 86_400_000
const TALK: readonly SessionStage[] = ['banner', 'ehlo']
const SECURING: readonly SessionStage[] = ['starttls', 'handshake', 'ehlo2']

/** One strip per address, DNS · TCP · banner · TLS · certificate: those in trouble first, at most six. */
export function hostParts(diagnosis: Diagnosis, voice: Voice): readonly Part[] {
  const { pending } = diagnosis
  const strips = [
    ...diagnosis.resolutions.filter(leadsNowhere).map((each) => nowhere(each, voice)),
    ...reached(diagnosis, voice),
    ...underWay(diagnosis, voice),
  ]
  const sorted = strips.toSorted((one, other) => rank(one) - rank(other))
  const hidden = sorted.slice(MOST_STRIPS)
  const sound = hidden.every((each) => rank(each) === SOUND)
  return [
    ...stripsPart(sorted.slice(0, MOST_STRIPS), voice),
    ...(hidden.length > 0 ? [quiet(voice.words(sound ? 'cards.incident.more-sound' : 'cards.more', { count: hidden.length }))] : []),
    ...(pending > 0 ? [quiet(voice.words('cards.incident.still-trying', { count: pending }))] : []),
  ]
}

/** One strip per address with every stage of its session. */
export function everyStage({ hosts }: Diagnosis, voice: Voice): readonly Part[] {
  const strips = hosts.map(({ transcript }) => {
    const stages = transcript.stages.map((stage) => named(stage.stage, together([stage], transcript), voice))
    return stripOf(transcript, stages)
  })
  return stripsPart(strips, voice)
}

const stripsPart = (hosts: readonly HostStrip[], voice: Voice): readonly Part[] =>
  under(voice.words('cards.headings.hosts'), hosts.length > 0 ? [{ is: 'hosts', hosts }] : [])

const SOUND = 2

/** Trouble first; an address that was not tried to the end is not called sound. */
function rank({ stages }: HostStrip): number {
  const marks = stages.map((stage) => stage.mark)
  if (marks.includes('failed')) return 0
  const [, connected] = marks
  return marks.includes('warning') || connected === 'skipped' || connected === 'running' ? 1 : SOUND
}

const stripOf = ({ host, ip, port }: Transcript, stages: HostStrip['stages']): HostStrip => ({
  name: host,
  ip: `${bracketed(ip)}:${port}`,
  stages,
})

type ShortStage = 'dns' | 'connect' | 'banner' | 'handshake' | 'certificate'
interface Shown {
  readonly mark: Mark
  readonly ms: number | null
}
const SKIPPED: Shown = { mark: 'skipped', ms: null }

const named = (label: ShortStage | SessionStage, { mark, ms }: Shown, voice: Voice): HostStrip['stages'][number] => ({
  label: voice.words(`cards.stages.${label}`),
  mark,
  took: ms === null ? null : `${voice.number(Math.round(ms))}\u00A0ms`,
})

const leadsNowhere = ({ addresses, replies }: Resolution): boolean => addresses.length === 0 && replies.length > 0

/** A name that did not become an address: there the attempt ended. */
function nowhere({ host, replies }: Resolution, voice: Voice): HostStrip {
  const dns: Shown = { mark: 'failed', ms: slowest(replies) }
  const rest = (['connect', 'banner', 'handshake', 'certificate'] as const).map((label) => named(label, SKIPPED, voice))
  return { name: host, ip: '', stages: [named('dns', dns, voice), ...rest] }
}

function reached(diagnosis: Diagnosis, voice: Voice): readonly HostStrip[] {
  return diagnosis.hosts.map((host) => {
    const { transcript } = host
    const of = (names: readonly SessionStage[]) =>
      together(
        transcript.stages.filter((stage) => names.includes(stage.stage)),
        transcript,
      )
    return stripOf(transcript, [
      named('dns', dnsOf(transcript, diagnosis), voice),
      named('connect', of(['connect']), voice),
      named('banner', of(TALK), voice),
      named('handshake', of(SECURING), voice),
      named('certificate', { mark: certificateMark(host, diagnosis), ms: null }, voice),
    ])
  })
}

/** Addresses that are still being tried. */
function underWay({ hosts, resolutions, pending }: Diagnosis, voice: Voice): readonly HostStrip[] {
  if (pending === 0) return []
  const done = new Set(hosts.map(({ transcript }) => transcript.ip))
  const open = new Map(
    resolutions.flatMap((each) => each.addresses.filter(({ ip }) => !done.has(ip)).map(({ host, ip }) => [ip, { host, each }])),
  )
  return [...open].map(([ip, { host, each }]) => ({
    name: host,
    ip,
    stages: [
      named('dns', each.replies.length > 0 ? { mark: 'ok', ms: slowest(each.replies) } : SKIPPED, voice),
      named('connect', { mark: 'running', ms: null }, voice),
      ...(['banner', 'handshake', 'certificate'] as const).map((label) => named(label, SKIPPED, voice)),
    ],
  }))
}

/**
 * Several stages as one: failed when one of them is, skipped when all are; the time is that of all. A connection that was never tried, for
 * the address is not public or this side lacks the route, has not failed.
 */
function together(stages: readonly StageResult[], { fault }: Transcript): Shown {
  const untried = fault?.why.is === 'not-public' || fault?.why.is === 'no-route-here'
  if (untried || stages.every((stage) => stage.is === 'skipped')) return SKIPPED
  const ms = stages.reduce((sum, stage) => sum + (stage.is === 'skipped' ? 0 : stage.ms), 0)
  const failed = stages.some((stage) => stage.is === 'failed')
  // What was not offered was not tried, and took no time.
  return { mark: failed ? 'failed' : 'ok', ms: failed && ms === 0 ? null : ms }
}

/** How its name became this address; an address that was written as such asked nobody. One that nobody can reach is a fault of its record. */
function dnsOf({ ip, fault }: Transcript, { resolutions }: Diagnosis): Shown {
  const resolution = resolutions.find((each) => each.addresses.some((address) => address.ip === ip))
  const ms = resolution && resolution.replies.length > 0 ? slowest(resolution.replies) : null
  if (fault?.why.is === 'not-public') return { mark: 'failed', ms }
  return ms === null ? SKIPPED : { mark: 'ok', ms }
}

const slowest = (replies: Resolution['replies']): number => Math.max(...replies.map((reply) => reply.ms))

function certificateMark(host: HostReport, diagnosis: Diagnosis): Mark {
  const { transcript, satisfies } = host
  if (!transcript.tls || !satisfies) return 'skipped'
  if (breaksPolicy(transcript, diagnosis)) return 'failed'
  if (satisfies.CertificateValidation && satisfies.DomainValidation !== false) {
    const left = Date.parse(transcript.tls.certificate.notAfter) - Date.parse(diagnosis.at)
    const isWeak = diagnosis.findings.some((each) => each.finding === 'certificate-weak' && each.subject === transcript.host)
    return left < SOON_MS || isWeak ? 'warning' : 'ok'
  }
  return diagnosis.findings.some((finding) => isFault(finding) && finding.stage === 'certificate') ? 'failed' : 'warning'
}

/** A sound certificate is not enough where the destination's own DANE or MTA-STS demands another. */
const breaksPolicy = ({ host, ip }: Transcript, { findings }: Diagnosis): boolean =>
  findings.some(
    (each) =>
      isFault(each) &&
      each.stage === 'certificate' &&
      /^(?:dane|mta-sts)-/.test(each.finding) &&
      (each.subject === host || each.evidence.some((line) => line.args.ip === ip)),
  )
