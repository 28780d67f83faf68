import { describe, expect, test } from '@jest/globals'
import { activityOf, inChannel } from '../../support/teams-rig.ts'
import { facts, invoke, plain, setStage, shown } from './stage.ts'

const stage = setStage()
const ROOT = '19:alerts@thread.tacv2'
const inThread = (data: unknown) =>
  activityOf({
    ...inChannel,
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: '100',
    value: { action: { type: 'Action.Execute', data } },
  })
const SHARE = {
  verb: 'share',
  reports: [{ recipient: null, reply: null, status: null, finding: 'mail-loop', server: null, ip: null, detail: null }],
}
const posted = () => stage.sent().map((call) => decodeURIComponent(call.path))

describe('sharing a card in Teams', () => {
  test('is a message of the conversation; the one who pressed is told under the card', async () => {
    stage.answerTo.press = { is: 'public', card: facts('For everybody'), to: null, told: plain('Shared') }
    const { body } = await stage.rig.send(inThread(SHARE))
    expect(posted()).toEqual([expect.stringContaining(`${ROOT};messageid=100`)])
    expect(shown(stage.sent()[0])).toContain('For everybody')
    expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message', value: 'Shared' })
  })

  test('back in the channel it was asked in stays in that thread', async () => {
    stage.answerTo.press = { is: 'public', card: facts('For everybody'), to: ROOT, told: plain('Shared') }
    await stage.rig.send(inThread(SHARE))
    expect(posted()).toEqual([expect.stringContaining(`${ROOT};messageid=100`)])
  })

  test('from a private chat goes to the channel it was asked in, if the person is in it', async () => {
    stage.answerTo.press = { is: 'public', card: facts('For everybody'), to: ROOT, told: plain('Shared') }
    const { body } = await stage.rig.send(invoke(SHARE))
    expect(posted()).toEqual([expect.stringContaining(ROOT)])
    expect(body).toMatchObject({ value: 'Shared' })
    expect(stage.rig.calls.some((call) => call.method === 'GET' && call.path.includes(`${ROOT}/members/`))).toBe(true)
  })

  test('into a channel the person is not in is refused, and nothing is posted', async () => {
    stage.answerTo.press = { is: 'public', card: facts('For everybody'), to: '19:elsewhere@thread.tacv2', told: plain('Shared') }
    stage.rig.answers.push({ method: 'GET', path: /elsewhere@thread\.tacv2\/members/, status: 404 })
    const { body } = await stage.rig.send(invoke(SHARE))
    expect(stage.sent()).toEqual([])
    expect(JSON.stringify(body)).toContain('no channel here')
  })

  test('that Teams does not take is told', async () => {
    stage.answerTo.press = { is: 'public', card: facts('For everybody'), to: null, told: plain('Shared') }
    stage.rig.answers.push({ method: 'POST', path: /activities/, status: 403 })
    const { body } = await stage.rig.send(inThread(SHARE))
    expect(JSON.stringify(body)).toContain('no channel here')
  })
})
