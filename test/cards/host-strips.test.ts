import { describe, expect, test } from '@jest/globals'
import type { HostStrip } from '../../src/cards/card.ts'
import { diagnosisCard, incidentCard } from '../../src/cards/index.ts'
import type { Resolution, Transcript } from '../../src/domain/evidence.ts'
import type { Finding } from '../../src/domain/finding.ts'
import type { Diagnosis, HostReport } from '../../src/domain/incident.ts'
import { titleOf } from '../../src/knowledge/explain.ts'
import { wordsOf } from '../../src/locales/words.ts'
import { toTerminal } from '../../src/render/terminal.ts'
import { answer, failing } from '../probes/healthy.ts'
import { asIs, diagnosisOf, hostOf, incidentOf, showing, TENANT, transcriptOf } from '../support/samples.ts'

const words = wordsOf('en')
const HOST = 'mail.contoso.example'

const healthy = (ip: string): HostReport => {
  const transcript = transcriptOf(asIs)
  const stages = transcript.stages.map((stage) => ({ ...stage, is: 'ok' as const, ms: 10 }))
  const tls = transcript.tls && { ...transcript.tls, certificate: { ...transcript.tls.certificate, notAfter: '2027-03-01T00:00:00.000Z' } }
  return {
    transcript: { ...transcript, ip, stages, tls, fault: null },
    satisfies: { EncryptionOnly: true, CertificateValidation: true, DomainValidation: null },
  }
}
const ended = (ip: string, why: NonNullable<Transcript['fault']>['why']): HostReport => {
  const transcript = transcriptOf(asIs)
  const stages = transcript.stages.map((stage, n) => ({
    ...stage,
    is: n === 0 ? ('failed' as const) : ('skipped' as const),
    ms: n === 0 ? 7 : 0,
  }))
  return { transcript: { ...transcript, ip, stages, tls: null, fault: { stage: 'connect', why } }, satisfies: null }
}
const refused = (ip: string): HostReport => ended(ip, { is: 'refused', error: 'ECONNREFUSED' })

const named = (host: string, ...ips: readonly string[]): Resolution => ({
  host,
  as: 'smart-host',
  replies: ips.length > 0 ? [{ ...answer(host, 'A', ...ips), ms: 4 }] : [{ ...failing(host, 'A', 'NXDOMAIN'), ms: 4 }],
  addresses: ips.map((ip) => ({ host, ip })),
  authority: null,
  unchecked: [],
  mtaSts: null,
  registration: null,
})

const diagnosisWith = (changes: Partial<Diagnosis>): Diagnosis =>
  diagnosisOf('connection-refused', asIs, { pending: 0, resolutions: [], findings: [], ...changes })

const partsOf = (diagnosis: Diagnosis) =>
  diagnosisCard({ diagnosis, incident: null, tenant: TENANT, tenantName: 'Contoso' }, showing('en')).parts
const stripsOf = (diagnosis: Diagnosis): readonly HostStrip[] =>
  partsOf(diagnosis).flatMap((part) => (part.is === 'hosts' ? part.hosts : []))
const marksOf = (strip: HostStrip | undefined): string => strip?.stages.map((stage) => `${stage.label} ${stage.mark}`).join(' · ') ?? ''
const textsOf = (diagnosis: Diagnosis): readonly string[] => partsOf(diagnosis).flatMap((part) => (part.is === 'text' ? [part.text] : []))

