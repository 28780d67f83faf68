import type { Incident, IncidentState } from '../domain/incident.ts'
import type { ChangeRequest } from '../domain/request.ts'
import type { Desk } from './desk.ts'
import { mayRequest } from './policy.ts'
import type { World } from './world.ts'

const MOST_LISTED = 50
const OPEN: readonly IncidentState[] = ['open', 'diagnosed', 'acknowledged', 'snoozed']
const OVER: readonly IncidentState[] = ['resolved']

/** What is stored, as people are shown it. */
export function listings(world: World): Pick<Desk, 'incident' | 'childrenOf' | 'incidents' | 'request' | 'requests' | 'sees'> {
  const { store } = world
  return {
    incident: (id) => store.incident(id),
    childrenOf: (umbrella) => store.incidents({ umbrella }),
    incidents: (tenants) => incidents(world, tenants),
    request: (id) => store.request(id),
    requests: (incident, tenants) => requests(world, incident, tenants),
    sees: (acting) => {
      const everybodys = world.tenants.length === 1 || mayRequest(world.policy, acting.person.id)
      return everybodys ? world.tenants.map((tenant) => tenant.id) : []
    },
  }
}

/** Asked tenant by tenant and open ones apart: what many others hold never hides an open one. */
async function incidents({ store }: World, tenants: readonly string[]): Promise<readonly Incident[]> {
  const asked = tenants.length > 0 ? tenants.map((tenant) => ({ tenant })) : [{}]
  const inStates = async (states: readonly IncidentState[]) => {
    const each = await Promise.all(asked.map((filter) => store.incidents({ ...filter, states, limit: MOST_LISTED })))
    return each.flat().sort((a, b) => newerFirst(a.openedAt, b.openedAt))
  }
  const [open, over] = await Promise.all([inStates(OPEN), inStates(OVER)])
  return [...open, ...over].slice(0, MOST_LISTED)
}

/** Asked tenant by tenant, too. */
async function requests({ store }: World, incident?: string, tenants?: readonly string[]): Promise<readonly ChangeRequest[]> {
  const asked = tenants ? tenants.map((tenant) => ({ tenant })) : [{}]
  const each = await Promise.all(
    asked.map((filter) => store.requests({ ...filter, ...(incident ? { incident } : {}), limit: MOST_LISTED })),
  )
  return each
    .flat()
    .sort((a, b) => newerFirst(a.requestedAt, b.requestedAt))
    .slice(0, MOST_LISTED)
}

const newerFirst = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)
