import { describe, expect, test } from '@jest/globals'
import type { Action, Card, Part } from '../../src/cards/card.ts'
import { pressedReport, sharePress } from '../../src/cards/explanation-buttons.ts'
import { codeCard, codesCard, diagnosisCard, explanationCard, partnerNoteCard } from '../../src/cards/index.ts'
import type { Report } from '../../src/domain/explanation.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { Press } from '../../src/domain/press.ts'
import { codesOf, EXPLAINED } from '../../src/knowledge/codes-of.ts'
import { explain } from '../../src/knowledge/explain.ts'
import { findCodes } from '../../src/knowledge/find-codes.ts'
import { wordsOf } from '../../src/locales/words.ts'
import { toAdaptiveCard } from '../../src/render/adaptive-card.ts'
import { toBlockKit } from '../../src/render/block-kit.ts'
import { adaptiveCardFaults } from '../support/adaptive-card-schema.ts'
import { messageFaults } from '../support/block-kit-limits.ts'
import { asIs, diagnosisOf, enormous, hostile, reportOf, showing, TENANT } from '../support/samples.ts'

const PLACE = { tenant: TENANT, connector: null, shareTo: 'C0MAIL' }
const buttonsOf = (card: Card): readonly Action[] => card.parts.flatMap((part) => (part.is === 'actions' ? part.actions : []))
const pressOf = (card: Card, verb: Press['verb']) => buttonsOf(card).find((action) => action.press.verb === verb)?.press
const verbsOf = (card: Card) => buttonsOf(card).map((action) => action.press.verb)
const bare = (changes: Partial<Report> = {}): Report => ({
  recipient: null,
  reply: '450',
  status: '4.4.316',
  finding: 'connection-refused',
  server: null,
  ip: null,
  detail: null,
  at: null,
  reporter: null,
  ...changes,
})

function textOf(part: Part): readonly string[] {
  switch (part.is) {
    case 'text':
    case 'heading':
      return [part.text]
    case 'list':
      return part.items
    case 'proof':
    case 'code':
      return part.lines
    case 'facts':
      return part.facts.flat()
    case 'links':
      return part.links.map((link) => link.label)
    default:
      return []
  }
}
const textsOf = (card: Card) => card.parts.flatMap(textOf)

