import { describe, expect, test } from '@jest/globals'
import { workingCard } from '../../../src/cards/index.ts'
import { inChannel, NOW } from '../../support/teams-rig.ts'
import { facts, invoke, plain, setStage, shown } from './stage.ts'

const stage = setStage()
const press = { verb: 'validate', tenant: 'contoso', connector: 'To on-premises', recipient: 'a@b.example' }
const running = workingCard({ what: 'validating', subject: 'To on-premises' }, { language: 'en', now: NOW, sandbox: false })
const edits = () => stage.rig.calls.filter((call) => call.method === 'PUT')

describe('a question whose button was pressed', () => {
  test('says to everybody who asked and that it runs, without a button, and the result takes its place', async () => {
    stage.answerTo.press = { is: 'notice', card: running }
    const { body } = await stage.rig.send({ ...invoke(press), ...inChannel })
    expect(JSON.stringify(body)).toContain('Exchange Online tests To on-premises')
    expect(edits()).toHaveLength(1)
    expect(edits()[0]?.path).toBe('/v3/conversations/19:alerts@thread.tacv2;messageid=100/activities/100')
    expect(shown(edits()[0])).toContain('Asked by Alex Martin')
    expect(shown(edits()[0])).not.toContain('Action.Execute')
    const [reply] = stage.replies
    expect(
      await stage.rig.teams.poster.answer(reply!, { platform: 'teams', text: 'Result', body: { type: 'AdaptiveCard' } }),
    ).toMatchObject({
      is: 'posted',
    })
    expect(edits()[1]).toMatchObject({ path: edits()[0]!.path, body: { summary: 'Result' } })
    expect(stage.sent()).toEqual([])
  })

  test('is not set back to "running" by the other half of a double click', async () => {
    stage.answerTo.press = { is: 'notice', card: running }
    for (const _half of [1, 2]) await stage.rig.send(invoke(press))
    expect(stage.presses).toHaveLength(2)
    expect(edits()).toHaveLength(1)
  })

  test('a result that is quicker waits for it', async () => {
    stage.answerTo.press = { is: 'notice', card: running }
    let early: Promise<unknown> = Promise.resolve()
    stage.onPress = (reply) => {
      early = stage.rig.teams.poster.answer(reply!, { platform: 'teams', text: 'Result', body: { type: 'AdaptiveCard' } })
    }
    await stage.rig.send(invoke(press))
    await early
    expect(edits().map((call) => call.body.summary)).toEqual([running.summary, 'Result'])
  })

  test('keeps its button where the press was refused, and other cards keep theirs', async () => {
    stage.answerTo.press = { is: 'notice', card: { ...plain('Refused'), tone: 'warning' } }
    await stage.rig.send(invoke(press))
    stage.answerTo.press = { is: 'dialog', card: { ...facts('Reading'), tone: 'working' }, submit: null }
    await stage.rig.send(invoke({ verb: 'plan', incident: 'inc1', fix: 'disable-connector' }))
    expect(edits()).toEqual([])
  })

  test('that Teams will not have edited is answered all the same', async () => {
    stage.answerTo.press = { is: 'notice', card: running }
    stage.rig.answers.push({ method: 'PUT', path: /activities/, status: 404 })
    const { status, body } = await stage.rig.send(invoke(press))
    expect([status, JSON.stringify(body).includes('Exchange Online tests')]).toEqual([200, true])
  })
})
