import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Showing } from '../src/cards/card.ts'
import { incidentCard, requestCard } from '../src/cards/index.ts'
import type { Incident } from '../src/domain/incident.ts'
import { LANGUAGES } from '../src/domain/language.ts'
import { titleOf } from '../src/knowledge/explain.ts'
import { toTerminal } from '../src/render/terminal.ts'
import { SCENARIOS } from '../src/sandbox/scenarios.ts'
import { incidentView } from '../src/surfaces/presses.ts'
import { type Service, startService, until } from './support/service.ts'

let service: Service

beforeAll(async () => {
  service = await startService({ settings: (settings) => ({ ...settings, timings: { ...settings.timings, lookAgainMs: 4000 } }) })
}, 30_000)
afterAll(() => service.stop())

const showing = (language: Showing['language']): Showing => service.app.showing(language)

async function cardText(incident: Incident, language: Showing['language']): Promise<string> {
  const card = incidentCard(await incidentView(service.app.desk, incident, service.app.tenantName), showing(language))
  return toTerminal(card, { colour: false, width: 120 })
}

const named = SCENARIOS.filter((scenario) => scenario.alertNamesConnector)

describe.each(named)('the alert of $name', (scenario) => {
  let incident: Incident

  beforeAll(async () => {
    await service.fire(scenario.name)
    incident = await service.incidentOf(scenario.connector)
  }, 30_000)

  test('becomes one incident with the expected finding and code', () => {
    expect(incident.diagnosis?.verdict).toMatchObject({ finding: scenario.expected, code: scenario.code })
  })

  test('is proven by what was seen, not only by what was reported', () => {
    const proof = incident.diagnosis?.findings.find((finding) => finding.finding === scenario.expected)
    if (scenario.expected === 'no-fault-found') expect(proof).toBeUndefined()
    else expect(proof?.evidence.length).toBeGreaterThan(0)
  })

  test.each(LANGUAGES)('shows a card that says so (%s)', async (language) => {
    const text = await cardText(incident, language)
    expect(text.replace(/\s+/g, ' ')).toContain(titleOf(scenario.expected, language).replace(/\s+/g, ' '))
    expect(text).toContain(scenario.connector)
    if (scenario.code) expect(text).toContain(scenario.code)
  })

  test('is in the Slack channel, once', async () => {
    const { slack } = service.world
    const texts = await until('the card in Slack', async () => {
      const found = slack.messages(slack.channelId).filter((message) => JSON.stringify(message).includes(incident.id))
      return found.length > 0 && found
    })
    expect(texts).toHaveLength(1)
  })
})

describe('the whole walk after a migration', () => {
  const connector = 'To on-premises (Contoso)'
  let request: string

  test('the fix is offered, and the guards let it pass', async () => {
    const incident = await service.incidentOf(connector)
    const offer = incident.offers.find((plan) => plan.fix === 'retire-on-premises-route')
    expect(offer?.guards.filter((guard) => guard.ruling === 'refuse')).toEqual([])
  })

  test('the requester asks; nothing changes yet', async () => {
    const incident = await service.incidentOf(connector)
    const acting = await service.person('requester')
    const ready = await service.app.desk.plan(acting, incident.id, 'retire-on-premises-route', {}, null)
    if (ready.is !== 'ready') throw new Error(JSON.stringify(ready))
    const asked = await service.app.desk.askFor(acting, incident.id, ready.plan.hash)
    if (asked.is !== 'accepted') throw new Error(JSON.stringify(asked))
    request = asked.value.id
    expect(service.controls.tenant().writes).toBe(0)
  })

  test('the requester cannot approve', async () => {
    const stored = await service.app.desk.request(request)
    expect(await service.app.desk.decide(await service.person('requester'), request, stored!.plan.hash, 'approve')).toMatchObject({
      is: 'refused',
      why: 'not-an-approver',
    })
  })

  test('a second person approves; the tenant is changed and read back', async () => {
    const stored = await service.app.desk.request(request)
    expect(await service.app.desk.decide(await service.person('approver'), request, stored!.plan.hash, 'approve')).toMatchObject({
      is: 'accepted',
    })
    const applied = await service.request(request, ['applied', 'verified'])
    expect(applied.change?.steps.map((step) => step.is)).toEqual(['done', 'done'])
    const { connectors, domains, writes } = service.controls.tenant()
    expect(writes).toBe(2)
    expect(connectors).toContainEqual({ name: connector, enabled: false })
    expect(domains).toContainEqual({ name: 'contoso.example', type: 'Authoritative' })
  })

  test('mail moves: verified with what was delivered and what bounced, and the incident ends', async () => {
    const verified = await service.request(request, ['verified'])
    expect(verified.verification).toMatchObject({ outcome: 'verified', pending: 0 })
    expect(verified.verification!.delivered).toBeGreaterThan(0)
    expect(verified.verification!.bounced).toBeGreaterThan(0)
    expect((await service.incidentOf(connector, ['resolved'])).resolvedBy).toBeNull()
  })

  test.each(LANGUAGES)('the result says so (%s)', async (language) => {
    const stored = await service.app.desk.request(request)
    const incident = await service.incidentOf(connector)
    const card = requestCard({ request: stored!, incident, approvers: [] }, showing(language))
    expect(card.tone).toBe('good')
    expect(JSON.stringify(card)).toContain('Sam Dubois')
  })

  test('it can be undone, by a request of its own', async () => {
    const asked = await service.app.desk.undo(await service.person('requester'), request)
    if (asked.is !== 'accepted') throw new Error(JSON.stringify(asked))
    await service.app.desk.decide(await service.person('approver'), asked.value.id, asked.value.plan.hash, 'approve')
    await service.request(asked.value.id, ['applied', 'verified', 'not-fixed', 'unclear'])
    expect((await service.app.desk.request(request))?.state).toBe('undone')
    const { connectors, domains, writes } = service.controls.tenant()
    expect(writes).toBe(4)
    expect(connectors).toContainEqual({ name: connector, enabled: true })
    expect(domains).toContainEqual({ name: 'contoso.example', type: 'InternalRelay' })
  })

  test('every step is in the audit, and the chain holds', async () => {
    const actions = (await service.app.store.auditRows(0, 1000)).filter((row) => row.subject === request).map((row) => row.action)
    expect(actions).toEqual([
      'request.created',
      'refusal',
      'request.approved',
      'request.applying',
      'change.sent',
      'change.read-back',
      'change.sent',
      'change.read-back',
      'request.applied',
      'request.verified',
      'request.undone',
    ])
    expect(await service.app.store.verifyAudit()).toMatchObject({ is: 'intact' })
  })
})

