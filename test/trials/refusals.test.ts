import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { ChangeRequest } from '../../src/domain/request.ts'
import type { SlackRequest } from '../../src/sandbox/slack/signed-requests.ts'
import { teamsPerson } from './teams-double.ts'
import {
  ALEX,
  altered,
  askForChange,
  CONNECTOR,
  cardsOf,
  KIM,
  pressAndHear,
  SAM,
  sendSlack,
  shownOnBoth,
  slackPress,
  startTrial,
  type Trial,
  takeBack,
  until,
  whispers,
} from './trial.ts'

const OTHER_TENANT = 'bbbbbbbb-0000-4000-8000-000000000002'
/** Alex under another address, joined by configuration. */
const ALEX_TOO = teamsPerson('alexto', 'Alexandra M.', 'alexandra.martin@contosogroup.example')
const NOBODY = teamsPerson('nobody', 'Noa Body', 'noa.body@contoso.example')
const NAMELESS = teamsPerson('namele', 'Sam Dubois', null)
const GUEST = teamsPerson('guest', 'Sam Dubois', 'sam.dubois_contoso.example#EXT#@litware.example', { userRole: 'guest' })

let trial: Trial

beforeAll(async () => {
  trial = await startTrial({
    people: [ALEX_TOO, NOBODY, NAMELESS, GUEST],
    settings: (settings) => ({
      ...settings,
      people: {
        ...settings.people,
        approvers: [...settings.people.approvers, ALEX.userPrincipalName!],
        joined: new Map([[ALEX_TOO.userPrincipalName!, ALEX.userPrincipalName!]]),
      },
    }),
  })
  await trial.fire('after-migration')
  await trial.incidentOf(CONNECTOR)
}, 120_000)
afterAll(() => trial.stop())

const writes = (): number => trial.controls.tenant().writes
const inTeams = (person: typeof ALEX, press: object) => trial.teams.send(trial.teamsUrl, trial.teams.pressOf(person, press))
const approval = (request: ChangeRequest) => ({ verb: 'approve' as const, request: request.id, plan: request.plan.hash })

/** A request that waits, with its card on both platforms and its approve button taken along. */
async function waiting(): Promise<{ readonly request: ChangeRequest; readonly press: SlackRequest }> {
  const request = await askForChange(trial)
  await shownOnBoth(trial, request.id)
  const press = await slackPress(trial.world, trial.world.slack.users.approver, { verb: 'approve', request: request.id })
  return { request, press }
}

async function withdraw(request: ChangeRequest): Promise<void> {
  const done = await trial.app.desk.withdraw(await trial.person('requester'), request.id)
  if (done.is !== 'accepted') throw new Error(JSON.stringify(done))
}

const stateOf = async (request: ChangeRequest) => (await trial.app.desk.request(request.id))?.state

/** Waits until both cards show a text and no longer offer to approve. */
async function rewritten(request: ChangeRequest, says: RegExp): Promise<void> {
  await until(`cards that say ${says}`, async () => {
    const { slack, teams } = await cardsOf(trial, { is: 'request', id: request.id })
    return [slack, teams].every((card) => says.test(card) && !card.includes('press:approve') && !card.includes('"verb":"approve"'))
  })
}

