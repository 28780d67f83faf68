import { isIP } from 'node:net'
import type { Control, Requirements, Resolution, SecondLook, StageResult, Transcript } from '../../domain/evidence.ts'
import type { Reported } from '../../domain/incident.ts'
import { passed } from '../../domain/transcript.ts'
import type { ConversationTarget, Network } from '../../ports/network.ts'
import { isUnheardIpv6 } from '../../probes/suspicion.ts'
import type { ControlFamily } from './ask-control.ts'
import type { Deadline } from './deadline.ts'
import type { HostName } from './resolve.ts'

/** What is set before the hosts of a target are visited. */
export interface VisitSettings {
  readonly network: Network
  readonly deadline: Deadline
  readonly requirements: Requirements
  /** ISO 8601: what certificates are judged by. */
  readonly at: string
  /** Known-good targets, comma-separated; null: none. */
  readonly control: string | null
  readonly rdapBootstrap: string
  /** Asked once, of the first address that is tried. */
  readonly recipient: NonNullable<ConversationTarget['recipient']> | null
  /** What Exchange Online reported before. */
  readonly reported: readonly Reported[]
  /** The same with what the trace says, once that is read. */
  readonly reportedLater: Promise<readonly Reported[]>
  readonly onStage: (stage: StageResult) => void
  /** Told when a name has been looked up. */
  readonly onResolved: () => void
  /** Told whenever something is over while other things are not. */
  readonly onChange: () => void
}

/** One host on the way to being known. Parts are filled in as they come. */
export interface Host {
  readonly name: HostName
  resolution: Resolution | null
  /** The policy that its records announce is being fetched: until then it would seem not to be there. */
  awaitsPolicy: boolean
  /** What was begun on suspicion, so that nothing is begun twice. */
  readonly begun: Set<string>
  /** Addresses being tried for it, and things being asked on suspicion. */
  trying: number
  suspecting: number
}

/** The hosts of one target, visited side by side: each waits for nothing but its own answers. */
export interface Visit extends VisitSettings {
  readonly hosts: readonly Host[]
  /** By address: an address that several names lead to is connected to once. */
  readonly sessions: Map<string, Promise<Transcript | null>>
  readonly transcripts: Map<string, Transcript>
  readonly secondLooks: Map<string, SecondLook>
  readonly lookedTwiceAt: Set<string>
  readonly begun: Set<string>
  readonly controlAsked: Map<ControlFamily, Promise<void>>
  readonly controlAnswers: Map<ControlFamily, Control | null>
  recipientAsked: boolean
}

/** What is known of the hosts at some moment. */
export interface Seen {
  readonly resolutions: readonly Resolution[]
  readonly transcripts: readonly Transcript[]
  readonly pending: number
  readonly secondLooks: readonly SecondLook[]
  readonly control: Control | null
}

export const openVisit = (settings: VisitSettings, names: readonly HostName[]): Visit => ({
  ...settings,
  hosts: names.map((name) => ({ name, resolution: null, awaitsPolicy: false, begun: new Set(), trying: 0, suspecting: 0 })),
  sessions: new Map(),
  transcripts: new Map(),
  secondLooks: new Map(),
  lookedTwiceAt: new Set(),
  begun: new Set(),
  controlAsked: new Map(),
  controlAnswers: new Map(),
  recipientAsked: false,
})

/** In the order of hosts and addresses, whatever came first. A host counts as open until its name and all its addresses are done. */
export function seenSoFar({ hosts, transcripts, secondLooks, controlAnswers }: Visit): Seen {
  const resolutions = hosts.flatMap((host) => (host.awaitsPolicy ? [] : (host.resolution ?? [])))
  const ips = new Set([...resolutions.flatMap((each) => each.addresses.map(({ ip }) => ip)), ...transcripts.keys()])
  const open = hosts.map((host) => Math.max(host.trying, host.resolution === null || host.awaitsPolicy || host.suspecting > 0 ? 1 : 0))
  const seen = [...ips].flatMap((ip) => transcripts.get(ip) ?? [])
  const ipv6Fails = controlAnswers.get('ipv6')?.passed === false && !seen.some((each) => isIP(each.ip) === 6 && passed(each, 'connect'))
  return {
    resolutions,
    transcripts: ipv6Fails ? seen.map(withoutOurIpv6) : seen,
    pending: open.reduce((sum, each) => sum + each, 0),
    secondLooks: [...ips].flatMap((ip) => [...secondLooks.values()].filter((look) => look.transcript.ip === ip)),
    control: controlAnswers.get('any') ?? null,
  }
}

/** Where known-good targets cannot be reached over IPv6 either, it is our own side that lacks it. */
function withoutOurIpv6(transcript: Transcript): Transcript {
  if (!isUnheardIpv6(transcript)) return transcript
  const why = transcript.fault?.why
  return {
    ...transcript,
    fault: { stage: 'connect', why: { is: 'no-route-here', error: why && 'error' in why ? why.error : 'ETIMEDOUT' } },
  }
}
