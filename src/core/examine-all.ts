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
/** Hosts of all those together: each may have several addresses that say nothing, and its connections wait beside the others'. */
const MOST_HOSTS = 200
/** No target has more looked at. */
const MOST_OF_ONE = 16

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
  const hostsOf = (name: string): number => {
    const own = listed.value.find((each) => isNamed(each, name))
    return Math.min(MOST_OF_ONE, Math.max(1, own?.smartHosts.length ?? 1, own?.useMxRecord ? own.recipientDomains.length : 1))
  }
  const diagnoses = await sideBySide(names, hostsOf, async (name, at) => {
    const diagnosis = await examine(shared, read, { name, connector: nameOf(name, listed.value), hosts: [], domains: [] })
    onDone(diagnosis, at)
    return diagnosis
  })
  return found(diagnoses)
}

const isNamed = ({ name, identity, guid }: OutboundConnector, named: string): boolean =>
  [name, identity, guid].some((known) => known.toLowerCase() === named.toLowerCase())

const nameOf = (named: string, connectors: readonly OutboundConnector[]): string =>
  connectors.find((each) => isNamed(each, named))?.name ?? named

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

/** As many at a time as allowed, begun in the order of the items; the results keep that order. */
async function sideBySide<Item, Result>(
  items: readonly Item[],
  hostsOf: (item: Item) => number,
  work: (item: Item, at: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const waiting: (() => void)[] = []
  const left = items.entries()
  let open = 0
  const worker = async (): Promise<void> => {
    for (const [at, item] of left) {
      const hosts = hostsOf(item)
      while (open > 0 && open + hosts > MOST_HOSTS) await new Promise<void>((resolve) => waiting.push(resolve))
      open += hosts
      results[at] = await work(item, at)
      open -= hosts
      for (const again of waiting.splice(0)) again()
    }
  }
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, items.length) }, worker))
  return results
}
