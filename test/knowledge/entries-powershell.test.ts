import { describe, expect, test } from '@jest/globals'
import type { Entry, ExplanationStep } from '../../src/domain/explanation.ts'
import { FINDING_CODES, type FindingCode } from '../../src/domain/finding.ts'
import { entries as en } from '../../src/knowledge/entries/en/index.ts'
import { exchangePowershell } from '../../src/knowledge/entries/exchange-powershell.ts'
import { entries as fr } from '../../src/knowledge/entries/fr/index.ts'
import { powershell } from '../../src/knowledge/entries/powershell.ts'

/** The parameters that lines give, by cmdlet, as Microsoft's reference spells them (learn.microsoft.com/powershell/module/exchangepowershell). */
const EXCHANGE_ONLINE: Readonly<Record<string, string>> = {
  'Get-OutboundConnector': 'Identity IncludeTestModeConnectors',
  'Set-OutboundConnector': 'Identity Enabled SmartHosts UseMXRecord TlsSettings TlsDomain TestMode',
  'Validate-OutboundConnector': 'Identity Recipients',
  'Get-InboundConnector': '',
  'Set-InboundConnector': 'Identity TlsSenderCertificateName SenderIPAddresses',
  'Get-BlockedConnector': '',
  'Remove-BlockedConnector': 'ConnectorId',
  'Get-BlockedSenderAddress': 'SenderAddress',
  'Remove-BlockedSenderAddress': 'SenderAddress',
  'Get-AcceptedDomain': '',
  'Set-AcceptedDomain': 'Identity DomainType',
  'Get-Recipient': 'Identity RecipientTypeDetails ResultSize',
  'Get-Mailbox': 'Identity',
  'Get-MailboxStatistics': 'Identity',
  'Get-CASMailbox': 'Identity',
  'Get-InboxRule': 'Mailbox',
  'Get-TransportRule': '',
  'Get-TransportConfig': '',
  'Get-HostedOutboundSpamFilterPolicy': '',
  'Get-TenantAllowBlockListItems': 'ListType Block',
  'Get-LimitsEnforcementStatus': '',
  'Get-DkimSigningConfig': '',
  'Search-UnifiedAuditLog': 'StartDate EndDate Operations',
  'Get-MessageTraceV2': 'RecipientAddress Status ResultSize',
  'Get-MessageTraceDetailV2': 'Event',
}
const WINDOWS: Readonly<Record<string, string>> = {
  'Resolve-DnsName': 'Name Type DnsOnly Server',
  'Test-NetConnection': 'ComputerName Port',
  'Invoke-WebRequest': 'Uri UseBasicParsing',
  'Where-Object': 'like',
  'Group-Object': 'NoElement',
  'Sort-Object': 'Descending',
  'Select-Object': 'First ExpandProperty',
  'Format-List': '',
  'Format-Table': '',
}
/** To be run on the server itself: in its Exchange Management Shell, which has those of Windows as well. */
const SERVER: Readonly<Record<string, string>> = {
  'Get-ExchangeCertificate': '',
  'Enable-ExchangeCertificate': 'Thumbprint Services',
  'Get-ReceiveConnector': '',
  'Get-SendConnector': '',
  'Set-SendConnector': 'Identity TlsCertificateName',
  'Get-ServerComponentState': 'Identity',
  'Get-SenderFilterConfig': '',
  'Set-SenderFilterConfig': 'BlankSenderBlockingEnabled',
  'Get-TlsCipherSuite': 'Name',
  'Get-Service': 'Name',
  'Restart-Service': '',
}
const CMDLETS = { ...EXCHANGE_ONLINE, ...WINDOWS, ...SERVER }
/** Values of which Microsoft's reference gives a closed list. */
const VALUES: Readonly<Record<string, RegExp>> = {
  Type: /^(?:MX|A_AAAA|AAAA|CNAME|NS|SOA|DS|TXT)$/,
  Status: /^(?:Pending|Failed)$/,
  Event: /^(?:DEFER|FAIL)(?:,(?:DEFER|FAIL))?$/,
  DomainType: /^(?:Authoritative|InternalRelay)$/,
  TlsSettings: /^DomainValidation$/,
  RecipientTypeDetails: /^MailUser$/,
  ListType: /^Sender$/,
  Services: /^SMTP$/,
}
/** What a line may leave to be filled in; I and S stay as they are, in front of the issuer and the subject of a certificate. */
const BLANKS: ReadonlySet<string> = new Set(
  'connector connector-id host name domain recipient sender address date server name-server public-dns-server thumbprint issuer subject I S'
    .split(' ')
    .map((each) => `<${each}>`),
)
const LOOKS = /^(?:Get|Resolve|Test|Search|Invoke)-/
const CHANGES = /^(?:Set|Enable|Remove|Restart)-/

