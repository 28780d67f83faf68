import { describe, expect, test } from '@jest/globals'
import { apply } from '../../src/core/apply.ts'
import { diagnose } from '../../src/core/diagnose.ts'
import { intake } from '../../src/core/intake.ts'
import { reconcile } from '../../src/core/reconcile.ts'
import { verify } from '../../src/core/verify.ts'
import type { ChangeRequest } from '../../src/domain/request.ts'
import type { Exchange } from '../../src/ports/exchange.ts'
import { accepted, connector, message, NOW, type Tenant, tenant } from '../fixes/tenant.ts'
import { alex, kim, sam } from '../support/requests.ts'
import { acting, type CoreWorld, MINUTE, openCore, requestIn, stored } from './core-world.ts'

let core: CoreWorld

const refusedHost = {
  'mail.contoso.example': { fault: { stage: 'connect' as const, why: { is: 'refused' as const, error: 'ECONNREFUSED' } } },
}

async function open(changes: Partial<Tenant> = {}, change?: (exchange: Exchange) => Exchange): Promise<string> {
  core = await openCore(tenant({ hosts: refusedHost, ...changes }), change)
  await intake(core.world, await stored(core))
  const [incident] = await core.world.store.incidents({})
  await diagnose(core.world, incident?.id ?? '')
  return incident?.id ?? ''
}

async function asked(
  incident: string,
  fix: 'retire-on-premises-route' | 'disable-connector' = 'retire-on-premises-route',
): Promise<ChangeRequest> {
  const ready = await core.desk.plan(acting(), incident, fix, {}, null)
  if (ready.is !== 'ready') throw new Error(JSON.stringify(ready))
  const ruling = await core.desk.askFor(acting(), incident, ready.plan.hash)
  if (ruling.is !== 'accepted') throw new Error(JSON.stringify(ruling))
  return ruling.value
}

async function approved(incident: string, fix?: 'disable-connector'): Promise<ChangeRequest> {
  const request = await asked(incident, fix)
  const ruling = await core.desk.decide(acting(sam), request.id, request.plan.hash, 'approve')
  if (ruling.is !== 'accepted') throw new Error(JSON.stringify(ruling))
  return ruling.value
}

const stateOf = async (id: string) => (await requestIn(core, id)).state