describe('mailboxes still on-premises', () => {
  test('retiring the route is refused with numbers, and nothing is written', async () => {
    const incident = await service.incidentOf('To on-premises (Fabrikam)')
    const offer = incident.offers.find((plan) => plan.fix === 'retire-on-premises-route')
    const refusals = offer?.guards.filter((guard) => guard.ruling === 'refuse')
    expect(refusals).toEqual(
      expect.arrayContaining([expect.objectContaining({ guard: 'on-premises-recipients', args: expect.objectContaining({ count: 14 }) })]),
    )
    const before = service.controls.tenant().writes
    expect(await service.app.desk.askFor(await service.person('requester'), incident.id, offer!.hash)).toMatchObject({
      is: 'refused',
      why: 'guards-refuse',
    })
    expect(service.controls.tenant().writes).toBe(before)
  })
})

describe('an alert that names nothing', () => {
  test('stands over one incident per connector that holds mail', async () => {
    await service.fire('dropped')
    const dropped = SCENARIOS.find((scenario) => scenario.name === 'dropped')!
    const umbrella = await until('the umbrella', async () =>
      (await service.app.store.incidents({})).find((each) => each.subject.is === 'tenant' && each.diagnosis),
    )
    const child = await until('the connector that drops', async () =>
      (await service.app.desk.childrenOf(umbrella.id)).find(
        (each) => each.subject.is === 'connector' && each.subject.name === dropped.connector && each.diagnosis,
      ),
    )
    expect(child.diagnosis?.verdict).toMatchObject({ finding: 'connection-dropped', code: '450 4.4.318' })
    expect(await cardText(umbrella, 'en')).toContain(dropped.connector)
  })
})

describe('the alert of the activity feed', () => {
  test('comes by handshake, notice and content fetched with the tenant’s token, and joins the umbrella', async () => {
    const { tenant, settings } = service.world
    expect(await tenant.subscribe(`${service.url}/hooks/activity`, settings.activityAuthId)).toBe(true)
    const umbrella = async () => (await service.app.store.incidents({})).find((each) => each.subject.is === 'tenant')
    const before = (await umbrella())?.alerts ?? 0
    const raised = await tenant.raiseActivityAlert({ count: 2314 })
    expect(raised.webhook).toBe(200)
    await until('the alert to be counted', async () => ((await umbrella())?.alerts ?? 0) === before + 1)
  })
})

describe('when the host is repaired', () => {
  test('mail leaves and the bot closes the incident by itself', async () => {
    const scenario = SCENARIOS.find((each) => each.name === 'service-unavailable')!
    service.world.lift('service-unavailable')
    const incident = await service.incidentOf(scenario.connector, ['resolved'])
    expect(incident.diagnosis?.verdict.finding).toBe('no-fault-found')
  }, 90_000)
})
