import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { clock } from '../src/app/clock.ts'
import { sayDay } from '../src/cards/time.ts'
import { LANGUAGES, type Language } from '../src/domain/language.ts'
import { titleOf } from '../src/knowledge/explain.ts'
import { wordsOf } from '../src/locales/words.ts'
import { startSlack } from '../src/sandbox/slack/start-slack.ts'
import { startWorld, type World } from '../src/sandbox/world.ts'
import { type TeamsMessage, teamsPerson } from './trials/teams-double.ts'
import { ALEX, CONNECTOR, pressAndHear, sendSlack, signedSlack, startTrial, type Trial, until, whispers } from './trials/trial.ts'

/** What people get to see of a diagnosis, over the chat platforms themselves. */

const PORT_25 = ['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14', '104.47.0.0/17', '2a01:111:f400::/48', '2a01:111:f403::/48']
const VERSION = '2026110200'
const RECIPIENT = 'someone@contoso.example'
const TYPED = { en: { ranges: 'ranges', validate: 'validate' }, fr: { ranges: 'plages', validate: 'valider' } } as const
/** A colleague who may ask for nothing. */
const ROBIN = teamsPerson('robin', 'Robin Reader', 'robin.reader@contoso.example')

/** A world whose Slack people speak a language. */
async function worldIn(language: Language): Promise<World> {
  const world = await startWorld({ folder: null, fresh: true, clock, settleMs: 1200, delayMs: 300, lagMs: 200, retryMs: 300 })
  const locale = `${language}-${language === 'en' ? 'US' : 'FR'}`
  const { requester, approver } = world.people
  const slack = await startSlack({ now: clock.now, requester: { ...requester, locale }, approver: { ...approver, locale } })
  const { apiUrl, botToken, signingSecret, teamId, channelId } = slack
  return {
    ...world,
    slack,
    settings: { ...world.settings, slack: { apiUrl, botToken, signingSecret, teamId, channelId } },
    stop: async () => void (await Promise.all([slack.stop(), world.stop()])),
  }
}