describe('the strip of a host', () => {
  test('goes DNS · TCP · banner · TLS · certificate, several stages of a session in one', () => {
    const [strip] = stripsOf(diagnosisWith({ hosts: [healthy('192.0.2.10')], resolutions: [named(HOST, '192.0.2.10')] }))
    expect(strip).toEqual({
      name: HOST,
      ip: '192.0.2.10:25',
      stages: [
        { label: 'DNS', mark: 'ok', took: '4\u00A0ms' },
        { label: 'TCP', mark: 'ok', took: '10\u00A0ms' },
        { label: 'Banner', mark: 'ok', took: '20\u00A0ms' },
        { label: 'TLS', mark: 'ok', took: '30\u00A0ms' },
        { label: 'Certificate', mark: 'ok', took: null },
      ],
    })
  })

  test('writes times as the language does', () => {
    const slow = healthy('192.0.2.10')
    const stages = slow.transcript.stages.map((stage) => ({ ...stage, ms: 3001.4 }))
    const diagnosis = diagnosisWith({ hosts: [{ ...slow, transcript: { ...slow.transcript, stages } }] })
    const card = diagnosisCard({ diagnosis, incident: null, tenant: TENANT, tenantName: 'Contoso' }, showing('fr'))
    expect(toTerminal(card, { colour: false, width: 200 }).replace(/\s+/g, ' ')).toContain('✓ TCP 3 001 ms')
  })

  test('keeps an IPv6 address apart from its port', () => {
    expect(stripsOf(diagnosisWith({ hosts: [healthy('2001:db8::1')] }))[0]?.ip).toBe('[2001:db8::1]:25')
  })

  test('a private address is a fault of its record, and was not connected to', () => {
    const host = ended('10.0.0.1', { is: 'not-public', range: '10.0.0.0/8' })
    const [strip] = stripsOf(diagnosisWith({ hosts: [host], resolutions: [named(HOST, '10.0.0.1')] }))
    expect(marksOf(strip)).toMatch(/^DNS failed · TCP skipped/)
  })

  test('what this side has no route to has not failed', () => {
    const strips = stripsOf(
      diagnosisWith({ hosts: [ended('2001:db8::1', { is: 'no-route-here', error: 'ENETUNREACH' }), refused('192.0.2.1')] }),
    )
    expect(strips.map(marksOf)).toEqual([expect.stringContaining('TCP failed'), expect.not.stringContaining('failed')])
  })

  test('a name that leads nowhere has one too', () => {
    const [strip] = stripsOf(diagnosisWith({ hosts: [], resolutions: [named('gone.example')] }))
    expect([strip?.name, strip?.ip, marksOf(strip)]).toEqual(['gone.example', '', expect.stringMatching(/^DNS failed · TCP skipped/)])
  })

  test('an address that is still being tried has one while it lasts', () => {
    const parts = { hosts: [healthy('192.0.2.10')], resolutions: [named(HOST, '192.0.2.10', '192.0.2.11')] }
    expect(stripsOf(diagnosisWith({ ...parts, pending: 1 })).map(({ ip }) => ip)).toEqual(['192.0.2.11', '192.0.2.10:25'])
    expect(marksOf(stripsOf(diagnosisWith({ ...parts, pending: 1 }))[0])).toContain('TCP running')
    expect(stripsOf(diagnosisWith(parts))).toHaveLength(1)
  })

  test('a good certificate with a key that is too weak is a warning', () => {
    const weak: Finding = { finding: 'certificate-weak', severity: 'warning', subject: HOST, stage: 'certificate', evidence: [] }
    const mark = (findings: readonly Finding[]) => marksOf(stripsOf(diagnosisWith({ hosts: [healthy('192.0.2.10')], findings }))[0])
    expect(mark([weak])).toContain('Certificate warning')
    expect(mark([{ ...weak, subject: 'other.example' }])).toContain('Certificate ok')
  })

  test.each(['dane-tlsa-invalid', 'mta-sts-certificate-invalid'] as const)('a good certificate that breaks %s is marked', (code) => {
    const fault: Finding = { finding: code, severity: 'fault', subject: HOST, stage: 'certificate', evidence: [] }
    const mark = (findings: readonly Finding[]) => marksOf(stripsOf(diagnosisWith({ hosts: [healthy('192.0.2.10')], findings }))[0])
    expect(mark([fault])).toContain('Certificate failed')
    expect(mark([{ ...fault, severity: 'warning' }])).toContain('Certificate ok')
    expect(mark([{ ...fault, subject: 'other.example' }])).toContain('Certificate ok')
  })
})

describe('many hosts', () => {
  const ips = Array.from({ length: 24 }, (_, n) => `192.0.2.${n + 1}`)

  test('are shown with those in trouble first; how the rest does is said', () => {
    const diagnosis = diagnosisWith({ hosts: [...ips.slice(1).map(healthy), refused(ips[0]!)] })
    expect(stripsOf(diagnosis)).toHaveLength(6)
    expect(stripsOf(diagnosis)[0]?.ip).toBe('192.0.2.1:25')
    expect(textsOf(diagnosis)).toContain(words('cards.incident.more-sound', { count: 18 }))
    expect(textsOf(diagnosisWith({ hosts: ips.map(refused) }))).toContain(words('cards.more', { count: 18 }))
  })

  test('that satisfy the same settings are told in one breath', () => {
    const satisfied = (hosts: readonly HostReport[]) => textsOf(diagnosisWith({ hosts })).find((text) => text.includes('would satisfy'))
    expect(satisfied(ips.map(healthy))).toBe(
      'The certificates would satisfy: EncryptionOnly, CertificateValidation · Revocation not checked: it names no address to ask',
    )
    expect(satisfied([...ips.slice(0, 6).map(healthy), hostOf(asIs)])).toBe(
      'The certificates would satisfy: 192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4, … and 2 more: EncryptionOnly, CertificateValidation · 192.0.2.10: EncryptionOnly · Revocation not checked: it names no address to ask',
    )
  })
})

describe('while addresses are still tried', () => {
  const card = (diagnosis: Diagnosis) =>
    incidentCard({ incident: incidentOf('open', asIs, { diagnosis }), requests: [], children: [], tenantName: 'Contoso' }, showing('en'))

  test('no fault so far is no verdict', () => {
    const open = card(diagnosisOf('no-fault-found', asIs, { pending: 2 }))
    expect([open.tone, open.title]).toEqual(['working', words('cards.incident.looking', { subject: 'To on-premises' })])
    expect(JSON.stringify(open)).not.toContain(titleOf('no-fault-found', 'en'))
    expect(JSON.stringify(open)).not.toContain(words('cards.headings.first'))
    expect(JSON.stringify(open)).toContain(words('cards.incident.still-trying', { count: 2 }))
  })

  test('a fault that was met already is told', () => {
    const open = card(diagnosisOf('connection-refused', asIs, { pending: 2 }))
    expect([open.tone, open.title]).toEqual(['fault', expect.stringContaining(titleOf('connection-refused', 'en'))])
  })

  test('and the last word is said when they are done', () => {
    expect(card(diagnosisOf('no-fault-found', asIs, { pending: 0 }))).toMatchObject({ tone: 'good' })
  })
})
