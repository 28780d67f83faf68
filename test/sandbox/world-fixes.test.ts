import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createExchange } from '../../src/adapters/exchange-online/create-exchange.ts'
import { createTokenSource } from '../../src/adapters/microsoft-365/sign-in.ts'
import { createNetwork } from '../../src/adapters/network/create-network.ts'
import { isRefused, type Plan, type PlanDraft } from '../../src/domain/plan.ts'
import type { FixWorld } from '../../src/fixes/fix.ts'
import { fixFor } from '../../src/fixes/index.ts'
import { startWorld, type World } from '../../src/sandbox/world.ts'

const clock = { now: () => new Date().toISOString(), tick: () => performance.now() }
const DELAY = 300
const SETTLE = 1500

let world: World
let eyes: FixWorld
beforeAll(async () => {
  world = await startWorld({ folder: null, fresh: true, clock, delayMs: DELAY, lagMs: 100, retryMs: 300 })
  const { tenantId, loginUrl, exchangeUrl, clientId, clientSecret, dns, allow, reroute, caPem } = world.settings
  const token = createTokenSource({ tenant: tenantId, loginUrl, credential: { is: 'secret', clientId, clientSecret } })
  const exchange = createExchange({ tenant: tenantId, baseUrl: exchangeUrl, token })
  eyes = { exchange, network: createNetwork({ dnsServers: [dns], allow, reroute, extraCa: [caPem], ehloName: 'medic.contoso.example' }) }
})
afterAll(() => world.stop())

async function planned(name: Parameters<typeof fixFor>[0], connector: string): Promise<PlanDraft> {
  const answer = await fixFor(name)!.plan(eyes, { connector, domains: [], set: {}, at: clock.now() })
  if (answer.is !== 'plan') throw new Error(JSON.stringify(answer))
  return answer.plan
}
const refusals = (plan: PlanDraft) => plan.guards.filter((guard) => guard.ruling === 'refuse').map((guard) => guard.guard)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('the fixes, on the sandbox’s world', () => {
  test('where mailboxes are still on-premises, retiring the route is refused with the numbers', async () => {
    const plan = await planned('retire-on-premises-route', 'To on-premises (Fabrikam)')
    expect(refusals(plan)).toEqual(expect.arrayContaining(['on-premises-recipients', 'unknown-recipients-delivered']))
    expect(plan.guards.find((guard) => guard.guard === 'on-premises-recipients')?.args.count).toBe(14)
    expect(plan.guards.find((guard) => guard.guard === 'unknown-recipients-delivered')?.args.count).toBe(3)
  })
  test('switching off the migrated route alone is refused, because its domain would be left without a route', async () => {
    expect(refusals(await planned('disable-connector', 'To on-premises (Contoso)'))).toContain('domain-without-route')
  })
  test('the hybrid connector and one with a rule bound to it ask for one more approver', async () => {
    const extra = async (connector: string) =>
      (await planned('disable-connector', connector)).guards
        .filter((guard) => guard.ruling === 'one-more-approver')
        .map((guard) => guard.guard)
    expect(await extra('Outbound to 5d8a1f3e-6c47-4b92-9e0d-7a2f41c8b365')).toContain('hybrid-wizard')
    expect(await extra('Branch office Lyon')).toContain('rules-bound')
    expect(await extra('Partner: Tailspin')).toContain('partner-tls')
  })
  test('after the migration the route may be retired; mail then leaves or bounces, and nothing waits', async () => {
    const draft = await planned('retire-on-premises-route', 'To on-premises (Contoso)')
    expect(isRefused(draft)).toBe(false)
    const plan: Plan = { ...draft, hash: 'of this test' }
    const fix = fixFor('retire-on-premises-route')!
    const since = clock.now()
    expect(await fix.apply(eyes, plan, async () => {})).toMatchObject({ is: 'applied' })
    await pause(SETTLE)
    const verification = await fix.verify(eyes, plan, since, clock.now())
    expect(verification).toMatchObject({ outcome: 'verified', pending: 0 })
    expect(verification.delivered).toBeGreaterThan(0)
    expect(verification.bounced).toBeGreaterThan(0)
    expect(world.tenant.snapshot().writes).toBe(2)
  })
})