describe.each(LANGUAGES)('asked for in chat (%s)', (language) => {
  const words = wordsOf(language)
  const typed = TYPED[language]
  let trial: Trial

  beforeAll(async () => {
    trial = await startTrial({
      world: await worldIn(language),
      people: [ROBIN],
      // On Slack, Sam may ask for nothing here.
      settings: (settings) => ({
        ...settings,
        ranges: { ...settings.ranges, folder: null },
        people: { ...settings.people, approvers: settings.people.approvers.filter((each) => !each.startsWith('sam.')) },
      }),
    })
    trial.world.fire('after-migration')
  }, 120_000)
  afterAll(async () => {
    await trial?.stop()
    await trial?.world.stop()
  })

  const sentTo = (recipient: string): number =>
    trial.world.tenant
      .calls()
      .filter(({ cmdlet, parameters }) => cmdlet === 'Validate-OutboundConnector' && JSON.stringify(parameters).includes(recipient)).length
  const audited = async (recipient: string) =>
    (await trial.app.store.auditRows(0, 10_000))
      .filter((row) => row.details.recipient === recipient)
      .map((row) => [row.action, row.actor, row.subject, row.details.ok])
  const BOTH_LINES = [
    ['connector.validation-asked', 'alex.martin@contoso.example', CONNECTOR, undefined],
    ['connector.validated', 'bot', CONNECTOR, false],
  ]
  const TOLD = [
    words('cards.validation.failed', { count: 2, total: 2, connector: CONNECTOR }),
    'Check connectivity to mail.contoso.example',
    titleOf('connection-refused', language),
    'LED=450 4.4.316',
  ]

  describe('on Slack', () => {
    const { requester, approver } = { requester: 'U0REQUESTER', approver: 'U0APPROVER' }
    /** What `user` alone is told after typing, once it holds `text`. */
    async function hear(user: string, command: string, text: string): Promise<string> {
      const { slack } = trial.world
      const before = whispers(trial.world, user).length
      expect(await sendSlack(trial.url, slack.command(user, slack.channelId, `/mailflow ${command}`))).toBe(200)
      return until(`${text} for ${user}`, async () =>
        whispers(trial.world, user)
          .slice(before)
          .find((each) => each.includes(text)),
      )
    }
    /** A press on the newest question that `user` was shown. */
    function pressOn(user: string) {
      const { slack } = trial.world
      const question = slack
        .messages(slack.channelId)
        .findLast((each) => each.onlyFor === user && JSON.stringify(each.blocks).includes('press:validate'))
      const button = question?.blocks
        .flatMap((block) => (block.elements ?? []) as { action_id?: string }[])
        .find((each) => each.action_id?.startsWith('press:validate'))
      return slack.press(user, { channel: slack.channelId, ts: question!.ts }, button!.action_id!)
    }
    const results = (): number => whispers(trial.world, requester).filter((each) => each.includes(TOLD[1]!)).length

    test('the ranges come as a list with version and date', async () => {
      const answer = await hear(requester, typed.ranges, VERSION)
      for (const each of [...PORT_25, sayDay(clock.now(), language), words('cards.ranges.title')]) expect(answer).toContain(each)
    })

    test('a validation asks before it sends anything', async () => {
      const question = await hear(requester, `${typed.validate} "${CONNECTOR}" ${RECIPIENT}`, 'press:validate')
      expect(question).toContain(words('cards.buttons.validate'))
      expect(question).toContain(words('cards.validation.what'))
      for (const each of [CONNECTOR, RECIPIENT]) expect(question).toContain(each)
      expect(sentTo(RECIPIENT)).toBe(0)
    })

    test('a double click, each half of it delivered twice, sends one message and tells how it went', async () => {
      const [first, second] = [pressOn(requester), pressOn(requester)]
      // Slack may deliver again with the same signature, or sign the same press anew.
      const anew = signedSlack(trial.world, first.body, { aheadSeconds: -2 })
      expect(await Promise.all([first, first, second, anew].map((each) => sendSlack(trial.url, each)))).toEqual([200, 200, 200, 200])
      const answer = await until('the result', async () => whispers(trial.world, requester).find((each) => each.includes(TOLD[1]!)))
      for (const each of TOLD) expect(answer).toContain(each)
      expect(
        whispers(trial.world, requester).some((each) => each.includes(words('cards.working.validating', { subject: CONNECTOR }))),
      ).toBe(true)
      await pause(500)
      expect([sentTo(RECIPIENT), results()]).toEqual([1, 1])
      expect(await audited(RECIPIENT)).toEqual(BOTH_LINES)
    })

    test('the question is then gone, and its button with it', () => {
      expect(whispers(trial.world, requester).filter((each) => each.includes('press:validate'))).toEqual([])
    })

    test('who is no requester is refused, privately, and nothing is sent', async () => {
      const recipient = 'other@contoso.example'
      const shared = () => trial.world.slack.messages(trial.world.slack.channelId).filter((each) => each.onlyFor !== approver)
      await hear(approver, `${typed.validate} "${CONNECTOR}" ${recipient}`, 'press:validate')
      const before = JSON.stringify(shared())
      const answer = await pressAndHear(trial, approver, pressOn(approver))
      expect(answer).toContain(words('refusals.not-a-requester.what'))
      expect(JSON.stringify(shared())).toBe(before)
      expect([sentTo(recipient), await audited(recipient)]).toEqual([0, []])
    })

    test('what is neither a connector nor a host is refused, with where the names stand', async () => {
      const name = `${CONNECTOR} (old)`
      const answer = await hear(requester, `diagnose "${name}"`, words('cards.refusal.title'))
      expect(answer).toContain(words('refusals.unknown-target.what', { name }))
      expect(answer).toContain(words('refusals.unknown-target.next'))
    })

    test('what is no address, or no connector’s name, is refused before a button is shown', async () => {
      const answer = await hear(requester, `${typed.validate} "${CONNECTOR}" x@-y`, words('cards.refusal.title'))
      expect(answer).not.toContain('press:validate')
    })
  })

  describe('on Teams', () => {
    const recipient = 'someone.else@contoso.example'
    const locale = language === 'en' ? 'en-US' : 'fr-FR'
    const send = (activity: object) => trial.teams.send(trial.teamsUrl, { ...activity, locale })
    async function hear(text: string, wanted: string): Promise<string> {
      return (await heard(text, wanted)).card
    }
    async function heard(text: string, wanted: string): Promise<TeamsMessage> {
      const known = new Set(trial.teams.messages().map((each) => each.id))
      expect((await send(trial.teams.messageOf(ALEX, text))).status).toBe(200)
      return until(wanted, async () => trial.teams.messages().find((each) => !known.has(each.id) && each.card.includes(wanted)))
    }
    const pressIn = (card: string): object => (JSON.parse(card) as { actions: { data: object }[] }).actions[0]!.data
    let question: TeamsMessage

    test('what everybody reads is in the language of the channel', async () => {
      expect((await send(trial.teams.messageOf(ALEX, `bind ${trial.world.settings.tenantId} ${language}`))).status).toBe(200)
      const channel = { platform: 'teams', organisation: trial.teams.tenant, id: trial.teams.channel } as const
      expect(await trial.app.desk.languageIn(channel)).toBe(language)
      // Tying it again says nothing of the language, and changes nothing of it.
      expect((await send(trial.teams.messageOf(ALEX, `bind ${trial.world.settings.tenantId}`))).status).toBe(200)
      expect(await trial.app.desk.languageIn(channel)).toBe(language)
    })

    test('the ranges come as a list with version and date, in place of “working”', async () => {
      const before = trial.teams.messages().length
      const answer = await hear(typed.ranges, VERSION)
      for (const each of [...PORT_25, sayDay(clock.now(), language), words('cards.ranges.title')]) expect(answer).toContain(each)
      expect(trial.teams.messages().length).toBe(before + 1)
    })

    test('a validation asks before it sends anything', async () => {
      question = await heard(`${typed.validate} "${CONNECTOR}" ${recipient}`, words('cards.buttons.validate'))
      for (const each of [CONNECTOR, recipient, words('cards.validation.what')]) expect(question.card).toContain(each)
      expect(sentTo(recipient)).toBe(0)
    })

    test('who is no requester is refused to them alone', async () => {
      const shown = trial.teams.messages().length
      const answer = await send(trial.teams.pressOf(ROBIN, pressIn(question.card), question.id))
      expect(answer.body?.type).toBe('application/vnd.microsoft.activity.message')
      expect(answer.says).toContain(words('refusals.not-a-requester.what'))
      expect(trial.teams.messages()).toHaveLength(shown)
      expect(trial.teams.messages().find((each) => each.id === question.id)?.card).toBe(question.card)
      expect([sentTo(recipient), await audited(recipient)]).toEqual([0, []])
    })

    test('a double click, each half of it delivered twice, sends one message and tells how it went', async () => {
      const [first, second] = [1, 2].map(() => trial.teams.pressOf(ALEX, pressIn(question.card), question.id))
      const answers = await Promise.all([first, first, second, second].map((each) => send(each!)))
      for (const answer of answers) {
        expect(answer.status).toBe(200)
        expect(answer.says).toContain(words('cards.working.validating', { subject: CONNECTOR }))
      }
      const results = () => trial.teams.messages().filter((each) => each.card.includes(TOLD[1]!))
      const [result] = await until('the result', async () => results().length > 0 && results())
      for (const each of TOLD) expect(result!.card).toContain(each)
      await pause(500)
      // The question said that it was being answered, and became the answer.
      expect([result!.id, result!.edits, result!.card.includes('"validate"')]).toEqual([question.id, 2, false])
      expect([sentTo(recipient), results().length]).toEqual([1, 1])
      expect(await audited(recipient)).toEqual(BOTH_LINES)
    })
  })
})
