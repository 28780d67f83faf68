import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { clock } from '../src/app/clock.ts'
import type { Incident } from '../src/domain/incident.ts'
import { titleOf } from '../src/knowledge/explain.ts'
import { wordsOf } from '../src/locales/words.ts'
import type { SlackCall } from '../src/sandbox/slack/start-slack.ts'
import type { ServiceIssue } from '../src/sandbox/tenant/service-announcements.ts'
import { startWorld, type World } from '../src/sandbox/world.ts'
import { messageFaults } from './support/block-kit-limits.ts'
import { openGate, type TenantGate } from './trials/tenant-gate.ts'
import { ALEX, CONNECTOR, cardsOf, sendSlack, startTrial, type Trial, until, whispers } from './trials/trial.ts'

/** What a card shows of many hosts, of a firewall and of Microsoft's own trouble. */

const NICE = 'Branch office Nice'
const HEALTHY = 'mail.nice.contoso.example'
const SILENT = 'silent.lab.example'
const words = wordsOf('en')

const issue: ServiceIssue = {
  id: 'EX1012345',
  title: 'Some users see delays when sending external mail',
  service: 'Exchange Online',
  feature: 'E-Mail timely delivery',
  featureGroup: 'E-Mail and calendar access',
  classification: 'incident',
  status: 'serviceDegradation',
  isResolved: false,
  startDateTime: '2026-11-22T06:00:00Z',
  endDateTime: null,
  lastModifiedDateTime: '2026-11-22T07:00:00Z',
  impactDescription: 'Mail may be delayed.',
}

let world: World
let gate: TenantGate
let trial: Trial

beforeAll(async () => {
  // Mail that waits is not tried again while anybody looks.
  world = await startWorld({ folder: null, fresh: true, clock, settleMs: 600_000, delayMs: 300, lagMs: 200, retryMs: 600_000 })
  gate = await openGate(world.settings.exchangeUrl)
  trial = await startTrial({
    world,
    settings: (settings) => ({
      ...settings,
      exchange: { ...settings.exchange, baseUrl: gate.url },
      ranges: { ...settings.ranges, folder: null },
    }),
  })
}, 120_000)
afterAll(async () => {
  await trial?.stop()
  await gate?.stop()
  await world?.stop()
})

/** Changes every row of one cmdlet's answers. */
function rewritten(cmdlet: string, change: (row: Record<string, unknown>) => Record<string, unknown> | null): void {
  gate.rewrite((asked, answer) => {
    if (asked !== cmdlet || !answer.startsWith('{')) return answer
    const envelope = JSON.parse(answer) as { value?: Record<string, unknown>[] }
    return envelope.value ? JSON.stringify({ ...envelope, value: envelope.value.flatMap((row) => change(row) ?? []) }) : answer
  })
}

const shown = (incident: Incident, holds: (card: string) => boolean) =>
  until('the card on both platforms', async () => {
    const cards = await cardsOf(trial, { is: 'incident', id: incident.id })
    return holds(cards.slack) && holds(cards.teams) && cards
  })

describe('a silent host beside a healthy one', () => {
  let incident: Incident

  beforeAll(async () => {
    rewritten('Get-OutboundConnector', (row) => (row.Name === NICE ? { ...row, SmartHosts: [SILENT, HEALTHY] } : row))
    await trial.fire('healthy')
    incident = await trial.incidentOf(NICE, ['diagnosed'])
  }, 60_000)
  afterAll(() => gate.rewrite(null))

  const tellsOf = (call: SlackCall): string => JSON.stringify(call.body.blocks)
  const history = (): readonly SlackCall[] =>
    world.slack.calls().filter((call) => ['chat.postMessage', 'chat.update'].includes(call.method) && tellsOf(call).includes(incident.id))

  test('the healthy one is shown while the other is still tried, and nothing is called sound or broken yet', async () => {
    const partial = history()
      .map(tellsOf)
      .find((each) => each.includes(HEALTHY))
    expect(partial).toContain('✓ TLS')
    expect(partial).toContain(words('cards.incident.still-trying', { count: 1 }))
    expect(partial).toContain(words('cards.incident.looking', { subject: NICE }))
    expect(partial).toContain(words('cards.incident.so-far'))
    expect(partial).toContain(`${SILENT}  198.51.100.102`)
    expect(partial).toContain('… TCP')
    expect(partial).not.toContain(titleOf('no-fault-found', 'en'))
  })

  test('the same message then shows both, the silent one first', async () => {
    const { slack, teams } = await shown(incident, (card) => card.includes(SILENT) && !card.includes('still being tried'))
    for (const card of [slack, teams]) {
      expect(card.indexOf(SILENT)).toBeLessThan(card.indexOf(HEALTHY))
      expect(card).toContain('✗')
      expect(card).not.toContain(words('cards.incident.so-far'))
    }
    expect(history().filter((call) => call.method === 'chat.postMessage')).toHaveLength(1)
    expect(trial.teams.messages().filter((each) => each.card.includes(incident.id))).toHaveLength(1)
  })
})

describe('an open incident of Microsoft', () => {
  beforeAll(() => {
    world.tenant.setServiceIssues([issue, { ...issue, id: 'EX2', title: 'Old', isResolved: true }])
    world.lab.setFault(HEALTHY, 'service-unavailable')
    world.tenant.queueMail(NICE, 5)
    world.lab.setFault(HEALTHY, null)
    // Nobody wrote why it waits.
    rewritten('Get-MessageTraceDetailV2', (row) => (row.Event === 'Defer' ? null : row))
  })
  afterAll(() => {
    gate.rewrite(null)
    world.tenant.setServiceIssues([])
  })

  test('is named where mail waits and no fault is seen from here, on Slack and on Teams', async () => {
    const { slack } = world
    await sendSlack(trial.url, slack.command(slack.users.requester, slack.channelId, `/mailflow diagnose ${NICE}`))
    await trial.teams.send(trial.teamsUrl, trial.teams.messageOf(ALEX, `diagnose ${NICE}`))
    const inSlack = await until('the answer in Slack', async () =>
      whispers(world, slack.users.requester).find((each) => each.includes(issue.id)),
    )
    const inTeams = await until(
      'the answer in Teams',
      async () => trial.teams.messages().find((each) => each.card.includes(issue.id))?.card,
    )
    for (const card of [inSlack, inTeams]) {
      expect(card).toContain(issue.title)
      expect(card).toContain(titleOf('service-incident', 'en'))
      expect(card).toMatch(/messages are waiting/)
      expect(card).not.toContain('EX2')
    }
  })
})

describe('a connection that is refused', () => {
  test('shows the ranges that a firewall must let in, within the limits of both platforms', async () => {
    await trial.fire('after-migration')
    const incident = await trial.incidentOf(CONNECTOR, ['diagnosed'])
    const { slack, teams } = await shown(incident, (card) => card.includes('2026110200'))
    for (const card of [slack, teams]) {
      expect(card).toContain('40.92.0.0/15')
      expect(card).toContain('2a01:111:f403::/48')
      expect(card).toContain(words('cards.headings.ranges'))
    }
    expect(messageFaults({ text: 'x', blocks: JSON.parse(slack) as unknown[] })).toEqual([])
  })
})
