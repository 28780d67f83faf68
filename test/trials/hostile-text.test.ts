import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { clock } from '../../src/app/clock.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { startWorld, type World } from '../../src/sandbox/world.ts'
import { signedHeaders } from '../support/service.ts'
import { HOSTILE, hostile, hostileServer, slackFaults, teamsFaults } from './hostile.ts'
import { teamsPerson } from './teams-double.ts'
import { openGate, type TenantGate } from './tenant-gate.ts'
import { ALEX, askForChange, CONNECTOR, cardsOf, FIX, KIM, sendSlack, shownOnBoth, startTrial, type Trial, until } from './trial.ts'

const ADDRESS = '192.0.2.250'
/** As it may be called in Exchange: 64 characters. */
const NAME = hostile(64)
/** The requester and the approver, under names they chose themselves. */
const REQUESTER = teamsPerson('alexh', hostile(200), ALEX.userPrincipalName)
const APPROVER = teamsPerson('samh', hostile(200), 'sam.dubois@contoso.example')

let world: World
let gate: TenantGate
let server: Awaited<ReturnType<typeof hostileServer>>
let trial: Trial

beforeAll(async () => {
  world = await startWorld({ folder: null, fresh: true, clock, settleMs: 1200, delayMs: 300, lagMs: 200, retryMs: 300 })
  gate = await openGate(world.settings.exchangeUrl)
  server = await hostileServer(HOSTILE.replaceAll(/[\r\n\ud800]/g, ' '))
  gate.rewrite(spoilt)
  trial = await startTrial({
    world,
    people: [REQUESTER, APPROVER],
    settings: (settings) => ({
      ...settings,
      exchange: { ...settings.exchange, baseUrl: gate.url },
      network: {
        ...settings.network,
        reroute: (ip, port) => (ip === ADDRESS ? { host: '127.0.0.1', port: server.port } : world.settings.reroute(ip, port)),
      },
    }),
  })
}, 120_000)
afterAll(async () => {
  await trial?.stop()
  await gate?.stop()
  await server?.stop()
  await world?.stop()
})

/** The Lyon connector under a hostile name, leading to a hostile server; deferrals that say what they like. */
function spoilt(cmdlet: string, answer: string): string {
  if (!answer.startsWith('{')) return answer
  const envelope = JSON.parse(answer) as { value?: Record<string, unknown>[] }
  if (!envelope.value) return answer
  const value = envelope.value.map((row) => {
    if (cmdlet === 'Get-OutboundConnector' && row.Name === 'Branch office Lyon') {
      return { ...row, Name: NAME, Identity: NAME, Comment: HOSTILE, AdminDisplayName: HOSTILE, SmartHosts: [ADDRESS], TlsDomain: null }
    }
    if (cmdlet === 'Get-MessageTraceDetailV2' && row.Event === 'Defer') {
      return { ...row, Detail: `${String(row.Detail).replace(/LED=[^\]}]*/, (led) => `${led} ${HOSTILE}`)} ${HOSTILE}` }
    }
    if (cmdlet === 'Get-MessageTraceV2') return { ...row, Subject: HOSTILE }
    return row
  })
  return JSON.stringify({ ...envelope, value })
}

async function alert(more: object): Promise<void> {
  const base = { id: `h-${Math.random()}`, tenant: world.settings.tenantId, raisedAt: new Date().toISOString(), name: hostile(200) }
  const body = JSON.stringify({ ...base, ...more })
  const answer = await fetch(`${trial.url}/hooks/alerts`, { method: 'POST', body, headers: signedHeaders(world, body) })
  expect(answer.status).toBe(202)
}

const incidentWith = (find: (incident: Incident) => boolean): Promise<Incident> =>
  until('the incident', async () => (await trial.app.store.incidents({})).find((each) => each.diagnosis?.pending === 0 && find(each)))

/** What is alive, or too much, in anything that was ever shown; known people may be mentioned. */
function faultsOfAll(): readonly string[] {
  const { slack } = world
  const inSlack = slack
    .calls()
    .filter((call) => Array.isArray(call.body.blocks) || typeof call.body.blocks === 'string')
    .flatMap(({ body }) => {
      const blocks = (typeof body.blocks === 'string' ? JSON.parse(body.blocks) : body.blocks) as readonly unknown[]
      return slackFaults({ text: String(body.text), blocks }, Object.values(slack.users))
    })
  const inTeams = trial.teams.messages().flatMap((message) => teamsFaults(message, [REQUESTER.id, APPROVER.id, ALEX.id, KIM.id]))
  const refused = slack.calls().filter((call) => !call.ok && !call.method.startsWith('users.'))
  return [...inSlack, ...inTeams, ...refused.map((call) => `Slack refused ${call.method}`)]
}

const ready = async (): Promise<number> => (await fetch(`${trial.url}/readyz`)).status

async function onBoth(incident: Incident): Promise<{ slack: string; teams: string }> {
  return until('the cards with the verdict', async () => {
    const cards = await cardsOf(trial, { is: 'incident', id: incident.id })
    return [cards.slack, cards.teams].every((card) => card.includes(incident.id) && !card.includes('⏳')) && cards
  })
}

