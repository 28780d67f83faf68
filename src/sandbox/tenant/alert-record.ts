import { randomUUID } from 'node:crypto'
import type { FeedBlob } from './state.ts'

export interface ActivityAlert {
  /** Default `Messages have been delayed`. */
  readonly name?: string
  /** Messages queued for over an hour; default 2314. */
  readonly count?: number
  /** The record's `Id` and alert id; a new one each time unless told. */
  readonly id?: string
}

const DAY = 86_400_000
const HOUR = 3_600_000
const POLICY = '6f1c3a94-2d0e-4b53-9a7e-0c4b1e5d7f28'

/** A blob with one SecurityComplianceAlerts record (type 40). Like Microsoft's own it names neither connector nor error. */
export function alertBlob(tenantId: string, alert: ActivityAlert, now: string): FeedBlob {
  const id = alert.id ?? randomUUID()
  const contentId = `${now.replace(/\D/g, '')}$${randomUUID().replaceAll('-', '')}$audit_general$Audit_General`.replaceAll('$', '-')
  return {
    contentId,
    created: now,
    expires: new Date(Date.parse(now) + 7 * DAY).toISOString(),
    records: [record(tenantId, id, alert, now)],
  }
}

function record(tenantId: string, id: string, alert: ActivityAlert, now: string): Readonly<Record<string, unknown>> {
  const name = alert.name ?? 'Messages have been delayed'
  return {
    CreationTime: now.slice(0, 19),
    Id: id,
    Operation: 'AlertTriggered',
    OrganizationId: tenantId,
    RecordType: 40,
    ResultStatus: 'Succeeded',
    UserKey: 'SecurityComplianceAlerts',
    UserType: 4,
    Version: 1,
    Workload: 'SecurityComplianceCenter',
    ObjectId: id,
    UserId: 'SecurityComplianceAlerts',
    AlertId: id,
    AlertType: 'System',
    Category: 'MailFlow',
    Comments: 'New alert',
    Name: name,
    PolicyId: POLICY,
    Severity: 'High',
    Source: 'Office 365 Security & Compliance',
    Status: 'Active',
    Data: JSON.stringify({
      etype: 'Tenant',
      tid: tenantId,
      ts: sevenDigits(Date.parse(now) - HOUR),
      te: sevenDigits(Date.parse(now)),
      tdc: String(alert.count ?? 2314),
      lon: 'Protection',
      an: name,
      sev: 'High',
    }),
  }
}

const sevenDigits = (at: number): string => new Date(at).toISOString().replace('Z', '0000Z')
