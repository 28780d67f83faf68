import { describe, expect, test } from '@jest/globals'
import { ALEX, activityOf, BOT, inChannel, memberOf, TENANT } from '../../support/teams-rig.ts'
import { plain, setStage, shown } from './stage.ts'

const stage = setStage()

const drawing = { platform: 'teams', text: 'Line', body: { type: 'AdaptiveCard', version: '1.5', body: [] } } as const

describe('commands', () => {
  test('the mention of the bot and a leading slash are not part of the command', async () => {
    const mention = {
      type: 'mention',
      text: '<at>Mailflow Medic</at>',
      mentioned: { id: BOT },
    }
    await stage.rig.send(
      activityOf({ ...inChannel, text: '<at>Mailflow Medic</at>\u00a0/diagnose mail.contoso.example\n', entities: [mention] }),
    )
    expect(stage.commands[0]!.text).toBe('diagnose mail.contoso.example')
  })

  test('the lines of a pasted report stay lines', async () => {
    await stage.rig.send(activityOf({ text: 'explain 450 4.4.316\nConnection refused' }))
    expect(stage.commands[0]!.text).toBe('explain 450 4.4.316\nConnection refused')
  })

  test('in a channel the answer stands in the thread, and the channel is known without it', async () => {
    await stage.rig.send(activityOf({ ...inChannel, text: 'incidents' }))
    expect(stage.sent()[0]!.path).toContain('/19:alerts@thread.tacv2;messageid=100/')
    expect(stage.commands[0]!.context.channel).toMatchObject({
      id: '19:alerts@thread.tacv2',
      name: 'Alerts',
      isPersonal: false,
      organisation: TENANT,
    })
  })

  test('a conversation that is heard from can be spoken to later', async () => {
    await stage.rig.send(activityOf({ ...inChannel, text: 'incidents' }))
    const outcome = await stage.rig.teams.poster.post({ ...stage.commands[0]!.context.channel, tenants: [] }, drawing, null)
    expect(outcome.is).toBe('posted')
  })

  test('a refusal in a channel goes to the person alone', async () => {
    stage.rig.members.set(ALEX.id, memberOf(ALEX, 'nobody@contoso.example'))
    await stage.rig.send(activityOf({ ...inChannel, text: 'connectors' }))
    expect(stage.commands).toEqual([])
    expect(stage.sent().map((call) => call.path)).toEqual([expect.stringContaining('/a:alone/')])
  })

  test('where no private chat can be opened the refusal is given in the thread', async () => {
    stage.rig.members.set(ALEX.id, memberOf(ALEX, 'nobody@contoso.example'))
    stage.rig.answers.push({ method: 'POST', path: /^\/v3\/conversations$/, status: 403 })
    await stage.rig.send(activityOf({ ...inChannel, text: 'connectors' }))
    expect(stage.sent().map((call) => call.path)).toEqual([expect.stringContaining('messageid=100')])
  })

  test('a refusal is in the language of the Teams client', async () => {
    stage.rig.members.set(ALEX.id, memberOf(ALEX, 'nobody@contoso.example'))
    await stage.rig.send(activityOf({ text: 'connectors', locale: 'fr-FR' }))
    expect(shown(stage.sent()[0])).toMatch(/compte|personne|vous/i)
  })

  test('what everybody in a channel reads is in its language, what is for one person in theirs', async () => {
    const heard = () => stage.commands.map(({ context }) => context.showing.language)
    const french = { locale: 'fr-FR' }
    await stage.rig.send(activityOf({ ...inChannel, ...french, text: 'connecteurs' }))
    await stage.rig.send(activityOf({ ...french, text: 'connecteurs' }))
    await stage.rig.send(activityOf({ ...inChannel, ...french, text: 'code 4.4.316' }))
    expect(heard()).toEqual(['en', 'fr', 'fr'])
    stage.answerTo.command = { ...plain('Refused'), tone: 'warning' }
    await stage.rig.send(activityOf({ ...inChannel, ...french, text: 'lier Contoso' }))
    expect(heard().slice(3)).toEqual(['en', 'fr'])
  })

  test('a late answer replaces the card that said it was working', async () => {
    stage.answerTo.command = { ...plain('Looking'), tone: 'working' }
    await stage.rig.send(activityOf({ text: 'diagnose contoso' }))
    const { reply } = stage.commands[0]!.context
    expect(await stage.rig.teams.poster.answer(reply, drawing)).toEqual({ is: 'posted', message: 'message-1' })
    expect(await stage.rig.teams.poster.answer(reply, drawing)).toEqual({ is: 'posted', message: 'message-2' })
    expect(stage.rig.calls.filter((call) => call.path.includes('/activities')).map((call) => call.method)).toEqual(['POST', 'PUT', 'POST'])
  })

  test('the text of a notification is never put where Teams reads markdown', async () => {
    await stage.rig.send(activityOf({ text: 'help' }))
    expect(stage.sent()[0]!.body).toMatchObject({ textFormat: 'plain', summary: 'Answer' })
    expect(stage.sent()[0]!.body.text).toBeUndefined()
  })
})
