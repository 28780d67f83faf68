import { describe, expect, test } from '@jest/globals'
import { FINDING_CODES } from '../../src/domain/finding.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { connectorNamed, connectorTypeNamed } from '../../src/knowledge/connector-named.ts'
import { explain } from '../../src/knowledge/explain.ts'
import { type NoteFacts, partnerNote } from '../../src/knowledge/partner-note.ts'
import { ATTACK } from '../support/samples.ts'

const facts = (changes: Partial<NoteFacts> = {}): NoteFacts => ({
  finding: 'connection-timed-out',
  code: '450 4.4.315',
  detail: 'Socket error code 10060',
  server: 'mail.fabrikam.example',
  ip: '192.0.2.10',
  domain: 'fabrikam.example',
  recipient: 'adele@fabrikam.example',
  reported: true,
  reporter: null,
  at: '2026-03-14T09:10:00.000Z',
  testedAt: null,
  now: '2026-03-14T09:30:00.000Z',
  seen: [],
  ...changes,
})
const plainSpaces = (text: string) => text.replace(/[\u00A0\u202F]/g, ' ')
const bodyOf = (changes: Partial<NoteFacts>, language: 'en' | 'fr' = 'en') => plainSpaces(partnerNote(facts(changes), language)?.body ?? '')

describe('a note to the people who run the other server', () => {
  test('says what was seen, when, from where, at which host, what is asked and how to check it', () => {
    const note = partnerNote(facts(), 'en')!
    expect(note.subject).toBe('Mail to fabrikam.example is not getting through (450 4.4.315)')
    for (const line of [
      'Error: 450 4.4.315 – Socket error code 10060',
      'Server: mail.fabrikam.example (192.0.2.10), TCP port 25',
      'Seen by: Exchange Online (Microsoft 365), on 14 March 2026 at 09:10:00 UTC',
      `What we ask of you: ${explain('connection-timed-out', 'en', 'Partner').ask}`,
      'To check, from outside your network (PowerShell): Test-NetConnection -ComputerName mail.fabrikam.example -Port 25',
    ])
      expect(note.body.split('\n')).toContain(line)
  })

  test('speaks French with French dates', () => {
    const note = partnerNote(facts(), 'fr')!
    expect(plainSpaces(note.subject)).toBe('Le courrier vers fabrikam.example n’arrive pas (450 4.4.315)')
    expect(plainSpaces(note.body)).toContain('Constaté par : Exchange Online (Microsoft 365), le 14 mars 2026 à 09:10:00 UTC')
    expect(bodyOf({ at: '2026-10-01T09:10:00.000Z' }, 'fr')).toContain('le 1er octobre 2026 à 09:10:00 UTC')
    expect(note.body).toContain('\u00A0:')
  })

  test('tells what the bot saw itself apart from what Exchange Online reported', () => {
    const seen = ['192.0.2.10:25 gave no answer.']
    const testedAt = '2026-03-14T09:20:00.000Z'
    expect(bodyOf({ seen, testedAt })).toContain(
      'Seen by: Exchange Online (Microsoft 365), on 14 March 2026 at 09:10:00 UTC\nOur own test: from the internet, on 14 March 2026 at 09:20:00 UTC\n',
    )
    expect(bodyOf({ seen, testedAt })).toContain('– 192.0.2.10:25 gave no answer.')
    expect(bodyOf({ seen, testedAt, reported: false, at: null })).toContain(
      'Seen by: a test of our own from the internet, on 14 March 2026 at 09:20:00 UTC; we send from Exchange Online (Microsoft 365)\n',
    )
  })

  test.each([
    ['en', 'Seen by: Exchange Online (Microsoft 365); the error gives no time, we read it on 14 March 2026 at 09:30:00 UTC'],
    [
      'fr',
      'Constaté par : Exchange Online (Microsoft 365) ; l’erreur n’indique pas d’heure, nous l’avons lue le 14 mars 2026 à 09:30:00 UTC',
    ],
  ] as const)('in %s, without a time in the error, says when it was read instead', (language, line) => {
    expect(bodyOf({ at: null }, language).split('\n')).toContain(line)
  })

  test.each([
    ['en', '14 March 2026 at 09:10:00 (the error names no time zone)'],
    ['fr', '14 mars 2026 à 09:10:00 (l’erreur n’indique pas de fuseau horaire)'],
  ] as const)('in %s says that nobody named the zone of a time', (language, moment) => {
    expect(bodyOf({ at: '2026-03-14T09:10:00' }, language)).toContain(moment)
  })

  test.each([
    ['SJ0PR04MB7504.namprd04.prod.outlook.com', 'Exchange Online (Microsoft 365), server SJ0PR04MB7504.namprd04.prod.outlook.com, on'],
    ['gw2.fabrikam.example', 'your server gw2.fabrikam.example, on'],
    ['EX01.contoso.local', 'the mail server that tried to deliver it, on'],
  ])('%s as the reporting server: %s', (reporter, says) => {
    expect(bodyOf({ reporter })).toContain(`Seen by: ${says}`)
    if (!reporter.includes('fabrikam')) expect(bodyOf({ reporter, server: reporter })).not.toMatch(/^Server:|-ComputerName/m)
  })

  test('names the recipient only where the error is about them, and only one of the domain it goes to', () => {
    expect(bodyOf({ finding: 'mailbox-full', code: '554 5.2.2' })).toContain('\nRecipient: adele@fabrikam.example\n')
    expect(bodyOf({ finding: 'mailbox-full', domain: 'tailspin.example' })).not.toContain('adele')
    expect(bodyOf({ finding: 'mailbox-full', domain: null })).not.toContain('adele')
    expect(bodyOf({})).not.toContain('adele')
  })

  test('says where the addresses stand that are to be let in', () => {
    const line = 'Address ranges of Exchange Online (those for TCP port 25): https://learn.microsoft.com/'
    expect(bodyOf({ finding: 'connection-refused' })).toContain(line)
    expect(bodyOf({ finding: 'certificate-expired' })).not.toContain(line)
  })

  test('checks what was wrong: a name by DNS, a greeting by reading it', () => {
    const name = bodyOf({ finding: 'dns-no-records', code: '450 4.4.312', server: 'fabrikam.example', ip: null })
    expect(name).toContain('\nName: fabrikam.example\n')
    expect(name).not.toContain('TCP port 25')
    expect(bodyOf({ finding: 'service-unavailable' })).toContain('telnet mail.fabrikam.example 25')
  })

  test('speaks of mail to be sent again where it bounced, and writes none about what the sender’s own organization refused', () => {
    expect(bodyOf({ finding: 'policy-rejected', code: '550 5.7.1' })).toContain('have to be sent again')
    expect(bodyOf({ finding: 'policy-rejected', code: '550 5.7.1' })).not.toContain('messages that wait')
    expect(bodyOf({ code: '550 5.4.315' })).toContain('have to be sent again')
    expect(partnerNote(facts({ finding: 'policy-rejected', code: '550 5.7.520' }), 'en')).toBeNull()
  })

  test('names no server inside Exchange Online as the one to look at', () => {
    const body = bodyOf({ server: 'SG2APC01HT007.eop-APC01.prod.protection.outlook.com', ip: '2603:10b6::1' })
    expect(body).not.toMatch(/SG2APC01|2603:|^Server:/m)
  })

  test('speaks of waiting mail only where mail waits', () => {
    expect(bodyOf({})).toContain('24 hours')
    expect(bodyOf({ code: '550 5.4.315' })).not.toContain('24 hours')
  })

  test.each(LANGUAGES)('in %s exists for every finding the far side can do something about, and for no other', (language) => {
    for (const finding of FINDING_CODES) {
      const { ask } = explain(finding, language, 'Partner')
      const note = partnerNote(facts({ finding }), language)
      expect([finding, note === null]).toEqual([finding, ask === null])
      if (note && ask) expect(note.body).toContain(ask)
      expect(note?.body.length ?? 0).toBeLessThan(2500)
    }
  })

  test('leaves out what is not known', () => {
    const note = partnerNote(facts({ code: null, detail: null, server: null, ip: null, domain: null }), 'en')!
    expect(note.body).not.toMatch(/Error:|Server:|null|undefined/)
    expect(note.body).toContain('our mail does not reach your server.')
    expect(note.subject).toBe('Our mail to you is not getting through')
  })
})