describe.each(LANGUAGES)('an explained error in %s', (language) => {
  const draw = (reports: readonly Report[], place = PLACE) => explanationCard({ reports, place }, showing(language))

  test.each(EXPLAINED)('%s fits a phone and says the verdict, what it means, causes, who does what and what becomes of it', (finding) => {
    const explanation = explain(finding, language)
    const card = draw([reportOf(finding, asIs)])
    const texts = textsOf(card)
    expect(card.title).toContain('450 4.4.316')
    expect(card.title).toContain(explanation.title)
    expect(texts).toContain(explanation.means)
    expect(texts).toContain(explanation.causes[0])
    expect(card.parts.filter((part) => part.is === 'list')[0]).toMatchObject({ items: explanation.causes.slice(0, 3) })
    for (const step of explanation.steps) expect(texts).toContain(step.do)
    expect(card.parts.filter((part) => part.is === 'code').length).toBeLessThanOrEqual(3)
    for (const advice of [explanation.worked, explanation.otherwise, explanation.avoid[0] ?? ''].filter(Boolean))
      expect(texts).toContain(advice)
    expect(texts.join('\n').length).toBeLessThan(3000)
    expect(buttonsOf(card).filter((action) => !Press.safeParse(action.press).success)).toEqual([])
  })

  test.each(EXPLAINED)('everything about %s is on its page, within every limit', (finding) => {
    const explanation = explain(finding, language)
    const card = codeCard({ finding }, showing(language))
    const texts = textsOf(card)
    const steps = [...explanation.steps, ...explain(finding, language, 'Partner').steps]
    const all = [
      ...explanation.causes,
      ...steps.flatMap((step) => [step.do, step.run ?? step.do]),
      ...explanation.avoid,
      explanation.ask ?? '',
    ]
    for (const text of all.filter(Boolean)) expect(texts).toContain(text)
    for (const code of codesOf(finding)) expect(texts.join(' ')).toContain(code)
    const drawn = toAdaptiveCard(card)
    const modal = toBlockKit(card, { modal: true })
    expect(modal.blocks.length).toBeLessThanOrEqual(100)
    expect(messageFaults(toBlockKit(card))).toEqual([])
    expect(adaptiveCardFaults(drawn.card)).toEqual([])
    expect(JSON.stringify(modal)).not.toContain('… +')
    expect(JSON.stringify(drawn.card)).not.toContain('… +')
  })

  test('where it is typed, each step carries its line to run', () => {
    for (const finding of EXPLAINED) {
      const texts = textsOf(explanationCard({ reports: [bare({ finding })], typed: 'mailflow code' }, showing(language)))
      for (const { run } of explain(finding, language).steps) if (run) expect(texts).toContain(run)
    }
  })

  test('where it is typed, the command it names leads to its page, whatever else the code can mean', () => {
    for (const finding of EXPLAINED) {
      const [line = ''] = textsOf(
        explanationCard({ reports: [bare({ finding, status: '4.4.317' })], typed: '>' }, showing(language)),
      ).slice(-1)
      expect([finding, findCodes(/> (\S+)$/.exec(line)?.[1] ?? '')]).toEqual([finding, { is: 'one', finding }])
    }
  })

  test('what not to do is headed once, however much it is', () => {
    const label = wordsOf(language)('cards.labels.avoid')
    for (const finding of EXPLAINED) {
      const texts = textsOf(codeCard({ finding }, showing(language)))
      expect(texts.filter((text) => text === label).length).toBeLessThanOrEqual(1)
    }
  })

  test('the steps stand under the person who does them, each line to run under its step', () => {
    const parts = draw([bare()]).parts
    const at = parts.findIndex((part) => part.is === 'code')
    const above = parts[at - 1]
    const step = explain('connection-refused', language).steps.find((each) => each.run)
    expect(above?.is === 'list' && above.items.at(-1)).toBe(step?.do)
    expect(parts[at]).toEqual({ is: 'code', lines: [step?.run] })
  })

  test('of several errors the one that carries the cause is told in full, the others in a line each', () => {
    const reports = [
      bare({ finding: 'message-expired', status: '5.4.300', reply: '550' }),
      bare({ finding: 'certificate-expired', status: '4.4.317' }),
      ...['a', 'b', 'c'].map((name) =>
        bare({ finding: 'recipient-unknown', reply: '550', status: '5.1.10', recipient: `${name}@x.example` }),
      ),
    ]
    const card = draw(reports)
    expect(card.title).toContain('4.4.317')
    const others = card.parts.findLast((part) => part.is === 'list')
    expect(others?.is === 'list' && others.items).toHaveLength(2)
    expect(JSON.stringify(others)).toMatch(/5\.1\.10.*a@x\.example .* 2 /)
    expect(JSON.stringify(others)).toContain('5.4.300')
    expect(textsOf(card)).not.toContain(explain('recipient-unknown', language).means)
  })

  test('when it happened is told as far as it is known', () => {
    const text = (at: string | null) =>
      textsOf(draw([bare({ at })]))
        .join('\n')
        .replace(/\u00A0/g, ' ')
    expect(text('2025-11-05T10:02:11.004Z')).toMatch(/(?:Seen: |Constaté : )5 [Nn]ov\.? 2025, 10:02 UTC/)
    expect(text('2025-11-05T10:02:11')).toMatch(/2025, 10:02$/m)
    expect(text(null)).not.toMatch(/Seen|Constaté/)
  })

  test('what was not recognised is never guessed: it says what was seen, whom to ask and what to paste', () => {
    const card = draw([
      bare({ finding: 'unrecognised', reply: '554', status: '5.9.9', server: 'mx.fabrikam.example', detail: 'no such thing' }),
    ])
    const text = textsOf(card).join('\n')
    for (const each of ['554 5.9.9', 'mx.fabrikam.example', 'no such thing', '.eml']) expect(text).toContain(each)
    const says = wordsOf(language)
    expect(text).toContain(says('cards.explanation.none-known', { code: '554 5.9.9' }))
    for (const other of ['none', 'none-next'] as const) expect(text).not.toContain(says(`cards.explanation.${other}`))
    expect(verbsOf(card)).toContain('examine')
    expect(verbsOf(card)).not.toContain('show-code')
    expect(verbsOf(card)).not.toContain('share')
    expect(textsOf(draw([bare({ finding: 'unrecognised', reply: null, status: null })])).join('\n')).not.toContain('null')
  })
})

