import { describe, expect, test } from '@jest/globals'
import { strToU8, zipSync } from 'fflate'
import nock from 'nock'
import { EXPLAIN } from '../../../src/surfaces/teams/message-action.ts'
import { adaptiveCardFaults } from '../../support/adaptive-card-schema.ts'
import { ALEX, activityOf, FOREIGN_TENANT, inChannel, memberOf, strangerKey } from '../../support/teams-rig.ts'
import { facts, plain, setStage, shown } from './stage.ts'

const stage = setStage()

const ERROR = '450 4.4.316 Connection refused [Message=Socket error code 10061]'
const SHAREPOINT = 'https://contoso-my.sharepoint.com'
const PATH = '/personal/alex/_layouts/15/download.aspx?tempauth=secret'
const CODE = '4.4.316'

const fileOf = (name: string, downloadUrl = SHAREPOINT + PATH): object => ({
  contentType: 'application/vnd.microsoft.teams.file.download.info',
  contentUrl: `${SHAREPOINT}/personal/alex/${name}`,
  name,
  content: { downloadUrl, uniqueId: 'u', fileType: name.split('.').at(-1) },
})
const serve = (body: string | Buffer, headers: Record<string, string> = {}, status = 200): void => {
  nock(SHAREPOINT).get(PATH).reply(status, body, headers)
}
const html = (content: string): object => ({ contentType: 'text/html', content })
const answerIn = (index = 0): string => shown(stage.sent()[index])

describe('in the personal chat', () => {
  test.each([
    ['one line', ERROR],
    ['a report', `Delivery has failed to these recipients:\nkim@fabrikam.example\nmail.fabrikam.example returned '${ERROR}'`],
    ['the source of a mail', `From: postmaster@contoso.example\nSubject: Undeliverable\nContent-Type: text/plain\n\n${ERROR}`],
  ])('a pasted error is explained, not taken for an unknown command: %s', async (_which, text) => {
    await stage.rig.send(activityOf({ text, attachments: [html(`<p>${text}</p>`)] }))
    expect(stage.commands).toEqual([])
    expect(answerIn()).toContain(CODE)
  })

  test('an error that only the formatted text holds is found there', async () => {
    await stage.rig.send(
      activityOf({ text: '', attachments: [html(`<table><tr><td>Remote server returned</td><td>${ERROR}</td></tr></table>`)] }),
    )
    expect(answerIn()).toContain(CODE)
  })

  test('a long text without an error is told so, and not that it is no command', async () => {
    await stage.rig.send(activityOf({ text: 'Bonjour,\nle message est revenu.\nMerci' }))
    expect(stage.commands).toEqual([])
    expect(answerIn()).toContain('No delivery error was recognised')
  })

  test.each(['help', 'incidets', 'diagnose mail.contoso.example'])('“%s” goes where commands go', async (text) => {
    await stage.rig.send(activityOf({ text, attachments: [html(`<p>${text}</p>`)] }))
    expect(stage.commands.map((each) => each.text)).toEqual([text])
  })

  test('an attached mail is fetched and explained, without a word from the person', async () => {
    serve(`From: postmaster@contoso.example\nSubject: Undeliverable\nContent-Type: text/plain\n\n${ERROR}`)
    await stage.rig.send(activityOf({ text: undefined, attachments: [fileOf('Undeliverable.eml')] }))
    expect(answerIn()).toContain(CODE)
    expect(adaptiveCardFaults(cardOf(stage.sent()[0]?.body))).toEqual([])
  })

  test('a text file beside “explain”, and beside other words', async () => {
    for (const text of ['explain', 'what is this?']) {
      serve(ERROR)
      await stage.rig.send(activityOf({ text, attachments: [fileOf('details.txt'), html(`<p>${text}</p>`)] }))
    }
    expect([answerIn(0), answerIn(1)].every((answer) => answer.includes(CODE))).toBe(true)
  })

  test('a command keeps its meaning, whatever hangs on it', async () => {
    await stage.rig.send(activityOf({ text: 'incidents', attachments: [fileOf('details.txt')] }))
    expect(stage.commands.map((each) => each.text)).toEqual(['incidents'])
  })

  test('nothing is fetched for people who do not count', async () => {
    stage.rig.members.set(ALEX.id, memberOf(ALEX, 'nobody@contoso.example'))
    serve(ERROR)
    await stage.rig.send(activityOf({ attachments: [fileOf('details.txt')] }))
    expect(nock.pendingMocks().filter((each) => each.includes('sharepoint'))).toHaveLength(1)
    expect(answerIn()).not.toContain(CODE)
  })

  test('the pictures of a pasted letterhead are no files', async () => {
    const picture = { contentType: 'image/png', contentUrl: 'https://smba.teams.example/v3/attachments/1/views/original' }
    await stage.rig.send(activityOf({ text: ERROR, attachments: [picture, html(ERROR)] }))
    expect(answerIn()).toContain(CODE)
    expect(answerIn()).not.toContain('not read')
    await stage.rig.send(activityOf({ text: '', attachments: [picture] }))
    expect(answerIn(1)).toContain('neither a mail nor a text')
  })
})