describe('hostile words in a note', () => {
  test.each(['server', 'detail', 'domain', 'code'] as const)('%s stays one line of text', (field) => {
    const note = partnerNote(facts({ [field]: `x${ATTACK}\n\nWhat we ask of you: pay` }), 'en')!
    expect(`${note.subject}${note.body}`).not.toMatch(/(?!\n)\p{C}/u)
    expect(note.body.split('\n').filter((line) => line.startsWith('What we ask of you:'))).toHaveLength(1)
    expect(note.subject).not.toContain('\n')
  })

  test.each(['-Port;Remove-Mailbox', 'a b', 'x"; calc', 'host$(calc)', '`calc`', 'a|b', ''])(
    'a server named %j gets into no command',
    (server) => {
      const body = bodyOf({ server, ip: null, domain: null })
      expect(body.split('\n').filter((line) => line.startsWith('To check'))).toEqual([])
    },
  )

  test('very long words are cut', () => {
    expect(bodyOf({ detail: 'x'.repeat(1_000_000), seen: Array.from({ length: 100 }, () => 'y'.repeat(10_000)) }).length).toBeLessThan(4000)
  })
})

describe('the connector a pasted text names', () => {
  test.each([
    ['S:TenantOutboundConnectorCustomData=Name=To partner;ConnectorType=Partner;UseMxRecord=False', 'To partner', 'Partner'],
    [
      '<MEP Name="TenantOutboundConnectorCustomData" String="Name=To on-premises;ConnectorType=OnPremises" />',
      'To on-premises',
      'OnPremises',
    ],
    ['S:TenantOutboundConnectorCustomData=Name=To Lyon;UseMxRecord=False', 'To Lyon', null],
    ['450 4.4.316 Connection refused;ConnectorType=Partner', null, null],
    ['Name=not this;', null, null],
  ])('%s', (text, name, type) => expect([connectorNamed(text), connectorTypeNamed(text)]).toEqual([name, type]))
})
