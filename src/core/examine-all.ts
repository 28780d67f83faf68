import { type Answer, found } from '../domain/answer.ts'
import type { Diagnosis } from '../domain/incident.ts'
import type { OutboundConnector } from '../domain/tenant.ts'
import type { Exchange } from '../ports/exchange.ts'
import { type ExamineWorld, examine } from './examine.ts'
import type { ReadQueue } from './gather/read-route.ts'
import { shareNetwork } from './gather/share-network.ts'
import { EVERY_ROUTE, queueOf, readWaitingMail, SAMPLING, type WaitingMail } from './read-queue.ts'

/** Enough for every connector of nearly every tenant, and few enough for one machine's sockets. */
const SIDE_BY_SIDE = 100

/** Told as each diagnosis is done, with its place in the list. */
export type OnDone = (diagnosis: Diagnosis, at: number) => void

/**
 * Diagnoses every enabled connector of a tenant, or those named (by name, identity or GUID, in any case), in the order of the list: a hundred at a time,
 * each with its own deadline from its own start. Connectors, domains and waiting mail are read once and shared (the trace takes 100 calls in 5
 * minutes), and so are sessions with the same host. `unknown` when the connectors cannot be read; a name that no connector has is diagnosed as missing.
 */
export async function examineAll(
  world: ExamineWorld,
  exchange: Exchange,
  connectors: readonly string[] | null = null,
  onDone: OnDone = () => {},
): Promise<Answer<readonly Diagnosis[]>> {
  const [listed, domains] = await Promise.all([exchange.connectors(), exchange.acceptedDomains()])
  if (listed.is !== 'found') return listed.is === 'absent' ? found([]) : listed
  const names = connectors ?? listed.value.filter((each) => each.enabled).map((each) => each.name)
  const read: Exchange = { ...exchange, connectors: async () => listed, acceptedDomains: async () => domains }
  const shared = { ...world, network: shareNetwork(world.network), health: sharedHealth(world), queue: sharedQueue(exchange, world) }
  const diagnoses = await sideBySide(SIDE_BY_SIDE, names, async (name, at) => {
    const diagnosis = await examine(shared, read, { name, connector: nameOf(name, listed.value), hosts: [], domains: [] })
    onDone(diagnosis, at)
    return diagnosis
  })
  return found(diagnoses)
}

const nameOf = (named: string, connectors: readonly OutboundConnector[]): string =>
  connectors.find((each) => [each.name, each.identity, each.guid].some((known) => known.toLowerCase() === named.toLowerCase()))?.name ??
  named

/** One reading of all waiting mail serves every connector; which of it a rule sends, only its events would tell. */
function sharedQueue(exchange: Exchange, { clock }: ExamineWorld): ReadQueue {
  let reading: Promise<Answer<WaitingMail>> | null = null
  return async (route) => {
    if (route.byEvents !== null) return { is: 'absent' }
    reading ??= readWaitingMail(exchange, EVERY_ROUTE, clock.now(), SAMPLING.everyRoute)
    const waiting = await reading
    return waiting.is === 'found' ? found(queueOf(waiting.value, route)) : waiting
  }
}

function sharedHealth({ health }: ExamineWorld): NonNullable<ExamineWorld['health']> | null {
  if (!health) return null
  let reading: ReturnType<typeof health.openIncidents> | null = null
  return {
    openIncidents: (tenant) => {
      reading ??= health.openIncidents(tenant)
      return reading
    },
  }
}

/** As many at a time as allowed; the results keep the order of the items. */
async function sideBySide<Item, Result>(
  most: number,
  items: readonly Item[],
  work: (item: Item, at: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const left = items.entries()
  const worker = async (): Promise<void> => {
    for (const [at, item] of left) results[at] = await work(item, at)
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
  return results
}