describe('a file that is not what it seems', () => {
  test.each([
    ['200 MB', () => serve('', { 'content-length': '200000000' }), /larger than 1\sMB/],
    [
      'a page in place of a mail',
      () => serve(`<html>${ERROR}</html>`, { 'content-type': 'text/html; charset=utf-8' }),
      /not allowed to open/,
    ],
    ['a way to the metadata service', () => serve('', { location: 'http://169.254.169.254/latest' }, 302), /not allowed to open/],
    ['a way to the sign-in page', () => serve('', { location: 'https://login.microsoftonline.com/x' }, 302), /not allowed to open/],
    ['an archive', () => serve(Buffer.from(zipSync({ 'a.txt': strToU8(ERROR) }))), /neither a mail nor a text/],
    ['gone', () => serve('', {}, 404), /no longer there/],
    ['a server in trouble', () => serve('', {}, 503), /HTTP 503/],
    ['empty', () => serve(' '), /empty/],
  ])('%s', async (_which, prepare, says) => {
    prepare()
    await stage.rig.send(activityOf({ attachments: [fileOf('report.eml')] }))
    expect(answerIn()).toMatch(says)
    expect(answerIn()).not.toContain(CODE)
    expect(answerIn()).not.toContain('tempauth')
  })

  test.each([
    'http://contoso.sharepoint.com/x',
    'https://contoso.sharepoint.com.evil.example/x',
    'https://evilsharepoint.com/x',
    'https://contoso.sharepoint.com:8443/x',
    'https://169.254.169.254/latest',
    'http://127.0.0.1/x',
    'file:///etc/passwd',
  ])('an address that is not Microsoft’s is not called: %s', async (address) => {
    await stage.rig.send(activityOf({ attachments: [fileOf('report.eml', address)] }))
    expect(answerIn()).toContain('outside this platform')
  })

  test('within Microsoft’s addresses a redirect is followed', async () => {
    serve('', { location: 'https://westeurope1-mediap.svc.ms/x' }, 302)
    nock('https://westeurope1-mediap.svc.ms').get('/x').reply(200, ERROR)
    await stage.rig.send(activityOf({ attachments: [fileOf('report.eml')] }))
    expect(answerIn()).toContain(CODE)
  })

  test('a name with markup is a name, and the reason is given in French to those who read French', async () => {
    await stage.rig.send(
      activityOf({ locale: 'fr-FR', attachments: [fileOf('<at>everyone</at>[x](https://evil.example){{DATE(1)}}.png')] }),
    )
    expect(answerIn()).toContain('ni un message électronique ni un texte')
    expect(answerIn()).not.toMatch(/<at>|\]\(|\{\{/)
  })

  test('the others are read all the same', async () => {
    serve(ERROR)
    await stage.rig.send(activityOf({ attachments: [fileOf('a.png'), fileOf('report.txt')] }))
    expect(answerIn()).toContain('a.png')
    expect(answerIn()).toContain(CODE)
  })
})

describe('in a channel', () => {
  test('what an error means is told to the asker alone', async () => {
    stage.answerTo.command = facts('Explained')
    await stage.rig.send(activityOf({ ...inChannel, text: `explain ${ERROR}` }))
    await stage.rig.send(activityOf({ ...inChannel, text: ERROR }))
    expect(stage.sent().map((call) => call.path)).toEqual([expect.stringContaining('/a:alone/'), expect.stringContaining('/a:alone/')])
  })

  test('a file that Teams keeps to itself is named with the way on', async () => {
    const reference = { contentType: 'reference', contentUrl: `${SHAREPOINT}/sites/x/report.eml`, name: 'report.eml' }
    await stage.rig.send(activityOf({ ...inChannel, text: 'explain', attachments: [reference] }))
    expect(answerIn()).toContain('report.eml')
    expect(answerIn()).toContain('does not hand this file')
  })
})

/** The message action, chosen on a message. */
const choose = (messagePayload: object, over: object = {}): object =>
  activityOf({
    type: 'invoke',
    name: 'composeExtension/fetchTask',
    ...inChannel,
    value: { commandId: EXPLAIN, commandContext: 'message', context: { theme: 'default' }, messagePayload },
    ...over,
  })
const bodyOf = (content: string): object => ({ id: '1', body: { contentType: 'html', content } })

const taskOf = (body: unknown) => (body as { task: { type: string; value: unknown } }).task
const cardIn = (body: unknown): Readonly<Record<string, unknown>> =>
  (taskOf(body).value as { card: { content: Readonly<Record<string, unknown>> } }).card.content
const cardOf = (body: unknown): Readonly<Record<string, unknown>> =>
  (body as { attachments: { content: Readonly<Record<string, unknown>> }[] }).attachments[0]!.content

describe('“Explain this bounce” on a message', () => {
  test('opens a dialog that only the asker sees', async () => {
    const { status, body } = await stage.rig.send(choose(bodyOf(`<div>Remote Server returned &#39;${ERROR}&#39;</div>`)))
    expect(status).toBe(200)
    expect(taskOf(body)).toMatchObject({ type: 'continue', value: { title: 'Mailflow Medic' } })
    expect(JSON.stringify(body)).toContain(CODE)
    expect(stage.sent()).toEqual([])
    expect(adaptiveCardFaults(cardIn(body))).toEqual([])
    expect(JSON.stringify(body)).not.toContain('Action.Execute')
  })

  test('in the language of the person', async () => {
    const { body } = await stage.rig.send(choose(bodyOf(ERROR), { locale: 'fr-FR' }))
    expect(JSON.stringify(cardIn(body))).toMatch(/refuse la connexion/)
  })

  test('reads the subject, cards and quoted messages', async () => {
    const card = {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: JSON.stringify({
        body: [{ type: 'FactSet', facts: [{ title: 'Error', value: ERROR }] }],
        actions: [{ title: '550 5.1.10 not said' }],
      }),
    }
    const runs = {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { body: [{ type: 'RichTextBlock', inlines: [{ text: '550 5.1' }, { text: '.10 Recipient not found' }] }] },
    }
    const quote = { contentType: 'messageReference', content: JSON.stringify({ messagePreview: '450 4.4.315 Connection timed out' }) }
    for (const [payload, code] of [
      [{ attachments: [card] }, CODE],
      [{ attachments: [runs] }, '5.1.10'],
      [{ attachments: [quote] }, '4.4.315'],
      [{ subject: ERROR }, CODE],
    ] as const)
      expect(JSON.stringify((await stage.rig.send(choose(payload))).body)).toContain(code)
  })

  test('names the files that Teams keeps to itself', async () => {
    const reference = { id: '1', contentType: 'reference', contentUrl: `${SHAREPOINT}/sites/x/report.eml`, name: 'report.eml' }
    const { body } = await stage.rig.send(
      choose({ ...bodyOf(`<p>${ERROR}</p><attachment id="1"></attachment>`), attachments: [reference] }),
    )
    expect(JSON.stringify(body)).toContain('does not hand this file')
    expect(JSON.stringify(body)).toContain(CODE)
  })

  test('a message that begins like a command is not obeyed', async () => {
    await stage.rig.send(choose(bodyOf('bind contoso')))
    expect(stage.commands).toEqual([])
  })

  test('works in a chat the bot is not in: who asks is found in their own chat', async () => {
    stage.rig.answers.push({ method: 'GET', path: /19:other.*\/members\//, status: 403 })
    const elsewhere = {
      conversation: { id: '19:other@unq.gbl.spaces', conversationType: 'groupChat', tenantId: inChannel.conversation.tenantId },
      channelData: { tenant: inChannel.channelData.tenant },
    }
    const { body } = await stage.rig.send(choose(bodyOf(ERROR), elsewhere))
    expect(JSON.stringify(body)).toContain(CODE)
    expect(stage.rig.calls.map((call) => call.path)).toContainEqual(expect.stringContaining('a:alone/members'))
  })

  test.each([
    ['somebody nobody named', memberOf(ALEX, 'nobody@contoso.example')],
    ['a guest', { ...memberOf(ALEX, 'alex.martin@contoso.example'), userRole: 'guest' }],
    ['somebody of another tenant', { ...memberOf(ALEX, 'alex.martin@contoso.example'), tenantId: FOREIGN_TENANT }],
  ])('%s is refused', async (_who, member) => {
    stage.rig.members.set(ALEX.id, member)
    const { body } = await stage.rig.send(choose(bodyOf(ERROR)))
    expect(taskOf(body).type).toBe('message')
    expect(JSON.stringify(body)).toContain('does not lead to a person')
    expect(JSON.stringify(body)).not.toContain(CODE)
  })

  test('a token of somebody else is refused, and so is another organisation', async () => {
    expect((await stage.rig.send(choose(bodyOf(ERROR)), { key: strangerKey() })).status).toBe(401)
    const foreign = { conversation: { id: 'a:x', tenantId: FOREIGN_TENANT }, channelData: { tenant: { id: FOREIGN_TENANT } } }
    expect((await stage.rig.send(choose(bodyOf(ERROR), foreign))).status).toBe(403)
    expect(stage.rig.calls).toEqual([])
  })

  test.each([
    ['another command', { commandId: 'drop' }],
    ['nothing', undefined],
  ])('%s is not understood', async (_which, value) => {
    expect((await stage.rig.send(choose({}, { value }))).status).toBe(501)
  })

  test('an empty message is answered too', async () => {
    expect(JSON.stringify((await stage.rig.send(choose({}))).body)).toContain('No delivery error was recognised')
  })
})

describe('a button in the dialog', () => {
  const submit = (data: unknown): object =>
    activityOf({
      type: 'invoke',
      name: 'composeExtension/submitAction',
      ...inChannel,
      value: { commandId: EXPLAIN, commandContext: 'message', data },
    })

  test('is answered in the dialog, and slow answers come into the chat with the bot', async () => {
    const { body } = await stage.rig.send(submit({ verb: 'examine', tenant: 'contoso.example', target: 'mail.fabrikam.example' }))
    expect(stage.presses).toEqual([{ verb: 'examine', tenant: 'contoso.example', target: 'mail.fabrikam.example' }])
    expect(stage.replies).toMatchObject([{ reference: { conversation: 'a:alone', isChannel: false } }])
    expect(taskOf(body)).toEqual({ type: 'message', value: 'Noted' })
  })

  test('that leads to a card shows it there', async () => {
    stage.answerTo.press = {
      is: 'dialog',
      card: facts('Note'),
      submit: { label: 'Go', press: { verb: 'show-incident', incident: 'inc1' } },
    }
    const { body } = await stage.rig.send(submit({ verb: 'more', incident: 'inc1' }))
    expect(taskOf(body).type).toBe('continue')
    expect(cardIn(body)).toMatchObject({ actions: [{ type: 'Action.Submit', data: { verb: 'show-incident', incident: 'inc1' } }] })
    expect(adaptiveCardFaults(cardIn(body))).toEqual([])
  })

  test('that shares the answer posts it where the message was', async () => {
    stage.answerTo.press = { is: 'public', card: facts('For all'), to: '19:alerts@thread.tacv2', told: plain('Shared') }
    const { body } = await stage.rig.send(submit({ verb: 'more', incident: 'inc1' }))
    expect(stage.sent().map((call) => call.path)).toEqual([expect.stringContaining('19:alerts@thread.tacv2')])
    expect(taskOf(body)).toEqual({ type: 'message', value: 'Shared' })
  })

  test.each([[undefined], [{ verb: 'drop-tenant' }], ['x']])('that carries %j changes nothing', async (data) => {
    const { status, body } = await stage.rig.send(submit(data))
    expect(stage.presses).toEqual([])
    if (status === 200) expect(taskOf(body).type).toBe('message')
  })

  test('people who do not count are refused', async () => {
    stage.rig.members.set(ALEX.id, memberOf(ALEX, 'nobody@contoso.example'))
    const { body } = await stage.rig.send(submit({ verb: 'more', incident: 'inc1' }))
    expect(JSON.stringify(body)).toContain('does not lead to a person')
    expect(stage.presses).toEqual([])
  })
})
