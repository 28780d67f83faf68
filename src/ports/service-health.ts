import type { Answer } from '../domain/answer.ts'
import type { ServiceIncident } from '../domain/service-incident.ts'

/** What Microsoft itself reports about Exchange Online. */
export interface ServiceHealth {
  /** Open issues that touch mail flow, newest first. `unknown` also where the right (ServiceHealth.Read.All) was not granted. Never throws. */
  openIncidents(tenant: string): Promise<Answer<readonly ServiceIncident[]>>
}