describe('the buttons', () => {
  const draw = (report: Report, place = PLACE) => explanationCard({ reports: [report], place }, showing('en'))

  test('diagnose the server the error names, else the address, else where the mail was going', () => {
    const target = (report: Report) => pressOf(draw(report), 'examine')
    expect(target(bare({ server: 'mail.x.example', ip: '192.0.2.1', recipient: 'a@x.example' }))).toMatchObject({
      target: 'mail.x.example',
    })
    expect(target(bare({ ip: '192.0.2.1', recipient: 'a@x.example' }))).toMatchObject({ target: '192.0.2.1' })
    expect(target(bare({ recipient: 'a@X.Example' }))).toMatchObject({ target: 'x.example' })
    expect(target(bare())).toBeUndefined()
    for (const server of ['AM0PR01MB1234.eurprd01.prod.outlook.com', 'DM6NAM11FT035.eop-nam11.prod.protection.outlook.com'])
      expect(target(bare({ server, recipient: 'a@x.example' }))).toMatchObject({ target: 'x.example' })
    const way = 'contoso-com.mail.protection.partner.outlook.cn'
    expect(target(bare({ server: way, recipient: 'a@x.example' }))).toMatchObject({ target: way })
  })

  test('nothing of the tenant is offered where no tenant is known', () => {
    const card = draw(bare({ server: 'mail.x.example', recipient: 'a@x.example' }), { ...PLACE, tenant: null as unknown as string })
    expect(verbsOf(card)).toEqual(['partner-note', 'share', 'show-code'])
  })

  test('an incident is opened for the domain, or for the connector the text names', () => {
    const report = bare({ recipient: 'a@x.example' })
    expect(pressOf(draw(report), 'open-destination')).toMatchObject({ verb: 'open-destination', tenant: TENANT, domain: 'x.example' })
    const named = explanationCard({ reports: [report], place: { ...PLACE, connector: 'To partner' } }, showing('en'))
    expect(pressOf(named, 'open-incident')).toMatchObject({ verb: 'open-incident', tenant: TENANT, connector: 'To partner' })
    expect(verbsOf(named)).not.toContain('open-destination')
    expect(verbsOf(draw(bare({ server: 'mail.x.example' })))).not.toContain('open-destination')
  })

  test('a note is offered only where the far side can do something', () => {
    for (const finding of EXPLAINED) {
      const offered = verbsOf(draw(bare({ finding }))).includes('partner-note')
      expect([finding, offered]).toEqual([finding, explain(finding, 'en', 'Partner').ask !== null])
    }
    expect(verbsOf(draw(bare({ finding: 'tenant-blocked' })))).not.toContain('partner-note')
    expect(verbsOf(draw(bare()))).toContain('partner-note')
  })

  test('where nobody else reads nothing is shared', () => {
    expect(verbsOf(draw(bare(), { ...PLACE, shareTo: null as unknown as string }))).not.toContain('share')
  })

  test('a shared error carries no person, neither as the recipient nor in its words', () => {
    const report = bare({ recipient: 'kim@x.example', detail: '[kim@x.example]: Recipient address rejected <kim.o@x.example>' })
    const press = JSON.stringify(sharePress([report], 'C1'))
    expect(press).not.toMatch(/kim/)
    expect(press).toContain('…@x.example')
  })

  test('an incident begins with what was read: of people only their domain goes along, and of others’ mail nothing', () => {
    const report = bare({ recipient: 'kim@x.example', detail: 'Recipient <kim.o@x.example> not found' })
    const other = bare({ recipient: 'lee@y.example', detail: 'elsewhere', status: '4.4.317' })
    const unowned = bare({ finding: 'certificate-expired', status: '4.7.320' })
    const card = explanationCard({ reports: [report, other, unowned], place: PLACE }, showing('en'))
    const press = pressOf(card, 'open-destination')
    expect(press).toMatchObject({
      domain: 'x.example',
      reports: [
        { recipient: '@x.example', detail: 'Recipient <…@x.example> not found' },
        { recipient: null, status: '4.7.320' },
      ],
    })
    expect(JSON.stringify(press)).not.toMatch(/kim|lee|elsewhere/)
    const named = explanationCard({ reports: [report, other], place: { ...PLACE, connector: 'To partner' } }, showing('en'))
    expect(pressOf(named, 'open-incident')).toMatchObject({ reports: [{ recipient: '@x.example' }, { recipient: '@y.example' }] })
  })

  test('hostile and enormous reports still make presses the server reads, short enough for Slack', () => {
    for (const outside of [hostile, enormous]) {
      const reports = [1, 2, 3].map((n) => reportOf('certificate-expired', (word) => outside(`${word}${n}`)))
      const card = explanationCard({ reports, place: PLACE }, showing('en'))
      for (const { press } of buttonsOf(card)) {
        expect(Press.safeParse(press).success).toBe(true)
        expect(JSON.stringify(press).length).toBeLessThanOrEqual(2000)
      }
    }
    expect(pressedReport(reportOf('mail-loop', enormous))).toMatchObject({ server: null, recipient: null })
  })
})

