import type { Diagnosis, Incident, Subject } from '../domain/incident.ts'
import type { FixName, Plan } from '../domain/plan.ts'
import { type Refused, refused } from '../domain/refusal.ts'
import { passed } from '../domain/transcript.ts'
import type { FixTarget } from '../fixes/fix.ts'
import { fixFor, offeredFor } from '../fixes/index.ts'
import type { Exchange } from '../ports/exchange.ts'
import { changed, changeIncident } from './change-incident.ts'
import { shareNetwork } from './gather/share-network.ts'
import { withHash } from './plan-hash.ts'
import { shareReads } from './share-reads.ts'
import type { World } from './world.ts'

export type Proposal = { readonly is: 'plan'; readonly plan: Plan } | Refused

/** The plan of one fix, read from the tenant now. */
export async function propose(
  world: World,
  tenant: string,
  subject: Subject,
  fix: FixName,
  set: Readonly<Record<string, string>>,
): Promise<Proposal> {
  const exchange = world.exchanges(tenant)
  if (!exchange) return refused('unknown-tenant', { tenant })
  const action = fixFor(fix)
  if (!action) return refused('fix-not-available', { fix })
  const answer = await action.plan({ exchange, network: world.network }, targetOf(subject, set, world.clock.now()))
  switch (answer.is) {
    case 'plan':
      return { is: 'plan', plan: withHash(answer.plan) }
    case 'none':
      return refused(answer.why, answer.args)
    case 'unknown':
      return refused('could-not-read', { why: answer.why })
  }
}

function targetOf(subject: Subject, set: Readonly<Record<string, string>>, at: string): FixTarget {
  const { connector, domain, ...rest } = set
  return {
    connector: connector ?? (subject.is === 'connector' ? subject.name : null),
    domains: domain ? [domain] : subject.is === 'destination' ? [subject.domain] : [],
    set: rest,
    at,
  }
}

/** The plans a finding offers, each with its guards; those that make no sense here are left out, those a guard refuses are kept to say why. */
export async function offersFor(world: World, exchange: Exchange, subject: Subject, diagnosis: Diagnosis): Promise<readonly Plan[]> {
  const answers = diagnosis.hosts.some(({ transcript }) => passed(transcript, 'ehlo'))
  const names = offeredFor(diagnosis.verdict.finding, diagnosis.connector?.type ?? null, answers)
  const at = world.clock.now()
  const read = shareReads(exchange)
  // All at one moment of the tenant, each thing read once.
  const now: World = { ...world, clock: { ...world.clock, now: () => at }, exchanges: () => read, network: shareNetwork(world.network) }
  const proposals = await Promise.all(names.map((fix) => propose(now, exchange.tenant, subject, fix, {})))
  return proposals.flatMap((proposal) => (proposal.is === 'plan' ? [proposal.plan] : []))
}

/** Keeps a plan somebody was shown, in place of an older one of the same fix and targets. */
export async function keepOffer(world: World, incident: string, plan: Plan): Promise<Incident> {
  return world.store.transaction((tx) =>
    changeIncident(tx, incident, (current) =>
      changed(current, { offers: [...current.offers.filter((offer) => offer.hash !== plan.hash && !sameTarget(offer, plan)), plan] }),
    ),
  )
}

const sameTarget = (a: Plan, b: Plan): boolean => a.fix === b.fix && a.connector === b.connector && a.domains.join() === b.domains.join()
