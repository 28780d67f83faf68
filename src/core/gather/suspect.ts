import type { Resolution, SecondLook, Transcript } from '../../domain/evidence.ts'
import type { Reported } from '../../domain/incident.ts'
import { wantsAuthority, wantsControl, wantsRegistration, wantsUnchecked } from '../../probes/suspicion.ts'
import { askInTime } from './ask.ts'
import { askAuthority } from './ask-authority.ts'
import { askControl, type ControlFamily } from './ask-control.ts'
import { askRegistration } from './ask-registration.ts'
import { converseInTime } from './converse-in-time.ts'
import { secondLooksFor } from './second-looks.ts'
import type { Host, Visit } from './visit.ts'

const MOST_LOOKED_TWICE = 4
/** With less time than this nothing is begun any more. */
const LEAST_MS = 300

/**
 * What is asked only when something looks wrong, all at once: the zone's own servers, the resolver without validation, the registry, a second session
 * in another way, and the control. Called again when more was reported; nothing is done twice.
 */
export async function suspect(visit: Visit, host: Host, reported: readonly Reported[]): Promise<void> {
  if (host.resolution === null || visit.deadline.left() < LEAST_MS) return
  const transcripts = transcriptsOf(visit, host.resolution)
  const work = [
    ...resolutionWork(visit, host, host.resolution, transcripts, reported),
    ...transcripts.flatMap((transcript) => sessionWork(visit, transcript, reported)),
    ...wantsControl(transcripts).flatMap((family) => controlWork(visit, family)),
  ]
  if (work.length === 0) return
  host.suspecting += 1
  visit.onChange()
  await Promise.all(work.map((each) => each.then(visit.onChange)))
  host.suspecting -= 1
  visit.onChange()
}

/** By the names this host leads to, also where the session was begun for another one. */
const transcriptsOf = ({ transcripts }: Visit, { addresses }: Resolution): readonly Transcript[] =>
  addresses.flatMap(({ host, ip }) => {
    const transcript = transcripts.get(ip)
    return transcript ? [{ ...transcript, host }] : []
  })

function resolutionWork(
  visit: Visit,
  host: Host,
  resolution: Resolution,
  transcripts: readonly Transcript[],
  reported: readonly Reported[],
): readonly Promise<void>[] {
  const { network, deadline, rdapBootstrap } = visit
  const learn = (part: Partial<Resolution>): void => {
    host.resolution = { ...(host.resolution ?? resolution), ...part }
  }
  const work: Promise<void>[] = []
  if (wantsAuthority(resolution, transcripts, reported) && begins(host, 'authority')) {
    work.push(askAuthority(network, resolution, deadline).then((authority) => learn({ authority })))
  }
  const doubted = wantsUnchecked(resolution)
  if (doubted.length > 0 && begins(host, 'unchecked')) {
    const asked = doubted.map((question) => askInTime(network, question, { unchecked: true }, deadline.left()))
    work.push(Promise.all(asked).then((replies) => learn({ unchecked: replies.flatMap((reply) => reply ?? []) })))
  }
  const domain = wantsRegistration(resolution, transcripts)
  if (domain !== null && begins(host, 'registration')) {
    work.push(askRegistration(network, rdapBootstrap, domain, deadline).then((registration) => learn({ registration })))
  }
  return work
}

const begins = ({ begun }: Host, what: string): boolean => !begun.has(what) && begun.add(what) !== null

/** At most one more session of each kind with an address, and with few addresses. */
function sessionWork(visit: Visit, transcript: Transcript, reported: readonly Reported[]): readonly Promise<void>[] {
  const { host, ip } = transcript
  return secondLooksFor(transcript, visit, reported).flatMap((way) => {
    const key = `${ip} ${way}`
    const room = visit.lookedTwiceAt.has(ip) || visit.lookedTwiceAt.size < MOST_LOOKED_TWICE
    if (visit.begun.has(key) || !room) return []
    visit.begun.add(key)
    visit.lookedTwiceAt.add(ip)
    return [lookAgain(visit, key, { host, ip }, way)]
  })
}

async function lookAgain(visit: Visit, key: string, address: { readonly host: string; readonly ip: string }, way: SecondLook['why']) {
  const transcript = await converseInTime(visit.network, { ...address, way, withinMs: visit.deadline.left() })
  if (transcript) visit.secondLooks.set(key, { why: way, transcript })
}

/** Asked once for all hosts; whoever needs it waits for it. */
function controlWork(visit: Visit, family: ControlFamily): readonly Promise<void>[] {
  const { control, network, deadline, controlAsked } = visit
  if (control === null) return []
  const asked =
    controlAsked.get(family) ??
    askControl(network, control, deadline, family).then((answer) => {
      visit.controlAnswers.set(family, answer)
    })
  controlAsked.set(family, asked)
  return [asked]
}