describe('while a request waits', () => {
  let open: Awaited<ReturnType<typeof waiting>>

  beforeAll(async () => {
    open = await waiting()
  }, 120_000)
  afterAll(() => withdraw(open.request))

  test.each([
    [
      'the requester, who may approve others’ requests, on the other platform',
      () => ALEX,
      /asked for this change, so you cannot approve it/,
    ],
    ['the requester under a joined address', () => ALEX_TOO, /asked for this change, so you cannot approve it/],
    ['somebody without rights', () => NOBODY, /not on the list of people who may approve/],
    ['an account without a proven address, though its display name is the approver’s', () => NAMELESS, /does not lead to a person/],
    ['a guest with the approver’s display name', () => GUEST, /does not lead to a person/],
  ])('%s is refused in Teams with the reason, to them alone', async (_says, who, reason) => {
    const [shown, before] = [trial.teams.messages().length, writes()]
    const answer = await inTeams(who(), approval(open.request))
    expect(answer.body?.type).toBe('application/vnd.microsoft.activity.message')
    expect(answer.says).toMatch(reason)
    expect(answer.says).toMatch(/Nothing was changed/)
    expect(trial.teams.messages()).toHaveLength(shown)
    expect([await stateOf(open.request), writes()]).toEqual(['waiting', before])
  })

  test.each([
    ['the requester', () => trial.world.slack.users.requester, /asked for this change, so you cannot approve it/],
    ['a guest', () => trial.world.slack.users.guest, /does not lead to a person/],
    ['a user Slack does not know', () => 'U0STRANGER', /does not lead to a person/],
  ])('%s is refused in Slack with the reason, to them alone', async (_says, who, reason) => {
    const press = await slackPress(trial.world, who(), { verb: 'approve', request: open.request.id })
    const answer = await pressAndHear(trial, who(), press)
    expect(answer).toMatch(reason)
    expect(await stateOf(open.request)).toBe('waiting')
  })

  test('a Slack workspace that is not ours is refused', async () => {
    const { users } = trial.world.slack
    const press = altered(
      trial.world,
      await slackPress(trial.world, users.approver, { verb: 'approve', request: open.request.id }),
      (payload) => Object.assign(payload, { team: { id: 'T0ELSEWHERE' } }),
    )
    expect(await pressAndHear(trial, users.approver, press)).toMatch(/does not (take orders|lead to a person)/)
    expect(await stateOf(open.request)).toBe('waiting')
  })

  test('a Teams organisation that is not ours is not let in', async () => {
    const press = trial.teams.pressOf(SAM, approval(open.request))
    const foreign = {
      ...press,
      conversation: { ...(press.conversation as object), tenantId: OTHER_TENANT },
      channelData: { tenant: { id: OTHER_TENANT } },
    }
    expect(await trial.teams.send(trial.teamsUrl, foreign)).toMatchObject({ status: 403 })
    expect(await stateOf(open.request)).toBe('waiting')
  })

  test('a button of another plan is refused on both platforms', async () => {
    const plan = 'f'.repeat(32)
    const { users } = trial.world.slack
    const press = altered(trial.world, open.press, (payload) => {
      const [action] = payload.actions as { value: string }[]
      if (action) action.value = JSON.stringify({ ...approval(open.request), plan })
    })
    expect(await pressAndHear(trial, users.approver, press)).toMatch(/plan on this card is not the one that is stored/)
    expect((await inTeams(KIM, { ...approval(open.request), plan })).says).toMatch(/plan on this card is not the one that is stored/)
    expect(await stateOf(open.request)).toBe('waiting')
  })

  test.each([
    ['an unknown request', { verb: 'approve', request: 'nosuchone', plan: 'f'.repeat(32) }, /There is no request nosuchone/],
    ['a verb of another version', { verb: 'detonate', request: 'x' }, /older state of the card/],
    ['no press at all', { hello: ['world'] }, /older state of the card/],
  ])('%s is answered and has no effect', async (_says, press, reason) => {
    const answer = await inTeams(SAM, press)
    expect(answer.status).toBe(200)
    expect(JSON.stringify(answer.body)).toMatch(reason)
    const altogether = altered(trial.world, open.press, (payload) => {
      const [action] = payload.actions as { value: string }[]
      if (action) action.value = JSON.stringify(press)
      payload.trigger_id = `${Date.now()}.${JSON.stringify(press).length}`
    })
    expect(await pressAndHear(trial, trial.world.slack.users.approver, altogether)).toMatch(reason)
  })

  test('the same request cannot be asked for twice', async () => {
    const answer = await inTeams(SAM, { verb: 'request', incident: open.request.incident, plan: open.request.plan.hash })
    expect(answer.says).toMatch(new RegExp(`already waiting for approval as request ${open.request.id}`))
    expect(await trial.app.store.requests({ states: ['waiting'] })).toHaveLength(1)
  })

  test('somebody else cannot withdraw it', async () => {
    expect((await inTeams(KIM, { verb: 'withdraw', request: open.request.id })).says).toMatch(/Only the person who asked/)
  })
})

