import { randomUUID } from 'node:crypto'
import type { NewAlert } from '../../src/domain/alert.ts'
import type { AuditEntry } from '../../src/domain/audit.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { Account, Channel } from '../../src/domain/person.ts'
import type { ChangeRequest, Decision } from '../../src/domain/request.ts'

export const NOW = '2026-11-22T10:00:00.000Z'
export const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 12)

export const anAlert = (over: Partial<NewAlert> = {}): NewAlert => ({
  tenant: 'contoso',
  source: 'hook',
  sourceId: newId(),
  at: '2026-11-22T09:59:58+00:00',
  name: 'Messages have been delayed',
  hints: { connector: 'To on-premises', domain: null, error: '450 4.4.316 Connection refused', count: 12 },
  raw: '{"name":"Messages have been delayed"}',
  ...over,
})

export function anIncident(over: Partial<Incident> = {}): Incident {
  const id = newId()
  return {
    id,
    tenant: 'contoso',
    subject: { is: 'connector', name: `Connector ${id}` },
    state: 'open',
    version: 1,
    alerts: 1,
    openedAt: NOW,
    lastAlertAt: NOW,
    resolvedAt: null,
    resolvedBy: null,
    snoozedUntil: null,
    acknowledgedBy: null,
    umbrella: null,
    reported: [{ text: '450 4.4.316 Connection refused', reply: '450', status: '4.4.316', finding: 'connection-refused', at: NOW }],
    diagnosis: null,
    progress: [],
    offers: [],
    history: [{ at: NOW, event: 'opened', by: null, args: {} }],
    ...over,
  }
}

export function aRequest(incident: string, over: Partial<ChangeRequest> = {}): ChangeRequest {
  return {
    id: newId(),
    tenant: 'contoso',
    incident,
    plan: {
      hash: newId().repeat(2),
      tenant: 'contoso',
      fix: 'disable-connector',
      steps: [
        {
          object: 'outbound-connector',
          identity: 'To on-premises',
          name: 'To on-premises',
          before: { Enabled: true },
          after: { Enabled: false },
        },
      ],
      guards: [],
      connector: 'To on-premises',
      domains: ['contoso.example'],
      plannedAt: NOW,
    },
    state: 'waiting',
    version: 1,
    requester: { id: 'ada@contoso.example', name: 'Ada' },
    requestedAt: NOW,
    expiresAt: '2026-11-22T10:30:00.000Z',
    approvalsNeeded: 1,
    decisions: [],
    undoes: null,
    undoneBy: null,
    change: null,
    verification: null,
    ...over,
  }
}

export const approvalBy = (person: string): Decision => ({ verb: 'approve', by: { id: person, name: person }, at: NOW, surface: 'slack' })

export const aChannel = (over: Partial<Channel> = {}): Channel => ({
  platform: 'slack',
  organisation: 'T1',
  id: newId(),
  name: 'mail-flow',
  isPersonal: false,
  tenants: ['contoso'],
  language: 'fr',
  ...over,
})

export const anAccount = (over: Partial<Account> = {}): Account => ({
  platform: 'slack',
  organisation: 'T1',
  user: newId(),
  person: 'ada@contoso.example',
  name: 'Ada',
  language: null,
  proof: 'confirmed-email',
  checkedAt: NOW,
  mention: 'U1',
  ...over,
})

export const anEntry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  at: NOW,
  tenant: 'contoso',
  actor: 'ada@contoso.example',
  action: 'request.created',
  subject: newId(),
  details: { fix: 'disable-connector', nested: { b: 2, a: [1, null, 'é'] } },
  ...over,
})
