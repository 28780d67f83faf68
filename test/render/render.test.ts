import { describe, expect, test } from '@jest/globals'
import type { Card, Part } from '../../src/cards/card.ts'
import { detailsCard, incidentCard, planCard, rangesCard, refusalCard, requestCard } from '../../src/cards/index.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { refused } from '../../src/domain/refusal.ts'
import { toAdaptiveCard } from '../../src/render/adaptive-card.ts'
import { toBlockKit, toModal } from '../../src/render/block-kit.ts'
import { toTerminal } from '../../src/render/terminal.ts'
import { adaptiveCardFaults } from '../support/adaptive-card-schema.ts'
import { messageFaults, modalFaults } from '../support/block-kit-limits.ts'
import { everyCard } from '../support/every-card.ts'
import { manyRanges, muchOf } from '../support/much.ts'
import { APPROVERS, ATTACK, asIs, enormous, hostile, incidentOf, planOf, requestOf, showing } from '../support/samples.ts'

const MOST_BYTES = 28 * 1024
const WORDS = { asIs, hostile } as const
const slackId = (email: string) => (email === APPROVERS[0].email ? 'U0APPROVER' : null)
const teamsAccount = (email: string) => (email === APPROVERS[0].email ? { id: '29:1abc', name: 'Alex Approver' } : null)

/** Every string in a drawing, with the key it stands under and the type of the element that holds it. */
function* strings(node: unknown, key = '', type = ''): Generator<{ readonly key: string; readonly type: string; readonly text: string }> {
  if (typeof node === 'string') yield { key, type, text: node }
  else if (Array.isArray(node)) for (const each of node) yield* strings(each, key, type)
  else if (typeof node === 'object' && node !== null) {
    const own = 'type' in node && typeof node.type === 'string' ? node.type : type
    for (const [name, value] of Object.entries(node)) if (name !== 'data' && name !== 'value') yield* strings(value, name, own)
  }
}

