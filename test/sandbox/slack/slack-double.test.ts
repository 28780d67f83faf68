import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { App, HTTPReceiver } from '@slack/bolt'
import { type ErrorCode, type Logger, LogLevel, WebClient } from '@slack/web-api'
import { type Served, serve } from '../../../src/sandbox/serve.ts'
import { type SlackDouble, startSlack } from '../../../src/sandbox/slack/start-slack.ts'

let slack: SlackDouble
let client: WebClient
let offset = 0

const silence = () => {}
const quiet: Logger = {
  debug: silence,
  info: silence,
  warn: silence,
  error: silence,
  setLevel: silence,
  getLevel: () => LogLevel.ERROR,
  setName: silence,
}

const people = {
  requester: { name: 'Alex Martin', email: 'alex.martin@contoso.example' },
  approver: { name: 'Sam Dubois', email: 'sam.dubois@contoso.example', locale: 'fr-FR' },
}

beforeEach(async () => {
  offset = 0
  slack = await startSlack({ now: () => new Date(Date.now() + offset).toISOString(), ...people })
  client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  })
})
afterEach(() => slack.stop())

const blocks = [
  { type: 'header', text: { type: 'plain_text', text: 'Connection refused' } },
  { type: 'section', text: { type: 'mrkdwn', text: 'a &lt;b&gt; &amp; c' }, fields: [{ type: 'mrkdwn', text: '*Tenant*\nContoso' }] },
  { type: 'context', elements: [{ type: 'mrkdwn', text: 'seen from here' }] },
  {
    type: 'actions',
    block_id: 'fixes',
    elements: [{ type: 'button', action_id: 'plan', value: 'request-1', text: { type: 'plain_text', text: 'Show the plan' } }],
  },
]
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (thrown: { data?: { error?: string }; code?: ErrorCode }) => thrown.data?.error ?? thrown.code,
  )

describe('the Web API, through Slack’s own client', () => {
  test('auth.test names workspace and bot; a wrong token is refused', async () => {
    expect(await client.auth.test()).toMatchObject({ team_id: slack.teamId, user_id: slack.botUserId })
    expect(await failure(new WebClient('xoxb-wrong', { slackApiUrl: slack.apiUrl }).auth.test())).toBe('invalid_auth')
  })
  test('people have confirmed addresses, the guest is one', async () => {
    const found = await client.users.lookupByEmail({ email: people.approver.email })
    expect(found.user).toMatchObject({
      id: slack.users.approver,
      is_email_confirmed: true,
      is_restricted: false,
      profile: { email: people.approver.email },
    })
    expect((await client.users.info({ user: slack.users.approver, include_locale: true })).user).toMatchObject({ locale: 'fr-FR' })
    expect((await client.users.info({ user: slack.users.guest })).user).toMatchObject({ is_restricted: true })
    expect(await failure(client.users.lookupByEmail({ email: 'nobody@contoso.example' }))).toBe('users_not_found')
    expect(await failure(client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found')
  })
  test('a posted message is shown, and edited in place', async () => {
    const posted = await client.chat.postMessage({ channel: slack.channelId, text: 'Connection refused', blocks })
    await client.chat.postMessage({ channel: slack.channelId, thread_ts: posted.ts!, text: `<@${slack.users.approver}> please` })
    await client.chat.update({ channel: slack.channelId, ts: posted.ts!, text: 'Solved' })
    expect(slack.messages(slack.channelId)).toHaveLength(2)
    expect(slack.channelText(slack.channelId)).toBe('Mailflow Medic (edited)\nSolved\n\n    Mailflow Medic\n    @Sam Dubois please')
  })
  test('the text of a channel tells headers, fields, context and the labels of buttons', async () => {
    await client.chat.postMessage({ channel: slack.channelId, text: 'fallback', blocks })
    expect(slack.channelText(slack.channelId)).toBe(
      'Mailflow Medic\nConnection refused\na <b> & c\n*Tenant*\nContoso\nseen from here\n[Show the plan]',
    )
  })
  test('what only one person sees is marked so', async () => {
    await client.chat.postEphemeral({ channel: slack.channelId, user: slack.users.requester, text: 'Not yours to approve' })
    expect(slack.channelText(slack.channelId)).toMatch(/only visible to Alex Martin/)
  })
  test.each([
    ['no text and no blocks', () => client.chat.postMessage({ channel: slack.channelId, text: '' }), 'no_text'],
    ['a channel that does not exist', () => client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }), 'channel_not_found'],
    [
      'a thread that does not exist',
      () => client.chat.postMessage({ channel: slack.channelId, text: 'x', thread_ts: '1.000001' }),
      'thread_not_found',
    ],
    [
      'a message that does not exist',
      () => client.chat.update({ channel: slack.channelId, ts: '1.000001', text: 'x' }),
      'message_not_found',
    ],
    [
      'a header that is too long',
      () =>
        client.chat.postMessage({
          channel: slack.channelId,
          text: 'x',
          blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
        }),
      'invalid_blocks',
    ],
    [
      'an ephemeral message to a stranger',
      () => client.chat.postEphemeral({ channel: slack.channelId, user: 'U0NOBODY', text: 'x' }),
      'user_not_in_channel',
    ],
    ['a modal without a trigger', () => client.views.open({ trigger_id: 'none', view: modal('x') }), 'invalid_trigger_id'],
    ['a method that does not exist', () => client.apiCall('chat.shout'), 'unknown_method'],
  ])('%s is refused as Slack does', async (_says, act, error) => {
    expect(await failure(act())).toBe(error)
  })
  test('someone else’s message cannot be edited', async () => {
    const { ts } = slack.say(slack.users.requester, slack.channelId, 'hello')
    expect(await failure(client.chat.update({ channel: slack.channelId, ts, text: 'x' }))).toBe('cant_update_message')
  })
  test('429 comes as often as told, with its waiting time', async () => {
    slack.limitNext(1, 3, 'chat.postMessage')
    expect((await client.auth.test()).ok).toBe(true)
    const thrown = await client.chat.postMessage({ channel: slack.channelId, text: 'x' }).then(
      () => null,
      (error: { retryAfter?: number }) => error,
    )
    expect(thrown).toMatchObject({ retryAfter: 3 })
    expect((await client.chat.postMessage({ channel: slack.channelId, text: 'x' })).ok).toBe(true)
    expect(slack.calls().map((call) => call.status)).toEqual([200, 429, 200])
    expect(JSON.stringify(slack.calls())).not.toContain(slack.botToken)
  })
})