describe('applying', () => {
  test('the state is saved before the tenant is touched', async () => {
    const states: string[] = []
    let id = ''
    await open({}, (exchange) => ({
      ...exchange,
      setAcceptedDomain: async (...write) => {
        states.push(await stateOf(id))
        return exchange.setAcceptedDomain(...write)
      },
    }))
    const [incident] = await core.world.store.incidents({})
    id = (await approved(incident?.id ?? '')).id
    await apply(core.world, id)
    expect(states).toEqual(['applying'])
    expect(await stateOf(id)).toBe('applied')
    await apply(core.world, id)
    expect(core.held.sent).toHaveLength(2)
  })

  test('nothing is written before enough people approved', async () => {
    const request = await asked(await open())
    await apply(core.world, request.id)
    expect([await stateOf(request.id), core.held.sent]).toEqual(['waiting', []])
  })

  test('an approval that is older than the request could wait is stale: a service that was down surprises nobody', async () => {
    const request = await approved(await open())
    core.pass(31 * MINUTE)
    await apply(core.world, request.id)
    expect([await stateOf(request.id), core.held.sent]).toEqual(['stale', []])
  })

  test('guards look at the tenant as it is now, not as it was when it was planned', async () => {
    const request = await approved(await open())
    core.pass(10 * MINUTE)
    core.held.messages = [message('Delivered', 'nobody@contoso.example', -5)]
    await apply(core.world, request.id)
    expect([await stateOf(request.id), core.held.sent]).toEqual(['stale', []])
  })

  test('one change of a tenant at a time: the next one waits its turn', async () => {
    const other = connector({ guid: 'guid-2', name: 'Second', identity: 'Second', recipientDomains: ['second.example'] })
    const first = await approved(await open({ connectors: [connector(), other] }))
    await intake(core.world, await stored(core, { hints: { connector: 'Second', domain: null, error: null, count: null } }))
    const [second] = await core.world.store.incidents({ limit: 1 })
    await diagnose(core.world, second?.id ?? '')
    const next = await approved(second?.id ?? '', 'disable-connector')
    await core.world.store.transaction((tx) => tx.saveRequest({ ...first, state: 'applying', version: first.version + 1 }, first.version))
    await core.forgetJobs()
    await apply(core.world, next.id)
    expect([await stateOf(next.id), core.held.sent]).toEqual(['approved', []])
    expect(await core.waiting()).toEqual([expect.objectContaining({ name: 'apply', data: { request: next.id } })])
    await apply(core.world, first.id)
    await apply(core.world, next.id)
    expect(await stateOf(next.id)).toBe('applied')
  })

  test('a tenant that is no longer configured ends it with an answer', async () => {
    const request = await approved(await open())
    await apply({ ...core.world, exchanges: () => null }, request.id)
    expect(await requestIn(core, request.id)).toMatchObject({ state: 'failed', change: { steps: [{ is: 'unknown' }, { is: 'unknown' }] } })
  })

  test('what a crashed run may have written, and nobody can read, can still be taken back', async () => {
    const request = await approved(await open())
    await core.world.store.transaction((tx) =>
      tx.saveRequest({ ...request, state: 'applying', version: request.version + 1 }, request.version),
    )
    core.held.unreadable = ['connectors']
    await apply(core.world, request.id)
    expect(await stateOf(request.id)).toBe('partial')
    core.held.unreadable = []
    expect((await core.desk.undo(acting(), request.id)).is).toBe('accepted')
  })

  test('a change whose job was given up is taken up again', async () => {
    const request = await approved(await open())
    await core.forgetJobs()
    await reconcile(core.world)
    expect(await core.waiting()).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'apply', data: { request: request.id } })]),
    )
  })
})

describe('the way back', () => {
  const applied = async (): Promise<ChangeRequest> => {
    const request = await approved(await open())
    await apply(core.world, request.id)
    return requestIn(core, request.id)
  }
  const undo = async (id: string): Promise<ChangeRequest> => {
    const ruling = await core.desk.undo(acting(), id)
    if (ruling.is !== 'accepted') throw new Error(JSON.stringify(ruling))
    return ruling.value
  }

  test('asked for twice is one undo', async () => {
    const first = await applied()
    const both = await Promise.all([core.desk.undo(acting(), first.id), core.desk.undo(acting(kim), first.id)])
    expect(both.map((each) => (each.is === 'refused' ? each.why : each.is)).sort()).toEqual(['accepted', 'already-requested'])
  })

  test('is not itself undone: nobody would have judged the first change again', async () => {
    const first = await applied()
    const way = await undo(first.id)
    await core.desk.decide(acting(sam), way.id, way.plan.hash, 'approve')
    await apply(core.world, way.id)
    expect([await stateOf(way.id), await stateOf(first.id)]).toEqual(['applied', 'undone'])
    expect(await core.desk.undo(acting(), way.id)).toMatchObject({ is: 'refused', why: 'undo-is-final' })
  })

  test('rejected lets the first change be verified, and undone later', async () => {
    const first = await applied()
    const way = await undo(first.id)
    core.pass(61 * MINUTE)
    await verify(core.world, first.id, 1)
    expect(await stateOf(first.id)).toBe('applied')
    await core.forgetJobs()
    core.pass(-35 * MINUTE)
    await core.desk.decide(acting(sam), way.id, way.plan.hash, 'reject')
    expect((await requestIn(core, first.id)).undoneBy).toBeNull()
    expect(await core.waiting()).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'verify' })]))
    expect((await core.desk.undo(acting(), first.id)).is).toBe('accepted')
  })

  test('that took effect only in part can be asked for again', async () => {
    const first = await applied()
    const way = await undo(first.id)
    await core.desk.decide(acting(sam), way.id, way.plan.hash, 'approve')
    core.held.writes = ['done', 'refused']
    await apply(core.world, way.id)
    expect(await stateOf(way.id)).toBe('partial')
    const again = await undo(first.id)
    await core.desk.decide(acting(sam), again.id, again.plan.hash, 'approve')
    await apply(core.world, again.id)
    expect([await stateOf(first.id), core.held.domains[0]?.domainType, core.held.connectors[0]?.enabled]).toEqual([
      'undone',
      'InternalRelay',
      true,
    ])
  })

  test('writes nothing over what somebody else changed since', async () => {
    const first = await applied()
    const way = await undo(first.id)
    await core.desk.decide(acting(sam), way.id, way.plan.hash, 'approve')
    core.held.domains = [accepted('contoso.example', { domainType: 'ExternalRelay' })]
    const before = core.held.sent.length
    await apply(core.world, way.id)
    expect([await stateOf(way.id), core.held.sent.length]).toEqual(['stale', before])
    expect((await requestIn(core, first.id)).undoneBy).toBeNull()
  })
})

