import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { wordsOf } from '../../src/locales/words.ts'
import { startPostgres } from '../support/postgres.ts'
import { startService } from '../support/service.ts'
import {
  askForChange,
  CONNECTOR,
  KIM,
  sendSlack,
  shownOnBoth,
  slackCards,
  slackPress,
  startTrial,
  type Trial,
  takeBack,
  until,
  whispers,
} from './trial.ts'

const words = wordsOf('en')
const APPROVED = words('cards.notice.approved', {})
let trial: Trial

beforeAll(async () => {
  trial = await startTrial()
  await trial.fire('after-migration')
  await trial.incidentOf(CONNECTOR)
}, 120_000)
afterAll(() => trial.stop())

const writes = (): number => trial.controls.tenant().writes

/** What the audit holds of a request's decisions. */
async function decisionsOf(request: string): Promise<readonly string[]> {
  const rows = await trial.app.store.auditRows(0, 10_000)
  return rows
    .filter((row) => row.subject === request && ['request.approved', 'request.rejected', 'refusal'].includes(row.action))
    .map((row) => row.action)
}

/** The tenant holds the change, whatever a first look at the mail says of it. */
const HOLDS = ['applied', 'verified', 'not-fixed', 'unclear'] as const

describe('a double click on "approve"', () => {
  test('in Slack is one decision, one change and one answer', async () => {
    const { slack } = trial.world
    const request = await askForChange(trial)
    const press = await slackPress(trial.world, slack.users.approver, { verb: 'approve', request: request.id })
    const [before, heard] = [writes(), whispers(trial.world, slack.users.approver).length]
    expect(await Promise.all([1, 2].map(() => sendSlack(trial.url, press)))).toEqual([200, 200])
    const applied = await trial.request(request.id, HOLDS)
    expect(applied.decisions).toHaveLength(1)
    expect(await decisionsOf(request.id)).toEqual(['request.approved'])
    expect(writes() - before).toBe(2)
    await until('the answer', async () => whispers(trial.world, slack.users.approver).length > heard)
    await pause(300)
    expect(whispers(trial.world, slack.users.approver)).toHaveLength(heard + 1)
    await takeBack(trial, request.id)
  }, 120_000)

  test('in Teams is one decision and one change, and both sends get the same answer', async () => {
    const request = await askForChange(trial)
    await shownOnBoth(trial, request.id)
    const press = trial.teams.pressOf(KIM, { verb: 'approve', request: request.id, plan: request.plan.hash })
    const before = writes()
    const [first, second] = await Promise.all([1, 2].map(() => trial.teams.send(trial.teamsUrl, press)))
    expect([first?.status, first?.says]).toEqual([200, JSON.stringify(APPROVED)])
    expect(second).toEqual(first)
    await trial.request(request.id, HOLDS)
    expect(await decisionsOf(request.id)).toEqual(['request.approved'])
    expect(writes() - before).toBe(2)
    await takeBack(trial, request.id)
  }, 120_000)
})