const modal = (text: string) => ({
  type: 'modal' as const,
  callback_id: 'confirm',
  title: { type: 'plain_text' as const, text: 'Confirm' },
  submit: { type: 'plain_text' as const, text: 'Request' },
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
})

describe('what people do, received by the real Bolt', () => {
  let served: Served
  beforeEach(async () => {
    const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet })
    const app = new App({ token: slack.botToken, receiver, clientOptions: { slackApiUrl: slack.apiUrl }, convoStore: false })
    app.command('/mailflow', async ({ command, ack, respond }) => {
      await ack()
      await respond({ text: `you said ${command.text}`, response_type: 'ephemeral' })
    })
    app.action('plan', async ({ ack, body, client: bot }) => {
      await ack()
      await bot.views.open({ trigger_id: (body as { trigger_id: string }).trigger_id, view: modal('Loading') })
    })
    app.view('confirm', async ({ ack, view }) => {
      await ack({ response_action: 'update', view: { ...modal(`Asked by ${view.id}`) } })
    })
    served = await serve(receiver.requestListener)
  })
  afterEach(() => served.stop())

  const send = ({ headers, body }: { headers: Readonly<Record<string, string>>; body: string }) =>
    fetch(`${served.url}/slack/events`, { method: 'POST', headers, body })
  const until = async (holds: () => boolean) => {
    for (let tries = 0; tries < 100 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(holds()).toBe(true)
  }

  test('a typed command is taken, and the delayed answer shows to that person', async () => {
    expect((await send(slack.command(slack.users.requester, slack.channelId, '/mailflow explain 450 4.4.316'))).status).toBe(200)
    await until(() => slack.channelText(slack.channelId).includes('you said explain 450 4.4.316'))
    expect(slack.channelText(slack.channelId)).toMatch(/only visible to Alex Martin/)
  })
  test('a click opens a modal; submitting it is answered', async () => {
    const { ts } = await client.chat.postMessage({ channel: slack.channelId, text: 'x', blocks })
    expect((await send(slack.press(slack.users.approver, { channel: slack.channelId, ts: ts! }, 'plan'))).status).toBe(200)
    const opened = () => slack.calls().find((call) => call.method === 'views.open' && call.ok)
    await until(() => opened() !== undefined)
    const id = slack.lastView()!.id
    expect(slack.viewText(id)).toBe('Loading')
    const answer = (await (await send(slack.submit(slack.users.approver, id))).json()) as object
    expect(answer).toMatchObject({ response_action: 'update' })
  })
  test('a forged signature is refused by Bolt', async () => {
    const request = slack.command(slack.users.requester, slack.channelId, '/mailflow help')
    const headers = { ...request.headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` }
    expect((await send({ ...request, headers })).status).toBe(401)
  })
})

describe('time limits', () => {
  const answerTo = (url: string, body: object) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const urlOf = (request: { body: string }) => new URLSearchParams(request.body).get('response_url')!
  const triggerOf = (request: { body: string }) => new URLSearchParams(request.body).get('trigger_id')!

  test('a response address takes five answers within half an hour', async () => {
    const url = urlOf(slack.command(slack.users.requester, slack.channelId, '/mailflow help'))
    const statuses = []
    for (let count = 0; count < 6; count += 1) statuses.push((await answerTo(url, { text: 'x' })).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404])
    const late = urlOf(slack.command(slack.users.requester, slack.channelId, '/mailflow help'))
    offset = 31 * 60_000
    expect((await answerTo(late, { text: 'x' })).status).toBe(404)
  })
  test('a trigger opens one modal within three seconds', async () => {
    const trigger_id = triggerOf(slack.command(slack.users.requester, slack.channelId, '/mailflow help'))
    const { view } = await client.views.open({ trigger_id, view: modal('Loading') })
    expect(await failure(client.views.open({ trigger_id, view: modal('x') }))).toBe('exchanged_trigger_id')
    const late = triggerOf(slack.command(slack.users.requester, slack.channelId, '/mailflow help'))
    offset = 3_100
    expect(await failure(client.views.open({ trigger_id: late, view: modal('x') }))).toBe('expired_trigger_id')
    await client.views.update({ view_id: view!.id!, hash: view!.hash!, view: modal('Ready') })
    expect(slack.viewText(view!.id!)).toBe('Ready')
    expect(await failure(client.views.update({ view_id: view!.id!, hash: view!.hash!, view: modal('Late') }))).toBe('hash_conflict')
  })
})
