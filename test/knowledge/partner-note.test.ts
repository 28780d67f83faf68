import { describe, expect, test } from '@jest/globals'
import { FINDING_CODES } from '../../src/domain/finding.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { connectorNamed } from '../../src/knowledge/connector-named.ts'
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
  at: '2026-03-14T09:10:00.000Z',
  now: '2026-03-14T09:30:00.000Z',
  reported: true,
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
      'Error: 450 4.4.315 Socket error code 10060',
      'Server: mail.fabrikam.example (192.0.2.10), TCP port 25',
      'Seen from: Exchange Online (Microsoft 365)',
      'Time: 14 March 2026 at 09:10:00 UTC',
      `What we ask of you: ${explain('connection-timed-out', 'en', 'Partner').ask}`,
      'To check, from outside your network (PowerShell): Test-NetConnection -ComputerName mail.fabrikam.example -Port 25',
    ])
      expect(note.body.split('\n')).toContain(line)
  })

  test('speaks French with French dates', () => {
    const note = partnerNote(facts(), 'fr')!
    expect(plainSpaces(note.subject)).toBe('Le courrier vers fabrikam.example n’arrive pas (450 4.4.315)')
    expect(plainSpaces(note.body)).toContain('Heure : 14 mars 2026 à 09:10:00 UTC')
    expect(note.body).toContain('\u00A0:')
  })

  test('tells what the bot saw itself apart from what Exchange Online reported', () => {
    const seen = ['192.0.2.10:25 gave no answer.']
    expect(bodyOf({ seen })).toContain('and a test of our own from the internet\n')
    expect(bodyOf({ seen })).toContain('– 192.0.2.10:25 gave no answer.')
    expect(bodyOf({ seen, reported: false })).toContain('Seen from: a test of our own')
  })

  test('without a time of its own names the moment it is written', () => {
    expect(bodyOf({ at: null })).toContain('As of: 14 March 2026 at 09:30:00 UTC')
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
    expect(note.subject).toContain('The destination server does not answer')
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
    ['S:TenantOutboundConnectorCustomData=Name=To partner;ConnectorType=Partner;UseMxRecord=False', 'To partner'],
    ['<MEP Name="TenantOutboundConnectorCustomData" String="Name=To on-premises;ConnectorType=OnPremises" />', 'To on-premises'],
    ['450 4.4.316 Connection refused', null],
    ['Name=not this;', null],
  ])('%s', (text, name) => expect(connectorNamed(text)).toBe(name))
})