describe('hostile text is shown as text', () => {
  test('in every field of an alert', async () => {
    await alert({ connector: NAME, domain: hostile(255), error: hostile(4000) })
    await alert({ domain: hostile(200) })
    await incidentWith((each) => each.subject.is === 'destination')
    const lyon = await incidentWith((each) => each.subject.is === 'connector')
    await onBoth(lyon)
    expect(faultsOfAll()).toEqual([])
    expect(await ready()).toBe(200)
  }, 120_000)

  test('in a connector’s name, a server’s banner and what Exchange wrote about deferrals', async () => {
    world.tenant.queueMail('Branch office Lyon', 3)
    const lyon = await incidentWith((each) => each.subject.is === 'connector' && each.subject.name === NAME.replace('\u0000', ''))
    expect(lyon.diagnosis?.connector?.smartHosts).toEqual([ADDRESS])
    expect(JSON.stringify(lyon.diagnosis?.hosts[0]?.transcript.banner)).toContain('everyone')
    const { slack, teams } = await onBoth(lyon)
    for (const card of [slack, teams]) expect(card).toContain('everyone')
    expect(faultsOfAll()).toEqual([])
    expect(await ready()).toBe(200)
  }, 120_000)

  test('in the names of people', async () => {
    await trial.fire('after-migration')
    const incident = await trial.incidentOf(CONNECTOR)
    const plan = await until('the offer', async () => (await trial.app.desk.incident(incident.id))?.offers.find((each) => each.fix === FIX))
    const asked = await trial.teams.send(
      trial.teamsUrl,
      trial.teams.pressOf(REQUESTER, { verb: 'request', incident: incident.id, plan: plan.hash }),
    )
    expect(asked.status).toBe(200)
    const request = await until('the request', async () => (await trial.app.store.requests({ states: ['waiting'] }))[0])
    await shownOnBoth(trial, request.id)
    const rejected = await trial.teams.send(
      trial.teamsUrl,
      trial.teams.pressOf(APPROVER, { verb: 'reject', request: request.id, plan: request.plan.hash }),
    )
    expect(rejected.status).toBe(200)
    await until('the outcome', async () =>
      Object.values(await cardsOf(trial, { is: 'request', id: request.id })).every((card) => /[Rr]ejected/.test(card)),
    )
    expect(faultsOfAll()).toEqual([])
    expect(await ready()).toBe(200)
  }, 120_000)

  test.each([
    ['', HOSTILE],
    ['diagnose ', HOSTILE],
    ['explain ', HOSTILE],
    ['bind ', HOSTILE],
    ['validate ', `"${hostile(60)}" someone@contoso.example`],
    ['validate ', `${HOSTILE} ${HOSTILE.replaceAll(/\s/g, '')}@contoso.example`],
  ])(
    'in a command “%s…”, typed in Slack and in Teams',
    async (verb, rest) => {
      const { slack } = world
      const told = () => slack.calls().filter((call) => call.method === 'response_url').length
      const [before, heard] = [told(), trial.teams.messages().length]
      expect(await sendSlack(trial.url, slack.command(slack.users.requester, slack.channelId, `/mailflow ${verb}${rest}`))).toBe(200)
      expect((await trial.teams.send(trial.teamsUrl, trial.teams.messageOf(REQUESTER, `${verb}${rest}`))).status).toBe(200)
      await until('both answers', async () => told() > before && trial.teams.messages().length > heard)
      expect(faultsOfAll()).toEqual([])
      expect(await ready()).toBe(200)
    },
    120_000,
  )
})

describe('a connector that does not exist', () => {
  test('gives an incident that says so, and no fix', async () => {
    await alert({ name: 'Messages have been delayed', connector: 'No such connector', error: '450 4.4.316 Connection refused' })
    const incident = await incidentWith((each) => each.subject.is === 'connector' && each.subject.name === 'No such connector')
    const { slack, teams } = await onBoth(incident)
    for (const card of [slack, teams]) {
      expect(card).toContain('The tenant has no connector named No such connector')
    }
    expect(incident.diagnosis?.verdict).toMatchObject({ finding: 'connector-misconfigured', code: null })
    expect(incident.offers).toEqual([])
    expect(await ready()).toBe(200)
  }, 120_000)
})

describe('an alert that names nothing', () => {
  test('opens hostile connectors by themselves, as text', async () => {
    await alert({})
    const umbrella = await incidentWith((each) => each.subject.is === 'tenant')
    await until('the umbrella on both platforms', async () =>
      Object.values(await cardsOf(trial, { is: 'incident', id: umbrella.id })).every((card) => card !== ''),
    )
    expect(faultsOfAll()).toEqual([])
    expect(await ready()).toBe(200)
  }, 120_000)
})

test('after all of that a change can still be asked for', async () => {
  gate.rewrite(null)
  expect((await askForChange(trial)).state).toBe('waiting')
}, 120_000)
