import type { Resolution, Transcript } from '../../domain/evidence.ts'
import { ask } from './ask.ts'
import { converseInTime } from './converse-in-time.ts'
import { fetchPolicy } from './fetch-policy.ts'
import { resolve } from './resolve.ts'
import { suspect } from './suspect.ts'
import type { Host, Visit } from './visit.ts'

const MOST_ADDRESSES = 32
const FEWEST_PER_HOST = 2

/**
 * One host from its name to all that is known of it: an address is talked to as soon as it is known, the policy is fetched meanwhile, and only what
 * then looks wrong is looked at again. Ends by the deadline, and never throws for what the host does.
 */
export async function visitHost(visit: Visit, host: Host): Promise<void> {
  const sessions = new Map<string, Promise<void>>()
  let policy: ReturnType<typeof fetchPolicy> = null
  const onSoFar = (resolution: Resolution): void => {
    policy ??= fetchPolicy(visit.network, resolution, visit.deadline)
    // The test of a recipient belongs to the most preferred address, and which one that is stands only at the end.
    if (!visit.recipient) tryAddresses(visit, host, resolution, sessions)
  }
  const resolution = await resolve(host.name, (question) => ask(visit.network, question, visit.deadline.leftAtFirst()), onSoFar)
  host.resolution = resolution
  policy ??= fetchPolicy(visit.network, resolution, visit.deadline)
  host.awaitsPolicy = policy !== null
  tryAddresses(visit, host, resolution, sessions)
  visit.onResolved()
  // A name that leads to addresses is not done before they are.
  if (host.trying === 0) visit.onChange()
  const known = policy?.then((mtaSts) => {
    host.resolution = { ...resolution, mtaSts }
    host.awaitsPolicy = false
    visit.onChange()
  })
  await Promise.all([known, ...sessions.values()])
  await suspect(visit, host, visit.reported)
  await suspect(visit, host, await visit.reportedLater)
}

function tryAddresses(visit: Visit, host: Host, { addresses }: Resolution, sessions: Map<string, Promise<void>>): void {
  const most = Math.max(FEWEST_PER_HOST, Math.ceil(MOST_ADDRESSES / visit.hosts.length))
  for (const address of addresses) {
    if (sessions.size >= most && !visit.sessions.has(address.ip)) continue
    if (!sessions.has(address.ip)) sessions.set(address.ip, talk(visit, host, address))
  }
}

/** One session with one address; another host that leads to it waits for the same one. Where names took nearly all the time, there is none. */
async function talk(visit: Visit, host: Host, { host: name, ip }: Resolution['addresses'][number]): Promise<void> {
  const underway = visit.sessions.get(ip)
  if (underway) return void (await underway)
  if (!visit.deadline.isFair()) return
  host.trying += 1
  const session = converse(visit, name, ip)
  visit.sessions.set(ip, session)
  const transcript = await session
  if (transcript) visit.transcripts.set(ip, transcript)
  host.trying -= 1
  visit.onChange()
}

function converse(visit: Visit, host: string, ip: string): Promise<Transcript | null> {
  const recipient = visit.recipientAsked ? null : visit.recipient
  visit.recipientAsked ||= recipient !== null
  const withinMs = visit.deadline.leftAtFirst()
  return converseInTime(visit.network, { host, ip, withinMs, onStage: visit.onStage, ...(recipient ? { recipient } : {}) })
}