type Entries = Readonly<Record<FindingCode, Entry>>
const LANGUAGES: readonly (readonly [string, Entries])[] = [
  ['en', en],
  ['fr', fr],
]
const stepsOf = (entry: Entry): readonly ExplanationStep[] => [...entry.steps, ...(entry.partnerSteps ?? [])]
const given = (entries: Entries) => FINDING_CODES.flatMap((finding) => stepsOf(entries[finding]).filter(({ run }) => run !== undefined))
const lines = [...Object.values(powershell), ...Object.values(exchangePowershell)]
const commandsOf = (line: string) => line.split(' | ')
const cmdletOf = (command: string) => command.split(' ')[0] ?? ''

describe('a line of PowerShell', () => {
  test.each(lines)('%s', (line) => {
    // Printable ASCII alone: no typographic quotation mark, dash or space that a shell would not take for its own.
    expect(line).toMatch(/^[\x20-\x7E]+$/)
    expect(line).not.toMatch(/[;`&'\\]| {2}/)
    expect((line.match(/"/g) ?? []).length % 2).toBe(0)
    expect((line.match(/\{/g) ?? []).length).toBe((line.match(/\}/g) ?? []).length)
    for (const blank of line.match(/<[^>]*>/g) ?? []) expect(BLANKS).toContain(blank)
    // A connector's name holds spaces.
    expect(line).not.toMatch(/(?<!")<connector>/)
  })

  test.each(lines.flatMap(commandsOf))('%s: its cmdlet and parameters are Microsoft’s', (command) => {
    const cmdlet = cmdletOf(command)
    expect(Object.keys(CMDLETS)).toContain(cmdlet)
    const known = (CMDLETS[cmdlet as keyof typeof CMDLETS] ?? '').split(' ')
    for (const [, name = '', value = ''] of command.slice(cmdlet.length).matchAll(/ -([A-Za-z]+)(?: (?!-)(\S+))?/g)) {
      expect(known).toContain(name)
      if (VALUES[name]) expect(value).toMatch(VALUES[name])
    }
  })

  test('only looks, changes something, or sends a test message, as its first word says; what follows only sorts and shows', () => {
    for (const line of lines) {
      const [first = '', ...rest] = commandsOf(line)
      expect(LOOKS.test(first) || CHANGES.test(first) || first.startsWith('Validate-')).toBe(true)
      for (const command of rest) expect(command).toMatch(/^(?:Where|Group|Sort|Select)-Object|^Format-|^Get-MessageTraceDetailV2/)
    }
  })

  test('is given by some step', () => {
    const runs = new Set(given(en).map(({ run }) => run))
    expect(lines.filter((line) => !runs.has(line))).toEqual([])
  })

  test.each(LANGUAGES)('for the server itself stands in a step that names the server (%s)', (language, entries) => {
    const names = language === 'en' ? /\bserver|Exchange Management Shell/i : /\bserveur|Exchange Management Shell/i
    const server = given(entries).filter(({ run = '' }) => Object.hasOwn(SERVER, cmdletOf(run)))
    expect(server.length).toBeGreaterThan(20)
    expect(server.filter((step) => !names.test(step.do)).map((step) => step.do)).toEqual([])
  })

  test('that replaces smart hosts comes with the warning that the list is replaced', () => {
    for (const [, entries] of LANGUAGES)
      for (const finding of FINDING_CODES) {
        const { avoid } = entries[finding]
        if (stepsOf(entries[finding]).some(({ run }) => /-SmartHosts/.test(run ?? '')))
          expect(avoid.join(' ')).toMatch(/replaces all of them|les remplace tous/)
      }
  })

  test('that writes comes after a step that looks, and never lowers TLS', () => {
    for (const finding of FINDING_CODES) {
      const steps: readonly ExplanationStep[] = en[finding].steps
      const write = steps.findIndex(({ run }) => CHANGES.test(run ?? ''))
      if (write >= 0) expect([finding, steps.slice(0, write).some(({ run }) => LOOKS.test(run ?? ''))]).toEqual([finding, true])
      for (const { run = '' } of steps)
        expect(run).not.toMatch(
          /-(?:TlsSettings (?!DomainValidation)|(?:SmtpDaneMode|MtaStsMode|RecipientDomains|CloudServicesMailEnabled)\b)/,
        )
    }
  })

  test('that turns off a connector or makes a domain Authoritative comes after the ones that show what depends on it', () => {
    for (const finding of FINDING_CODES) {
      const runs = (en[finding].steps as readonly ExplanationStep[]).map(({ run }) => run ?? '')
      const comesAfter = (line: string, needed: string) => {
        const at = runs.indexOf(line)
        if (at >= 0) expect([finding, runs.slice(0, at)]).toEqual([finding, expect.arrayContaining([needed])])
      }
      comesAfter(powershell.turnOffConnector, powershell.showReach)
      comesAfter(exchangePowershell.makeAuthoritative, exchangePowershell.mailUsersOf)
    }
  })
})
