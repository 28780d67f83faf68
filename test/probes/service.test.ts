import { expect, test } from '@jest/globals'
import type { Answer } from '../../src/domain/answer.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import type { ServiceIncident } from '../../src/domain/service-incident.ts'
import { service } from '../../src/probes/service.ts'
import { evidenceWith } from './healthy.ts'

const open = (id: string, classification: ServiceIncident['classification']): ServiceIncident => ({
  id,
  title: `Mail is late (${id})`,
  feature: 'E-Mail timely delivery',
  classification,
  status: 'serviceDegradation',
  startedAt: '2026-11-22T05:00:00.000Z',
  updatedAt: '2026-11-22T11:00:00.000Z',
})
const told = (serviceIncidents: Answer<readonly ServiceIncident[]>): Evidence => {
  const evidence = evidenceWith()
  return { ...evidence, tenant: evidence.tenant && { ...evidence.tenant, serviceIncidents } }
}

test('incidents are a warning and advisories are told, each in one finding with all its lines', () => {
  const value = [open('EX1', 'incident'), open('EX2', 'advisory'), open('EX3', 'incident')]
  expect(service(told({ is: 'found', value }))).toEqual([
    {
      finding: 'service-incident',
      severity: 'warning',
      subject: 'Exchange Online',
      stage: 'tenant',
      evidence: ['EX1', 'EX3'].map((id) => ({
        code: 'service-incident',
        args: { id, title: `Mail is late (${id})`, since: '2026-11-22T05:00:00.000Z' },
      })),
    },
    {
      finding: 'service-incident',
      severity: 'info',
      subject: 'Exchange Online',
      stage: 'tenant',
      evidence: [{ code: 'service-incident', args: { id: 'EX2', title: 'Mail is late (EX2)', since: '2026-11-22T05:00:00.000Z' } }],
    },
  ])
})

test.each<[string, Evidence]>([
  ['nothing is open', told({ is: 'found', value: [] })],
  ['it may not be read', told({ is: 'unknown', why: 'HTTP 403' })],
  ['it was not asked', told({ is: 'absent' })],
  ['there is no tenant', evidenceWith({ tenant: null })],
])('nothing is said when %s', (_says, evidence) => expect(service(evidence)).toEqual([]))
