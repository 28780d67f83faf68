import { describe, expect, test } from '@jest/globals'
import { detailsCard, diagnosisCard } from '../../src/cards/index.ts'
import type { Diagnosis, PolicyReport } from '../../src/domain/incident.ts'
import { titleOf } from '../../src/knowledge/explain.ts'
import { wordsOf } from '../../src/locales/words.ts'
import { asIs, diagnosisOf, findingOf, incidentOf, queueOf, showing, TENANT } from '../support/samples.ts'

const words = wordsOf('en')

const details = (diagnosis: Diagnosis): string =>
  JSON.stringify(
    detailsCard(
      { incident: incidentOf('diagnosed', asIs, { diagnosis, reported: [] }), requests: [], children: [], tenantName: 'Contoso' },
      showing('en'),
    ),
  )
const answer = (diagnosis: Diagnosis): string =>
  JSON.stringify(diagnosisCard({ diagnosis, incident: null, tenant: TENANT, tenantName: 'Contoso' }, showing('en')))

describe('what Exchange wrote of its tries', () => {
  const defer = (at: string, text: string) => ({ at, text, connector: 'To on-premises', recipientDomain: 'contoso.example' })
  const refused = (n: number) => defer(`2026-03-14T09:${10 + n}:00.000Z`, `450 4.4.316 Connection refused [LastAttempted=${n}]`)

  test('is shown once where it means the same, the newest first', () => {
    const expired = defer('2026-03-14T08:00:00.000Z', '450 4.4.317 [Message=CertificateExpired]')
    const queue = { ...queueOf(asIs), defers: [refused(3), refused(2), expired, refused(1)] }
    const text = details(diagnosisOf('connection-refused', asIs, { queue }))
    expect(text).toContain('LastAttempted=3')
    expect(text).toContain('CertificateExpired')
    expect(text).not.toMatch(/LastAttempted=[12]/)
  })
})

describe('what was reported', () => {
  test('is not told again where it stands among what Exchange wrote of its tries', () => {
    const queue = queueOf(asIs)
    const [defer] = queue.defers
    const report = { text: defer!.text, reply: '450', status: '4.4.316', finding: 'connection-refused' as const, at: defer!.at }
    const pasted = { ...report, text: '450 4.4.317 CertificateExpired' }
    const incident = incidentOf('diagnosed', asIs, {
      diagnosis: diagnosisOf('connection-refused', asIs, { queue }),
      reported: [report, pasted],
    })
    const text = JSON.stringify(detailsCard({ incident, requests: [], children: [], tenantName: 'Contoso' }, showing('en')))
    expect(text.split('Socket error code 10061').length - 1).toBe(1)
    expect(text).toContain('450 4.4.317 CertificateExpired')
    const empty = diagnosisOf('connection-refused', asIs, { queue: { ...queue, pending: 0 } })
    const left = { ...incident, diagnosis: empty }
    expect(JSON.stringify(detailsCard({ incident: left, requests: [], children: [], tenantName: 'Contoso' }, showing('en')))).toContain(
      'Socket error',
    )
  })
})

describe('everything that was found', () => {
  test('leaves out what the deadline says already', () => {
    const waiting = {
      ...findingOf(
        'message-expired',
        [{ code: 'pending', args: { count: 3, oldest: '2026-03-14T04:10:00.000Z', hoursLeft: 18, domains: 'd' } }],
        asIs,
      ),
      severity: 'info' as const,
    }
    const own = diagnosisOf('connection-refused', asIs)
    const text = details({ ...own, findings: [...own.findings, waiting] })
    expect(text).not.toContain(titleOf('message-expired', 'en'))
    expect(text).toContain('12 messages are waiting')
  })

  test('names what else is wrong with the line that proves it, and never more than there is room for', () => {
    const own = diagnosisOf('connection-refused', asIs)
    const weak = {
      ...findingOf('certificate-weak', [{ code: 'certificate-weak', args: { bits: 1024 } }], asIs),
      severity: 'warning' as const,
    }
    expect(answer({ ...own, findings: [...own.findings, weak] })).toContain(
      `${titleOf('certificate-weak', 'en')} (192.0.2.10). The key has 1024 bits`,
    )
    const many = Array.from({ length: 40 }, (_, n) => ({ ...weak, subject: `host${n}` }))
    expect(answer({ ...own, findings: [own.findings[0]!, ...many] })).toContain(words('cards.more', { count: 34 }))
  })
})

describe('policies', () => {
  const report = (changes: Partial<PolicyReport>): PolicyReport => ({
    domain: 'contoso.example',
    mtaSts: 'absent',
    tlsRpt: 'absent',
    dane: 'absent',
    dnssec: 'unsigned',
    ...changes,
  })
  const heading = words('cards.headings.policies')

  test.each<readonly [Partial<PolicyReport>, boolean]>([
    [{}, false],
    [{ mtaSts: 'unknown', tlsRpt: 'unknown', dane: 'unknown', dnssec: 'unknown' }, false],
    [{ mtaSts: 'enforce' }, true],
    [{ tlsRpt: 'invalid' }, true],
    [{ dane: 'mismatch' }, true],
    [{ dnssec: 'bogus' }, true],
  ])('%j is worth a line in an answer: %s; the details tell all', (changes, isShown) => {
    const diagnosis = diagnosisOf('connection-refused', asIs, { policies: [report(changes)] })
    expect(answer(diagnosis).includes(heading)).toBe(isShown)
    expect(details(diagnosis)).toContain(heading)
  })

  test('of a domain that was asked about are told though it publishes nothing, or nothing could be found out', () => {
    const sample = diagnosisOf('connection-refused', asIs, { policies: [report({ dnssec: 'unknown' })], connector: null })
    const named = sample.resolutions.map((each) => ({ ...each, host: 'contoso.example', as: 'domain' as const }))
    expect(answer({ ...sample, resolutions: named })).toContain('DNSSEC unknown')
    expect(answer({ ...sample, resolutions: named, hosts: [] })).not.toContain(heading)
  })
})