describe('two approvers at once', () => {
  test('a hundred decisions over Slack, Teams and the command line make one change, and everybody is answered', async () => {
    const { slack } = trial.world
    const request = await askForChange(trial)
    await shownOnBoth(trial, request.id)
    const verb = 'approve' as const
    const presses = await Promise.all(
      Array.from({ length: 34 }, () => slackPress(trial.world, slack.users.approver, { verb, request: request.id })),
    )
    const sam = await trial.person('approver')
    const [before, heard] = [writes(), whispers(trial.world, slack.users.approver).length]
    const [inSlack, inTeams, inConsole] = await Promise.all([
      Promise.all(presses.map((press) => sendSlack(trial.url, press))),
      Promise.all(
        Array.from({ length: 33 }, () =>
          trial.teams.send(trial.teamsUrl, trial.teams.pressOf(KIM, { verb, request: request.id, plan: request.plan.hash })),
        ),
      ),
      Promise.all(Array.from({ length: 33 }, () => trial.app.desk.decide(sam, request.id, request.plan.hash, verb))),
    ])
    const answers = await until('an answer to every press in Slack', async () => {
      const all = whispers(trial.world, slack.users.approver).slice(heard)
      return all.length >= 34 && all
    })
    expect(inSlack.every((status) => status === 200)).toBe(true)
    expect(answers).toHaveLength(34)
    expect(inTeams.every((answer) => answer.status === 200 && answer.says.length > 10)).toBe(true)
    const told = [...answers, ...inTeams.map((answer) => answer.says)]
    const accepted = told.filter((text) => text.includes(APPROVED)).length + inConsole.filter((ruling) => ruling.is === 'accepted').length
    expect(accepted).toBe(1)
    expect(
      told.filter((text) => text.includes('no longer waiting')).length + inConsole.filter((ruling) => ruling.is === 'refused').length,
    ).toBe(99)
    const applied = await trial.request(request.id, HOLDS)
    expect(applied.decisions).toHaveLength(1)
    expect(writes() - before).toBe(2)
    expect((await decisionsOf(request.id)).toSorted()).toEqual([...Array(99).fill('refusal'), 'request.approved'])
    expect(await trial.app.store.verifyAudit()).toMatchObject({ is: 'intact' })
  }, 120_000)
})

describe('two services on one Postgres', () => {
  test('share the alerts, show one card per channel and make one change', async () => {
    const postgres = await startPostgres()
    const one = await startTrial({ database: { url: postgres.url } })
    const two = await startService({ world: one.world, database: { url: postgres.url }, settings: (settings) => settings })
    try {
      const { slack } = one.world
      const alerts = [one.world.fire('after-migration'), ...Array.from({ length: 9 }, () => one.world.alertFor('after-migration'))]
      const urls = [one.url, two.url]
      const sent = alerts.flatMap(({ path, headers, body }) => urls.map((url) => fetch(`${url}${path}`, { method: 'POST', headers, body })))
      expect(new Set((await Promise.all(sent)).map((answer) => answer.status))).toEqual(new Set([202]))
      const incident = await one.incidentOf(CONNECTOR)
      await until('all alerts in the incident', async () => (await two.app.desk.incident(incident.id))?.alerts === alerts.length)
      expect(await one.app.store.incidents({})).toHaveLength(1)

      const request = await askForChange(two)
      await shownOnBoth(one, request.id)
      const press = await slackPress(one.world, slack.users.approver, { verb: 'approve', request: request.id })
      const invoke = one.teams.pressOf(KIM, { verb: 'approve', request: request.id, plan: request.plan.hash })
      const sam = await two.person('approver')
      await Promise.all([
        ...urls.map((url) => sendSlack(url, press)),
        ...[one, two].map((service) => one.teams.send(service.teamsUrl, invoke)),
        ...[one, two].map((service) => service.app.desk.decide(sam, request.id, request.plan.hash, 'approve')),
      ])
      const applied = await one.request(request.id, HOLDS)
      expect(applied.decisions).toHaveLength(1)
      expect(one.controls.tenant().writes).toBe(2)
      await one.request(request.id, ['verified'])
      expect(slackCards(one.world, incident.id).filter((message) => message.threadTs === null)).toHaveLength(1)
      expect(slackCards(one.world, request.id).filter((message) => message.threadTs !== null)).toHaveLength(1)
      const posts = [
        ...(await one.app.store.posts({ is: 'incident', id: incident.id })),
        ...(await one.app.store.posts({ is: 'request', id: request.id })),
      ]
      expect(posts).toHaveLength(4)
      expect(one.teams.messages()).toHaveLength(2)
      expect(await two.app.store.verifyAudit()).toMatchObject({ is: 'intact' })
    } finally {
      await two.stop()
      await one.stop()
      await postgres.stop()
    }
  }, 120_000)
})