describe('a request that ended', () => {
  test('by withdrawal shows that everywhere, and a late press is answered', async () => {
    const { request, press } = await waiting()
    expect((await inTeams(ALEX_TOO, { verb: 'withdraw', request: request.id })).says).toMatch(/[Ww]ithdrawn|taken back/)
    await rewritten(request, /withdrawn|Withdrawn/)
    expect(await pressAndHear(trial, trial.world.slack.users.approver, press)).toMatch(/no longer waiting/)
    expect((await inTeams(KIM, approval(request))).says).toMatch(/no longer waiting/)
    expect(await stateOf(request)).toBe('withdrawn')
  }, 120_000)

  test('by a rejection stays rejected', async () => {
    const { request, press } = await waiting()
    expect((await inTeams(KIM, { ...approval(request), verb: 'reject' })).status).toBe(200)
    await rewritten(request, /[Rr]ejected/)
    const answer = await pressAndHear(trial, trial.world.slack.users.approver, press)
    expect(answer).toMatch(/no longer waiting.*Kim Berg/)
    expect(await stateOf(request)).toBe('rejected')
  }, 120_000)

  test('because the tenant changed meanwhile is stale: nothing is written, and its card says so', async () => {
    const { request, press } = await waiting()
    const exchange = trial.app.world.exchanges(trial.world.settings.tenantId)
    expect(await exchange?.setAcceptedDomain('contoso.example', { DomainType: 'ExternalRelay' })).toMatchObject({ is: 'done' })
    const before = writes()
    expect(await pressAndHear(trial, trial.world.slack.users.approver, press)).toMatch(/Approved/)
    await trial.request(request.id, ['stale'])
    expect(writes()).toBe(before)
    await rewritten(request, /changed (since|after|meanwhile)|no longer (fits|as)|out of date/i)
    const { slack, teams } = await cardsOf(trial, { is: 'request', id: request.id })
    for (const card of [slack, teams]) expect(card).toContain('contoso.example')
    await exchange?.setAcceptedDomain('contoso.example', { DomainType: 'InternalRelay' })
  }, 120_000)
})

describe('an undo', () => {
  test('asked for twice is one undo, and once made cannot be made again', async () => {
    const { request } = await waiting()
    const before = writes()
    await inTeams(SAM, approval(request))
    await trial.request(request.id, ['applied', 'verified', 'unclear'])
    const answers = await Promise.all([ALEX, KIM].map((person) => inTeams(person, { verb: 'undo', request: request.id })))
    const refusal = answers.filter((answer) => /already waiting for approval|older state/.test(answer.says))
    expect([answers.length, refusal.length]).toEqual([2, 1])
    const undo = await until('the undo', async () => (await trial.app.store.requests({ states: ['waiting'] }))[0])
    const other = undo.requester.id === ALEX.userPrincipalName ? KIM : ALEX
    expect((await inTeams(other, approval(undo))).says).toMatch(/Approved/)
    await trial.request(request.id, ['undone'])
    expect(writes() - before).toBe(4)
    expect((await inTeams(ALEX, { verb: 'undo', request: request.id })).says).toMatch(/already taken back/)
    expect(writes() - before).toBe(4)
  }, 120_000)
})

describe('a request that nobody decides in time', () => {
  let brief: Trial

  beforeAll(async () => {
    brief = await startTrial({ settings: (settings) => ({ ...settings, people: { ...settings.people, defaultExpiryMinutes: 0.1 } }) })
    await brief.fire('after-migration')
    await brief.incidentOf(CONNECTOR)
  }, 120_000)
  afterAll(() => brief.stop())

  test('expires, is rewritten on both platforms, and a late press is answered', async () => {
    const request = await askForChange(brief)
    const { users } = brief.world.slack
    const press = await slackPress(brief.world, users.approver, { verb: 'approve', request: request.id })
    await brief.request(request.id, ['expired'])
    await until('rewritten cards', async () => {
      const { slack, teams } = await cardsOf(brief, { is: 'request', id: request.id })
      return [slack, teams].every((card) => /[Ee]xpired/.test(card) && !card.includes('"approve"') && !card.includes('press:approve'))
    })
    expect(await pressAndHear(brief, users.approver, press)).toMatch(/expired before enough people approved/)
    const late = brief.teams.pressOf(KIM, { verb: 'approve', request: request.id, plan: request.plan.hash })
    expect((await brief.teams.send(brief.teamsUrl, late)).says).toMatch(/expired before enough people approved/)
    const heard = whispers(brief.world, users.approver).length
    expect(await sendSlack(brief.url, press)).toBe(200)
    expect(brief.controls.tenant().writes).toBe(0)
    expect(whispers(brief.world, users.approver)).toHaveLength(heard)
  }, 120_000)
})

test('after all of that the audit holds', async () => {
  const { request } = await waiting()
  await inTeams(SAM, approval(request))
  await trial.request(request.id, ['applied', 'verified', 'unclear'])
  await takeBack(trial, request.id)
  expect(await trial.app.store.verifyAudit()).toMatchObject({ is: 'intact' })
}, 120_000)
