import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Incident } from '../../src/domain/incident.ts'
import type { SignedAlert } from '../../src/sandbox/world.ts'
import { signedHeaders, startService } from '../support/service.ts'
import { CONNECTOR, slackCards, startTrial, type Trial, until } from './trial.ts'

/** The bench sends a thousand; fewer show the same here, on a machine that runs other tests beside it. */
const ALERTS = 500
const SIDE_BY_SIDE = 25
/** The pace is one call a second; clocks and sockets are allowed a little. */
const LEAST_GAP_MS = 900
const LYON = 'Branch office Lyon'

let folder: string
let trial: Trial
let incident: Incident
let first: SignedAlert
let last = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailflow-burst-'))
  trial = await startTrial({ database: { folder } })
}, 120_000)
afterAll(async () => {
  await trial?.stop()
  await rm(folder, { recursive: true, force: true })
})

const slackCallTimes = (): readonly number[] => {
  const { slack } = trial.world
  const shows = slack
    .calls()
    .filter((call) => ['chat.postMessage', 'chat.update'].includes(call.method) && call.body.channel === slack.channelId)
  return shows.map((call) => Date.parse(call.at))
}
const least = (times: readonly number[]): number => Math.min(...times.slice(1).map((time, at) => time - (times[at] ?? 0)))

/** One more alert of the trouble. The simulated tenant is asked once: living up to now for each of hundreds would cost more than the service does. */
function another(): { readonly body: string; readonly headers: Record<string, string> } {
  const body = JSON.stringify({ ...(JSON.parse(first.body) as object), id: `burst-${++last}` })
  return { body, headers: signedHeaders(trial.world, body) }
}

async function send(count: number): Promise<ReadonlySet<number>> {
  const statuses = new Set<number>()
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const { headers, body } = another()
      const answer = await fetch(`${trial.url}/hooks/alerts`, { method: 'POST', headers, body })
      statuses.add(answer.status)
      await answer.text()
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
  return statuses
}

describe('hundreds of alerts of one trouble', () => {
  test('are all accepted, and make one incident that counts them', async () => {
    first = trial.world.fire('after-migration')
    expect(await send(ALERTS)).toEqual(new Set([202]))
    incident = await trial.incidentOf(CONNECTOR)
    await until('every alert in the incident', async () => (await trial.app.desk.incident(incident.id))?.alerts === ALERTS, 100_000)
    expect(await trial.app.store.incidents({})).toHaveLength(1)
  }, 120_000)

  test('show one card per channel, in its newest state', async () => {
    await until('the count on both cards', async () => {
      const cards = [
        ...slackCards(trial.world, incident.id).map((card) => JSON.stringify(card.blocks)),
        ...trial.teams.messages().map((each) => each.card),
      ]
      return cards.length === 2 && cards.every((card) => /\b500 alerts/.test(card))
    })
    expect(trial.world.slack.messages(trial.world.slack.channelId)).toHaveLength(1)
    expect(trial.teams.messages()).toHaveLength(1)
  }, 120_000)

  test('call each channel at most once a second', () => {
    const inTeams = trial.teams.calls().map((call) => call.at)
    expect([slackCallTimes().length > 1, inTeams.length > 1]).toEqual([true, true])
    expect(least(slackCallTimes())).toBeGreaterThanOrEqual(LEAST_GAP_MS)
    expect(least(inTeams)).toBeGreaterThanOrEqual(LEAST_GAP_MS)
  })
})

describe('a platform that asks for patience', () => {
  test('holds up its own channel alone, and nothing is lost', async () => {
    const { slack } = trial.world
    slack.limitNext(1, 4, 'chat.postMessage')
    const began = Date.now()
    await trial.fire('certificate-expired')
    const lyon = await trial.incidentOf(LYON)
    await until('the card in Teams', async () => trial.teams.messages().some((message) => message.card.includes(lyon.id)))
    expect(slackCards(trial.world, lyon.id)).toEqual([])
    await until('the card in Slack', async () => slackCards(trial.world, lyon.id).length === 1)
    const refused = slack.calls().find((call) => call.status === 429)
    expect(Date.parse(refused?.at ?? '')).toBeGreaterThanOrEqual(began)
    const next = slackCallTimes().find((time) => time > Date.parse(refused?.at ?? ''))
    expect((next ?? 0) - Date.parse(refused?.at ?? '')).toBeGreaterThanOrEqual(3900)
    await until('the verdict in Slack', async () => /certificate/i.test(JSON.stringify(slackCards(trial.world, lyon.id))))
  }, 120_000)
})

describe('a restart', () => {
  test('takes up the same incidents, posts nothing twice and loses no alert', async () => {
    await until('quiet', async () => {
      const before = slackCallTimes().length
      await pause(2500)
      return slackCallTimes().length === before
    })
    const known = (await trial.app.store.incidents({})).map(({ id, alerts }) => ({ id, alerts }))
    await send(20)
    await trial.stopService()
    const again = await startService({ world: trial.world, database: { folder } })
    try {
      await until('the alerts that came last', async () => (await again.app.desk.incident(incident.id))?.alerts === ALERTS + 20)
      await until('the newest count in Slack', async () => /\b520 alerts/.test(JSON.stringify(slackCards(trial.world, incident.id))))
      expect((await again.app.store.incidents({})).map(({ id }) => id).toSorted()).toEqual(known.map(({ id }) => id).toSorted())
      expect(trial.world.slack.messages(trial.world.slack.channelId)).toHaveLength(known.length)
      expect(trial.teams.messages()).toHaveLength(known.length)
      expect(await again.app.store.verifyAudit()).toMatchObject({ is: 'intact' })
    } finally {
      await again.stop()
    }
  }, 120_000)
})