describe('asking and deciding', () => {
  test('two people who ask at once for different fixes of one incident get one request', async () => {
    const incident = await open()
    const plans = await Promise.all(
      (['retire-on-premises-route', 'make-domain-authoritative'] as const).map((fix) => core.desk.plan(acting(), incident, fix, {}, null)),
    )
    const hashes = plans.map((each) => (each.is === 'ready' ? each.plan.hash : ''))
    const rulings = await Promise.all(hashes.map((hash) => core.desk.askFor(acting(), incident, hash)))
    expect(rulings.map((each) => (each.is === 'refused' ? each.why : each.is)).sort()).toEqual(['accepted', 'already-requested'])
  })

  test('what was verified for another connector does not end this incident', async () => {
    const other = connector({ guid: 'guid-2', name: 'Second', identity: 'Second', recipientDomains: ['second.example'] })
    const incident = await open({ connectors: [connector(), other] })
    const ready = await core.desk.plan(acting(), incident, 'disable-connector', { connector: 'Second' }, null)
    if (ready.is !== 'ready') throw new Error(JSON.stringify(ready))
    const ruling = await core.desk.askFor(acting(), incident, ready.plan.hash)
    if (ruling.is !== 'accepted') throw new Error(JSON.stringify(ruling))
    await core.desk.decide(acting(sam), ruling.value.id, ready.plan.hash, 'approve')
    await apply(core.world, ruling.value.id)
    core.pass(60 * MINUTE)
    core.held.messages = [message('Delivered', 'a@second.example', -50, [['Deliver', -50]])]
    await verify(core.world, ruling.value.id, 1)
    expect(await stateOf(ruling.value.id)).toBe('verified')
    expect((await core.world.store.incident(incident))?.state).toBe('diagnosed')
  })

  test('the requester of a change that needs two counts for neither', async () => {
    const incident = await open({ connectors: [connector({ connectorSource: 'HybridWizard' })] })
    const ready = await core.desk.plan(acting(kim), incident, 'retire-on-premises-route', {}, null)
    if (ready.is !== 'ready') throw new Error(JSON.stringify(ready))
    const ruling = await core.desk.askFor(acting(kim), incident, ready.plan.hash)
    if (ruling.is !== 'accepted') throw new Error(JSON.stringify(ruling))
    const { id, plan } = ruling.value
    expect(await core.desk.decide(acting(kim), id, plan.hash, 'approve')).toMatchObject({ why: 'own-request' })
    expect(await core.desk.decide(acting(sam), id, plan.hash, 'approve')).toMatchObject({ value: { state: 'waiting' } })
    expect(await core.desk.decide(acting(sam), id, plan.hash, 'approve')).toMatchObject({ why: 'already-approved-by-you' })
    expect(await core.desk.decide(acting(alex), id, plan.hash, 'approve')).toMatchObject({ why: 'not-an-approver' })
    expect(await stateOf(id)).toBe('waiting')
  })

  test('an approval that comes with the expiry is refused', async () => {
    const request = await asked(await open())
    core.pass(Date.parse(request.expiresAt) - Date.parse(NOW))
    expect(await core.desk.decide(acting(sam), request.id, request.plan.hash, 'approve')).toMatchObject({ why: 'request-expired' })
  })
})
