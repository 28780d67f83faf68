import { describe, expect, test } from '@jest/globals'
import type { Action, Card } from '../../src/cards/card.ts'
import * as cards from '../../src/cards/index.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { isRefused } from '../../src/domain/plan.ts'
import { Press } from '../../src/domain/press.ts'
import { REQUEST_STATES } from '../../src/domain/request.ts'
import { everyCard } from '../support/every-card.ts'
import { asIs, diagnosisOf, incidentOf, planOf, queueOf, requestOf, showing, TENANT } from '../support/samples.ts'

const buttonsOf = (card: Card): readonly Action[] => card.parts.flatMap((part) => (part.is === 'actions' ? part.actions : []))
const verbsOf = (card: Card): readonly string[] => buttonsOf(card).map((action) => action.press.verb)
const textOf = (card: Card): string =>
  JSON.stringify({ title: card.title, summary: card.summary, parts: card.parts.filter((part) => part.is !== 'actions') })

/** A key that no catalogue had stands in the text as it was asked for. */
const LEAK = /\{\{|\b(?:cards|terms|evidence|reasons|guards|refusals|failures|verification|fixes|history|commands)\.[\w-]+/

describe.each(LANGUAGES)('every card in %s', (language) => {
  const samples = everyCard(language, asIs)
  const named = samples.map((sample) => [sample.name, sample.card] as const)

  test.each(named)('%s has words for all it says, and buttons that the server reads', (_name, card) => {
    const text = JSON.stringify(card)
    expect(LEAK.exec(text)?.[0] ?? null).toBeNull()
    expect(/undefined|NaN|Invalid Date|\[object/.exec(text)?.[0] ?? null).toBeNull()
    expect(card.title.length).toBeGreaterThan(0)
    expect(card.summary).toMatch(/^.*\S.*$/)
    expect(buttonsOf(card).filter((action) => !Press.safeParse(action.press).success)).toEqual([])
  })

  test('everything from outside is in the card as it came', () => {
    expect(textOf(cards.incidentCard(viewOf('diagnosed'), showing(language)))).toContain('To on-premises')
  })
})

const viewOf = (state: Parameters<typeof incidentOf>[0]) => ({
  incident: incidentOf(state, asIs),
  requests: [],
  children: [],
  tenantName: 'Contoso',
})

describe('languages', () => {
  const english = everyCard('en', asIs)
  const french = everyCard('fr', asIs)

  test.each(english.map((sample, n) => [sample.name, sample.card, french[n]!.card] as const))('%s speaks French', (_name, en, fr) => {
    expect(textOf(fr)).not.toBe(textOf(en))
    expect(fr.parts.map((part) => part.is)).toEqual(en.parts.map((part) => part.is))
    expect(buttonsOf(fr).map((action) => action.press)).toEqual(buttonsOf(en).map((action) => action.press))
  })

  test('French keeps a no-break space before high punctuation', () => {
    for (const { name, card } of french) expect([name, /[\p{L}»] [;:?!»](?:\s|")/u.exec(textOf(card))?.[0] ?? null]).toEqual([name, null])
  })
})

describe('the incident', () => {
  const card = (state: Parameters<typeof incidentOf>[0]) => cards.incidentCard(viewOf(state), showing('en'))

  test('tells the code, the count and the time until the first message bounces', () => {
    const text = textOf(card('diagnosed')).replaceAll('\u00A0', ' ')
    expect(text).toContain('450 4.4.316')
    expect(text).toContain(
      '12 messages are waiting, the oldest since 04:10 UTC. The first bounces in 18 h 40 min (15 Mar 2026, 04:10 UTC).',
    )
  })

  test('offers fixes whose guards pass, and says why another is not offered', () => {
    const plans = buttonsOf(card('diagnosed')).filter((action) => action.press.verb === 'plan')
    expect(plans).toHaveLength(1)
    expect(plans[0]!.style).toBe('primary')
    expect(textOf(card('diagnosed'))).toContain('is not offered')
  })

  test('a fix that is already asked for is not offered again', () => {
    const view = { ...viewOf('diagnosed'), requests: [requestOf('waiting', asIs)] }
    expect(verbsOf(cards.incidentCard(view, showing('en')))).not.toContain('plan')
    expect(verbsOf(cards.incidentCard(view, showing('en')))).toContain('show-request')
  })

  test('a resolved one offers nothing but to look', () => {
    expect(verbsOf(card('resolved'))).toEqual(['details'])
    expect(card('resolved').tone).toBe('good')
  })

  test('an acknowledged one is not acknowledged again', () => {
    expect(verbsOf(card('diagnosed'))).toContain('acknowledge')
    expect(verbsOf(card('acknowledged'))).not.toContain('acknowledge')
  })

  test('a disagreement with the report is said', () => {
    const diagnosis = diagnosisOf('connection-timed-out', asIs)
    const differs = { ...diagnosis, verdict: { ...diagnosis.verdict, why: ['disagrees-with-report' as const] } }
    const view = { ...viewOf('diagnosed'), incident: incidentOf('diagnosed', asIs, { diagnosis: differs }) }
    expect(textOf(cards.incidentCard(view, showing('en')))).toContain('not what we meet from here')
    expect(textOf(card('diagnosed'))).not.toContain('not what we meet from here')
  })

  test('a queue that was not counted to its end is never an exact number', () => {
    const diagnosis = diagnosisOf('mail-loop', asIs, { queue: { ...queueOf(asIs, 2000), complete: false } })
    const view = { ...viewOf('diagnosed'), incident: incidentOf('diagnosed', asIs, { diagnosis }) }
    expect(textOf(cards.incidentCard(view, showing('en')))).toContain('there may be more')
  })

  test('an unread queue is not an empty one', () => {
    const diagnosis = diagnosisOf('mail-loop', asIs, { queue: null })
    const view = { ...viewOf('diagnosed'), incident: incidentOf('diagnosed', asIs, { diagnosis }) }
    const text = textOf(cards.incidentCard(view, showing('en')))
    expect(text).toContain('could not be read')
    expect(text).not.toContain('No message is waiting')
  })

  test('an umbrella lists the incidents it found and leads to each', () => {
    const children = [incidentOf('diagnosed', asIs, { id: 'child1ab' }), incidentOf('resolved', asIs, { id: 'child2ab' })]
    const incident = incidentOf('diagnosed', asIs, { subject: { is: 'tenant' } })
    const drawn = cards.incidentCard({ ...viewOf('diagnosed'), incident, children }, showing('en'))
    expect(textOf(drawn)).toContain('2 connectors hold waiting mail')
    expect(verbsOf(drawn).filter((verb) => verb === 'show-incident')).toHaveLength(2)
  })

  test('the sandbox is said on every card, and only there', () => {
    const says = (sandbox: boolean) => everyCard('en', asIs, sandbox).filter(({ card }) => textOf(card).includes('Sandbox'))
    expect(says(true)).toHaveLength(everyCard('en', asIs, true).length)
    expect(says(false)).toHaveLength(0)
  })
})

describe('the plan', () => {
  const incident = incidentOf('diagnosed', asIs)

  test('shows from what to what, and the way back last step first', () => {
    const { parts } = cards.planCard({ incident, plan: planOf(asIs), approvals: 1, canAsk: true }, showing('en'))
    const changes = parts.find((part) => part.is === 'changes')
    expect(changes?.is === 'changes' && changes.rows.map((row) => [row.before, row.after]).slice(0, 2)).toEqual([
      ['Internal Relay', 'Authoritative'],
      ['yes', 'no'],
    ])
    const back = parts.find((part) => part.is === 'list' && part.ordered)
    expect(back?.is === 'list' && back.items[0]).toContain('from no to yes')
    expect(back?.is === 'list' && back.items.at(-1)).toContain('from Authoritative to Internal Relay')
  })

  test('only an allowed person gets the button, and never for a refused plan', () => {
    const verbs = (plan: ReturnType<typeof planOf>, canAsk: boolean) =>
      verbsOf(cards.planCard({ incident, plan, approvals: 1, canAsk }, showing('en')))
    expect(verbs(planOf(asIs), true)).toEqual(['request', 'show-incident'])
    expect(verbs(planOf(asIs), false)).toEqual(['show-incident'])
    expect(isRefused(planOf(asIs, 'refuse'))).toBe(true)
    expect(verbs(planOf(asIs, 'refuse'), true)).toEqual(['show-incident'])
  })
})

describe('the request', () => {
  const incident = incidentOf('diagnosed', asIs)
  const card = (request: ReturnType<typeof requestOf>) =>
    cards.requestCard({ request, incident, approvers: [{ email: 'a@b.example', name: 'A' }] }, showing('en'))

  test.each(REQUEST_STATES)('%s: decisions only while it waits, undo only while the tenant holds the change', (state) => {
    const verbs = verbsOf(card(requestOf(state, asIs)))
    expect(verbs.includes('approve')).toBe(state === 'waiting')
    expect(verbs.includes('undo')).toBe(['applied', 'verified', 'not-fixed', 'unclear', 'partial'].includes(state))
  })

  test('approve and reject carry the hash of the plan that is shown', () => {
    const presses = buttonsOf(card(requestOf('waiting', asIs))).map((action) => action.press)
    expect(presses).toContainEqual({ verb: 'approve', request: 'req1abcd', plan: '0123456789abcdef' })
    expect(presses).toContainEqual({ verb: 'reject', request: 'req1abcd', plan: '0123456789abcdef' })
  })

  test('approvers are mentioned only while it waits', () => {
    const mentions = (state: (typeof REQUEST_STATES)[number]) => card(requestOf(state, asIs)).parts.some((part) => part.is === 'mentions')
    expect(REQUEST_STATES.filter(mentions)).toEqual(['waiting'])
  })

  test('an undo that was asked for is not asked for twice, and an undo has none', () => {
    expect(verbsOf(card(requestOf('verified', asIs, { undoneBy: 'req2abcd' })))).not.toContain('undo')
    expect(verbsOf(card(requestOf('verified', asIs, { undoes: 'req0abcd' })))).not.toContain('undo')
  })

  test('that it worked is said once, and counts are written as the language writes them', () => {
    const done = requestOf('verified', asIs)
    const counted = cards.requestCard(
      {
        request: { ...done, verification: { ...done.verification!, delivered: 12_345 } },
        incident: incidentOf('diagnosed', asIs),
        approvers: [],
      },
      showing('fr'),
    )
    expect(textOf(counted).match(/plus aucun message/g)).toHaveLength(1)
    expect(textOf(counted).replace(/\s/g, ' ')).toContain('12 345')
  })

  test('a verification counts what was delivered, bounced and left', () => {
    const facts = card(requestOf('verified', asIs)).parts.find((part) => part.is === 'facts')
    expect(facts?.is === 'facts' && facts.facts.map(([, value]) => value)).toEqual(['11', '1', '0'])
  })
})

describe('the diagnosis somebody asked for', () => {
  const drawn = (changes: Partial<Parameters<typeof cards.diagnosisCard>[0]>) =>
    cards.diagnosisCard(
      { diagnosis: diagnosisOf('certificate-expired', asIs), incident: null, tenant: TENANT, tenantName: 'Contoso', ...changes },
      showing('en'),
    )

  test('offers an incident for a faulty connector that has none', () => {
    expect(verbsOf(drawn({}))).toEqual(['open-incident', 'show-code'])
    expect(verbsOf(drawn({ incident: incidentOf('open', asIs) }))).toEqual(['show-incident', 'show-code'])
    expect(verbsOf(drawn({ tenant: null }))).toEqual(['show-code'])
    expect(verbsOf(drawn({ diagnosis: diagnosisOf('no-fault-found', asIs) }))).toEqual([])
  })
})
