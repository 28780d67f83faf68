import { expect, test } from '@jest/globals'
import { anIncident, aRequest } from '../contracts/store-samples.ts'
import { tenant } from '../fixes/tenant.ts'
import { openCore } from './core-world.ts'

test('what other tenants asked for hides nothing of those that are listed', async () => {
  const { desk, world } = await openCore(tenant())
  const [busy, quiet] = [anIncident(), anIncident({ tenant: 'fabrikam' })]
  const own = aRequest(quiet.id, { tenant: 'fabrikam', requestedAt: '2026-11-01T10:00:00.000Z' })
  await world.store.transaction(async (tx) => {
    for (const incident of [busy, quiet]) await tx.addIncident(incident)
    for (let each = 0; each < 1_001; each++) await tx.addRequest(aRequest(busy.id))
    await tx.addRequest(own)
  })
  expect((await desk.requests(undefined, ['fabrikam'])).map((each) => each.id)).toEqual([own.id])
  expect(await desk.requests(undefined, [])).toEqual([])
  expect(await desk.requests()).toHaveLength(50)
})