const INVISIBLE = /(?!\n)\p{Cc}|[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|[\u{E0000}-\u{E0FFF}]|\p{Cs}/u

/** What is copied or opened is never broken. */
const toCopy = (part: Part): readonly string[] =>
  part.is === 'code' ? part.lines : part.is === 'links' ? part.links.map((link) => link.url) : []

describe.each(LANGUAGES.flatMap((language) => (['asIs', 'hostile'] as const).map((words) => [language, words] as const)))(
  '%s, words %s',
  (language, words) => {
    const named = everyCard(language, WORDS[words]).map((sample) => [sample.name, sample.card] as const)

    test.each(named)('%s keeps to the limits of every platform', (_name, card) => {
      const submit = {
        label: 'Ask for approval of the change',
        press: { verb: 'request' as const, incident: 'inc1abcd', plan: '0123456789abcdef' },
      }
      const modal = toModal(card, { title: 'A very long title of a modal', submit, close: 'Close' })
      const drawn = toAdaptiveCard(card, { mention: teamsAccount })
      const text = toTerminal(card, { colour: false, width: 100 })
      const whole = new Set(card.parts.flatMap(toCopy))
      expect({
        message: messageFaults(toBlockKit(card, { mention: slackId })),
        modal: modalFaults(modal),
        adaptive: adaptiveCardFaults(drawn.card),
        terminal: text.split('\n').filter((line) => (line.length > 100 && !whole.has(line.trim())) || INVISIBLE.test(line)),
      }).toEqual({ message: [], modal: [], adaptive: [], terminal: [] })
      expect(new TextEncoder().encode(JSON.stringify(drawn)).length).toBeLessThan(MOST_BYTES)
    })
  },
)

describe('hostile words', () => {
  const named = everyCard('en', hostile).map((sample) => [sample.name, sample.card] as const)

  test('samples do carry the attack', () => {
    expect(named.filter(([, card]) => JSON.stringify(card).includes('<!channel>')).length).toBeGreaterThan(100)
    expect(ATTACK).toContain('{{DATE')
  })

  test.each(named)('%s signals nobody on Slack and leads nowhere', (_name, card) => {
    const { text, blocks } = toBlockKit(card, { mention: slackId })
    const bad = /<!|<@U6|<#|<at|<https:\/\/evil/
    expect([...strings([{ text }, ...blocks])].filter((each) => bad.test(each.text) || INVISIBLE.test(each.text))).toEqual([])
  })

  test.each(named)('%s signals nobody in Teams and leads nowhere', (_name, card) => {
    const drawn = toAdaptiveCard(card, { mention: teamsAccount })
    const all = [...strings(drawn.card)]
    expect(all.filter((each) => /\{\{|\]\(http:|\$\{/.test(each.text) || INVISIBLE.test(each.text))).toEqual([])
    expect(all.filter((each) => each.type !== 'TextBlock' && each.type !== 'mention' && /<\/?at/.test(each.text))).toEqual([])
    // Markdown lives in TextBlock alone: nothing from outside may stand there.
    const markdown = all
      .filter((each) => each.type === 'TextBlock' && each.key === 'text')
      .map((each) => each.text.replaceAll('<at>Alex Approver</at>', '').replace(OUR_LINK, ''))
    expect(markdown.filter((text) => /evil|[<>[\]*_~`]/.test(text))).toEqual([])
    expect(drawn.text).not.toMatch(/<at|\]\(|\{\{|<!/)
  })
})

const OUR_LINK =
  /\[[^\]]*\]\(https:\/\/(?:(?:admin\.exchange|security|admin|learn|testconnectivity)\.microsoft\.com|sender\.office\.com|www\.rfc-editor\.org|cabforum\.org)\b[^)]*\)/g
const teams = (card: Card) => toAdaptiveCard(card, { mention: teamsAccount })
const waiting = (words: (word: string) => string) => {
  const approvers = [...APPROVERS, { email: 'nobody@contoso.example', name: words('No Account') }]
  return requestCard({ request: requestOf('waiting', words), incident: incidentOf('diagnosed', words), approvers }, showing('en'))
}

describe('mentions', () => {
  test('Slack mentions the accounts it knows and names the others', () => {
    const text = JSON.stringify(toBlockKit(waiting(asIs), { mention: slackId }).blocks)
    expect(text).toContain('<@U0APPROVER>')
    expect(text).toContain('No Account')
  })

  test('what is no Slack user id never becomes one', () => {
    const text = JSON.stringify(toBlockKit(waiting(asIs), { mention: () => '!channel' }).blocks)
    expect(text).not.toContain('<!channel')
  })

  test('in Teams every mention has its entity, and every entity its text', () => {
    const { card, mentions } = teams(waiting(asIs))
    expect(mentions).toEqual([{ type: 'mention', text: '<at>Alex Approver</at>', mentioned: { id: '29:1abc', name: 'Alex Approver' } }])
    expect(card.msteams).toMatchObject({ width: 'Full', entities: mentions })
    expect(JSON.stringify(card.body)).toContain('<at>Alex Approver</at>')
  })

  test('two people of one name are told apart', () => {
    const people = ['a@b.example', 'c@b.example'].map((email) => ({ email, name: 'Kim' }))
    const card: Card = { title: 'T', tone: 'plain', summary: 'S', parts: [{ is: 'mentions', lead: 'For', people }] }
    const { mentions } = toAdaptiveCard(card, { mention: (email) => ({ id: `29:${email}`, name: 'Kim <at>x</at>' }) })
    expect(new Set(mentions.map((each) => each.text)).size).toBe(2)
    expect(mentions.every((each) => /^<at>[^<>]+<\/at>$/.test(each.text))).toBe(true)
  })
})

describe('buttons', () => {
  const card = waiting(asIs)

  test('Slack gets each press as JSON under an id of its own', () => {
    const buttons = toBlockKit(card).blocks.flatMap((block) =>
      (block as { type: string }).type === 'actions'
        ? (block as { elements: { action_id: string; value: string; style?: string }[] }).elements
        : [],
    )
    expect(buttons.map((button) => [button.action_id, button.style ?? 'none', JSON.parse(button.value).verb])).toEqual([
      ['press:approve:0', 'primary', 'approve'],
      ['press:reject:1', 'danger', 'reject'],
      ['press:withdraw:2', 'none', 'withdraw'],
    ])
  })

  test('Teams gets each press as the data of Action.Execute; what is past the sixth goes behind the menu', () => {
    const actions = teams(card).card.actions as { verb: string; data: unknown }[]
    expect(actions.map((action) => action.verb)).toEqual(['approve', 'reject', 'withdraw'])
    expect(actions[0]!.data).toEqual({ verb: 'approve', request: 'req1abcd', plan: '0123456789abcdef' })
    const incident = teams(
      incidentCard(
        { incident: incidentOf('diagnosed', asIs), requests: [requestOf('applying', asIs)], children: [], tenantName: 'C' },
        showing('en'),
      ),
    )
    const modes = (incident.card.actions as { mode?: string }[]).map((action) => action.mode ?? 'primary')
    expect(modes.slice(0, 6)).toEqual(Array(modes.length > 6 ? 6 : modes.length).fill('primary'))
    expect(modes.slice(6).every((mode) => mode === 'secondary')).toBe(true)
  })

  test('a modal leaves to its submit button what that does', () => {
    const plan = planCard({ incident: incidentOf('diagnosed', asIs), plan: planOf(asIs), approvals: 1, canAsk: true }, showing('en'))
    const press = { verb: 'request' as const, incident: 'inc1abcd', plan: '0123456789abcdef' }
    const view = toModal(plan, { title: 'Plan', submit: { label: 'Ask', press }, close: 'Close' })
    expect(JSON.parse(String(view.private_metadata))).toEqual(press)
    expect(JSON.stringify(view.blocks)).not.toContain('press:request')
  })

  test('the terminal lists them by name', () => {
    expect(toTerminal(card, { colour: false, width: 80 })).toContain('[ Approve ] [ Reject ] [ Withdraw ]')
  })
})

describe('size', () => {
  const huge = (): readonly (readonly [string, Card])[] => {
    const incident = incidentOf('diagnosed', enormous)
    const view = { incident, requests: [requestOf('waiting', enormous)], children: [incident], tenantName: enormous('C') }
    return [
      ['incident', incidentCard(view, showing('en'))],
      ['details', detailsCard(view, showing('fr'))],
      ['plan', planCard({ incident, plan: planOf(enormous, 'warn'), approvals: 1, canAsk: true }, showing('en'))],
      ['request', waiting(enormous)],
      ['refusal', refusalCard(refused('unknown-connector', { name: enormous('x'), known: enormous('y') }), showing('en'))],
    ]
  }

  test('a megabyte in every field still makes a card that every platform takes, with its buttons', () => {
    for (const [name, card] of huge()) {
      const slack = toBlockKit(card)
      const drawn = toAdaptiveCard(card)
      expect([name, messageFaults(slack)]).toEqual([name, []])
      expect([name, adaptiveCardFaults(drawn.card)]).toEqual([name, []])
      expect(new TextEncoder().encode(JSON.stringify(drawn.card)).length).toBeLessThan(MOST_BYTES)
      const wanted = card.parts.reduce((sum, part) => sum + (part.is === 'actions' ? part.actions.length : 0), 0)
      expect(((drawn.card.actions ?? []) as unknown[]).length).toBe(wanted)
      expect(JSON.stringify(slack.blocks).split('"action_id"').length - 1).toBe(wanted)
      expect(toTerminal(card, { colour: false, width: 80 }).length).toBeLessThan(400_000)
    }
  })

  test('a list to copy is whole on every platform', () => {
    const ranges = manyRanges()
    const card = rangesCard({ ranges: { is: 'found', value: ranges } }, showing('en'))
    const drawings = [
      JSON.stringify(toBlockKit(card).blocks),
      JSON.stringify(toAdaptiveCard(card).card),
      toTerminal(card, { colour: false, width: 80 }),
    ]
    for (const text of drawings) for (const range of [...ranges.ipv4, ...ranges.ipv6]) expect(text).toContain(range)
  })

  test('however much was found, each platform shows the worst host, the verdict, its proof and what to do first', () => {
    const incident = incidentOf('diagnosed', asIs, { diagnosis: muchOf(asIs) })
    const card = incidentCard({ incident, requests: [], children: [], tenantName: 'Contoso' }, showing('en'))
    const drawings = [
      JSON.stringify(toBlockKit(card).blocks),
      JSON.stringify(toAdaptiveCard(card).card),
      toTerminal(card, { colour: false, width: 80 }),
    ]
    for (const text of drawings) {
      for (const heading of ['What each server did', 'What proves it', 'Also found', 'What to do first', 'What a firewall must let in']) {
        expect(text).toContain(heading)
      }
      expect(text).toContain('mx0.contoso.example')
      expect(text).toContain('The fault lies with')
    }
  })

  test('what is left out is counted', () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `line ${n}`)
    const card: Card = { title: 'T', tone: 'plain', summary: 'S', parts: [{ is: 'proof', lines }] }
    expect(JSON.stringify(toBlockKit(card).blocks)).toContain('… +2921')
    expect(JSON.stringify(toAdaptiveCard(card).card)).toMatch(/… \+2\d{3}/)
  })

  test('more blocks than Slack takes are cut, and the buttons stay', () => {
    const parts: Card['parts'] = [
      ...Array.from({ length: 200 }, (_, n) => ({ is: 'heading' as const, text: `Heading ${n}` })),
      { is: 'actions', actions: [{ label: 'Go', press: { verb: 'details', incident: 'inc1abcd' }, style: 'plain' }] },
    ]
    const { blocks, text } = toBlockKit({ title: 'T', tone: 'plain', summary: 'S', parts })
    expect(messageFaults({ text, blocks })).toEqual([])
    expect(blocks).toHaveLength(50)
    expect(blocks.at(-1)).toMatchObject({ type: 'actions' })
  })
})

describe('the terminal', () => {
  test('colours are the only control sequences, and can be left out', () => {
    const card = incidentCard(
      { incident: incidentOf('diagnosed', hostile), requests: [], children: [], tenantName: hostile('C') },
      showing('en'),
    )
    const coloured = toTerminal(card, { colour: true, width: 80 })
    expect(coloured).toContain('\u001B[31m')
    expect(INVISIBLE.exec(coloured.replace(/\u001B\[(?:0|1|2|3[1-6])m/g, ''))).toBeNull()
    expect(toTerminal(card, { colour: false, width: 80 })).not.toContain('\u001B')
  })
})
