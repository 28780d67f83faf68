import { describe, expect, test } from '@jest/globals'
import type { Card, Part } from '../../src/cards/card.ts'
import { detailsCard, diagnosisCard, incidentCard } from '../../src/cards/index.ts'
import { fillWith } from '../../src/cards/step-parts.ts'
import { FINDING_CODES } from '../../src/domain/finding.ts'
import type { Diagnosis } from '../../src/domain/incident.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { explain } from '../../src/knowledge/explain.ts'
import { portalPages } from '../../src/knowledge/portal-pages.ts'
import { toAdaptiveCard } from '../../src/render/adaptive-card.ts'
import { toBlockKit } from '../../src/render/block-kit.ts'
import { toTerminal } from '../../src/render/terminal.ts'
import { adaptiveCardFaults } from '../support/adaptive-card-schema.ts'
import { messageFaults } from '../support/block-kit-limits.ts'
import { asIs, diagnosisOf, evidenceOf, findingOf, incidentOf, showing, TENANT } from '../support/samples.ts'

const partsOf = <Kind extends Part['is']>(card: Card, kind: Kind) =>
  card.parts.filter((part): part is Extract<Part, { is: Kind }> => part.is === kind)
const lines = (card: Card) => partsOf(card, 'code').flatMap((part) => part.lines)
const urls = (card: Card) => partsOf(card, 'links').flatMap((part) => part.links.map((link) => link.url))
const viewOf = (diagnosis: Diagnosis) => ({
  incident: incidentOf('diagnosed', asIs, { diagnosis }),
  requests: [],
  children: [],
  tenantName: 'Contoso',
})
const answer = (diagnosis: Diagnosis, typed?: string) => ({
  diagnosis,
  incident: null,
  tenant: TENANT,
  tenantName: 'Contoso',
  ...(typed ? { typed } : {}),
})

describe.each(LANGUAGES)('the first steps of a card in %s', (language) => {
  const at = showing(language)

  test.each(FINDING_CODES)('%s: lead to their portal pages, with the first line to run to copy', (finding) => {
    const diagnosis = diagnosisOf(finding, asIs, { pending: 0 })
    const steps = explain(finding, language, 'OnPremises').steps
    const first = steps.slice(0, 3)
    const runs = first.filter((step) => step.run)
    const [incident, told] = [incidentCard(viewOf(diagnosis), at), diagnosisCard(answer(diagnosis), at)]
    const details = detailsCard(viewOf(diagnosis), at)
    for (const card of [incident, told, details])
      for (const step of first) if (step.at) expect(urls(card).filter((url) => url === portalPages[step.at!])).toHaveLength(1)
    expect(lines(incident)).toHaveLength(Math.min(1, runs.length))
    expect(lines(told)).toHaveLength(runs.length)
    expect(lines(details)).toHaveLength(steps.filter((step) => step.run).length)
    for (const card of [incident, told, details]) {
      expect(messageFaults(toBlockKit(card))).toEqual([])
      expect(adaptiveCardFaults(toAdaptiveCard(card).card)).toEqual([])
      const drawn = [
        JSON.stringify(toBlockKit(card)),
        JSON.stringify(toAdaptiveCard(card).card),
        toTerminal(card, { colour: false, width: 60 }),
      ]
      for (const line of lines(card)) {
        expect(drawn[0]).toContain(JSON.stringify(line).slice(1, -1))
        expect(drawn[1]).toContain(JSON.stringify(line).slice(1, -1))
        expect(drawn[2]!.split('\n').map((each) => each.trim())).toContain(line)
      }
      for (const url of urls(card)) expect(drawn[2]).toContain(url)
    }
  })

  test('are numbered on, whatever stands between them', () => {
    const card = detailsCard(viewOf(diagnosisOf('connection-refused', asIs, { pending: 0 })), at)
    const steps = explain('connection-refused', language, 'OnPremises').steps
    const lists = partsOf(card, 'list').filter((part) => part.ordered)
    const numbers = lists.flatMap((part) => part.items.map((_, n) => n + (part.from ?? 1)))
    expect(numbers).toEqual(steps.map((_, n) => n + 1))
    for (const drawn of [
      JSON.stringify(toBlockKit(card)),
      JSON.stringify(toAdaptiveCard(card).card),
      toTerminal(card, { colour: false, width: 80 }),
    ])
      expect([drawn.split('1. ').length - 1, drawn.includes(`${steps.length}. `)]).toEqual([1, true])
  })

  test('say that there are more, and where', () => {
    const diagnosis = diagnosisOf('connection-refused', asIs, { pending: 0 })
    const pressed = diagnosisCard(answer(diagnosis), at)
    expect(partsOf(pressed, 'actions').flatMap((part) => part.actions.map((action) => action.press))).toContainEqual({
      verb: 'show-code',
      finding: 'connection-refused',
    })
    expect(JSON.stringify(diagnosisCard(answer(diagnosis, 'mailflow code'), at))).toContain('mailflow code connection-refused')
  })
})