describe('lines to run', () => {
  const linesOf = (report: Report) =>
    explanationCard({ reports: [report] }, showing('en')).parts.flatMap((part) => (part.is === 'code' ? part.lines : []))

  test('name the host where they only look', () => {
    expect(linesOf(bare({ finding: 'connection-timed-out', server: 'mail.x.example' }))).toContain(
      'Test-NetConnection -ComputerName mail.x.example -Port 25',
    )
  })

  test('never name a server of Microsoft’s as the far side', () => {
    const server = 'AM6PR01MB1234.eurprd01.prod.exchangelabs.com'
    expect(linesOf(bare({ finding: 'connection-timed-out', server, ip: null })).join('\n')).not.toContain('exchangelabs')
  })

  test.each(['x.example; Remove-Mailbox', '-Verb', '$(calc)', 'a b', '`whoami`', "x'y"])('never hold %j', (server) => {
    expect(linesOf(bare({ finding: 'connection-timed-out', server })).join('\n')).not.toContain(server)
  })

  test('that change something keep their blanks', () => {
    const changing = EXPLAINED.flatMap((finding) => linesOf(reportOf(finding, asIs))).filter((line) =>
      /^(?:Set|New|Remove|Enable)-/.test(line),
    )
    expect(changing.filter((line) => line.includes('contoso.example'))).toEqual([])
  })
})

describe('the list of codes', () => {
  test('has a button for each that leads to its page', () => {
    const card = codesCard({ query: '4.4.317' }, showing('en'))
    expect(pressOf(card, 'show-code')).toEqual({ verb: 'show-code', finding: 'session-refused' })
    expect(verbsOf(card).length).toBeGreaterThan(3)
  })

  test('one hit is its page', () => {
    expect(codesCard({ query: 'connexion refusée' }, showing('fr'))).toEqual(codeCard({ finding: 'connection-refused' }, showing('fr')))
  })

  test('hostile words are cut and stay text', () => {
    const card = codesCard({ query: hostile('zzz').repeat(50) }, showing('en'))
    expect(card.title.length).toBeLessThan(200)
    expect(JSON.stringify(toBlockKit(card))).not.toMatch(/<!channel|<https:\/\/evil/)
  })
})

describe('the note', () => {
  const press = { verb: 'partner-note' as const, report: pressedReport(bare({ server: 'mail.x.example' })), domain: 'x.example' }

  test('is written in the reader’s language and turns into the other one', () => {
    const french = partnerNoteCard(press, showing('fr'))
    expect(textsOf(french).join('\n')).toContain('Bonjour,')
    expect(pressOf(french, 'partner-note')).toEqual({ ...press, language: 'en' })
    expect(textsOf(partnerNoteCard({ ...press, language: 'en' }, showing('fr'))).join('\n')).toContain('Hello,')
  })

  const diagnosed = (type: 'Partner' | 'OnPremises') => {
    const diagnosis = diagnosisOf('connection-refused', asIs)
    const connector = diagnosis.connector && { ...diagnosis.connector, type, name: 'Secret route' }
    return diagnosisCard({ diagnosis: { ...diagnosis, connector }, incident: null, tenant: TENANT, tenantName: 'Contoso' }, showing('en'))
  }

  test('of a diagnosis is offered where a partner is at the other end', () => {
    expect(verbsOf(diagnosed('OnPremises'))).not.toContain('partner-note')
    expect(verbsOf(diagnosed('Partner'))).toContain('partner-note')
  })

  test('of a diagnosis tells what the bot saw, and nothing of the tenant', () => {
    const asked = pressOf(diagnosed('Partner'), 'partner-note')
    if (asked?.verb !== 'partner-note') throw new Error('no note')
    const text = textsOf(partnerNoteCard(asked, showing('en'))).join('\n')
    expect(text).toContain('192.0.2.10:25')
    expect(text).toContain('a test of our own from the internet')
    // The DNS server we ask may be one of ours.
    for (const secret of ['Secret route', '192.0.2.53', 'Contoso', 'kim@']) expect(text).not.toContain(secret)
    expect(text.replace(/\u00A0/g, ' ')).toContain('14 March 2026')
  })
})