describe('what is known of the fault', () => {
  const base = diagnosisOf('connection-timed-out', asIs, { pending: 0 })
  const about = (subject: string) => ({ ...base, verdict: { ...base.verdict, subject } })

  test('is put into the lines that look: the host at fault and the connector', () => {
    expect(lines(diagnosisCard(answer(about('mail.contoso.example')), showing('en'))).slice(0, 2)).toEqual([
      expect.stringContaining('Get-OutboundConnector -Identity "To on-premises"'),
      'Test-NetConnection -ComputerName mail.contoso.example -Port 25',
    ])
  })

  test('a domain is a name to look up, and no host to connect to', () => {
    const [resolution] = base.resolutions
    const resolutions = [{ ...resolution!, host: 'fabrikam.example', as: 'domain' as const }]
    const told = (finding: 'connection-timed-out' | 'dns-query-failed') =>
      lines(
        diagnosisCard(
          answer({
            ...diagnosisOf(finding, asIs, { pending: 0, resolutions }),
            verdict: { ...about('fabrikam.example').verdict, finding },
          }),
          showing('en'),
        ),
      ).join('\n')
    expect(told('connection-timed-out')).toContain('-ComputerName <host> ')
    expect(told('dns-query-failed')).toContain('Resolve-DnsName -Name fabrikam.example ')
  })

  test('a subject that is no host of the diagnosis is not taken for one', () => {
    expect(lines(diagnosisCard(answer(about('To on-premises')), showing('en')))[1]).toContain('-ComputerName <host> ')
  })
})

describe('a line to run', () => {
  const known = { connector: 'To on-premises (Contoso)', host: 'mail.contoso.example', recipient: 'a@b.example', domain: 'b.example' }
  const fill = fillWith(known)

  test('is filled where it only looks', () => {
    expect(fill('Get-OutboundConnector -Identity "<connector>"')).toBe('Get-OutboundConnector -Identity "To on-premises (Contoso)"')
    expect(fill('Resolve-DnsName -Name <name> -Type MX')).toBe('Resolve-DnsName -Name mail.contoso.example -Type MX')
    const bare = fillWith({ host: '192.0.2.10' })
    expect(bare('Resolve-DnsName -Name <name> -Type MX')).toBe('Resolve-DnsName -Name <name> -Type MX')
    expect(bare('Test-NetConnection -ComputerName <host> -Port 25')).toContain('-ComputerName 192.0.2.10 ')
    expect(fill('Get-Recipient -Identity <recipient>')).toBe('Get-Recipient -Identity a@b.example')
    expect(fill('Get-Recipient | Where-Object EmailAddresses -like "*@<domain>"')).toContain('-like "*@b.example"')
    expect(fill('Resolve-DnsName -Name <domain> -Type TXT')).toContain('<domain>')
  })

  test('is left as it is where it changes something', () => {
    const line = 'Set-OutboundConnector -Identity "<connector>" -SmartHosts <host>'
    expect(fill(line)).toBe(line)
  })

  test.each(['a"; Remove-Item x; "', 'a$(Remove-Item x)', 'a`n', 'a”; Remove-Item x; “', '$env:x', '', 'x'.repeat(80)])(
    'is never filled with what PowerShell would read: %j',
    (connector) => {
      const line = 'Get-OutboundConnector -Identity "<connector>"'
      expect(fillWith({ connector, host: connector, recipient: connector, domain: connector })(line)).toBe(line)
    },
  )
})

describe('what is said once', () => {
  const certificate = diagnosisOf('certificate-expired', asIs, { pending: 0 })

  test('what a certificate is good enough for is not said again where the proof says it', () => {
    const proven = [
      findingOf(
        'certificate-expired',
        evidenceOf(asIs).filter(({ code }) => code === 'satisfies'),
        asIs,
      ),
    ]
    const told = (findings: Diagnosis['findings']) => JSON.stringify(diagnosisCard(answer({ ...certificate, findings }), showing('en')))
    expect(told(proven)).not.toContain('would satisfy: Enc')
    expect(told(certificate.findings)).toContain('would satisfy: Enc')
  })

  test('another finding is proven by a line that does not stand above', () => {
    const [one, other] = evidenceOf(asIs).filter(({ code }) => code === 'connect-refused' || code === 'connect-timed-out')
    const twin = { ...findingOf('hosts-disagree', [one!, other!], asIs), severity: 'warning' as const }
    const findings = [findingOf('certificate-expired', [one!], asIs), twin]
    const card = diagnosisCard(answer({ ...certificate, findings }), showing('en'))
    const [proof] = partsOf(card, 'proof')
    expect(JSON.stringify(partsOf(card, 'list')[0])).not.toContain(proof!.lines[0])
  })
})
