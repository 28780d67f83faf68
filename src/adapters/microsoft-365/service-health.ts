import { z } from 'zod'
import { type Answer, found, unknown } from '../../domain/answer.ts'
import { messageOf } from '../../domain/failure.ts'
import { jsonOf } from '../../domain/json-of.ts'
import type { ServiceIncident } from '../../domain/service-incident.ts'
import type { ServiceHealth } from '../../ports/service-health.ts'
import type { TokenSource } from './sign-in.ts'

export interface ServiceHealthSettings {
  /** `https://graph.microsoft.com`, another cloud's host, or the simulated tenant. */
  readonly baseUrl: string
  readonly token: (tenant: string) => TokenSource | null
  readonly fetch?: typeof fetch
}

const WORLDWIDE = 'https://graph.microsoft.com'
const TIMEOUT_MS = 10_000
const SERVICE = 'Exchange Online'
/** What an issue must be about to explain mail that does not leave; calendars, search or mobile access do not. */
const MAIL_FLOW = /mail\s*flow|e-?mails?\b|messages?\b|deliver|transport|queue|connector|smtp|\bmx\b|\bdns\b|\btls\b/i
const MOST = 20

const Issues = z.object({
  value: z.array(
    z.object({
      id: z.string().min(1).max(40),
      title: z.string().default(''),
      service: z.string(),
      feature: z.string().nullish(),
      featureGroup: z.string().nullish(),
      classification: z.string().nullish(),
      status: z.string().nullish(),
      isResolved: z.boolean(),
      startDateTime: z.string(),
      lastModifiedDateTime: z.string().nullish(),
    }),
  ),
})

/** Service health of Microsoft 365 by Microsoft Graph (serviceAnnouncement/issues, right ServiceHealth.Read.All). */
export function createServiceHealth(settings: ServiceHealthSettings): ServiceHealth {
  const base = new URL(settings.baseUrl)
  return {
    async openIncidents(tenant) {
      const token = settings.token(tenant)
      if (token === null) return unknown(`no sign-in for tenant ${tenant}`)
      try {
        const bearer = await token(`${base.protocol === 'https:' ? base.origin : WORLDWIDE}/.default`)
        const url = new URL('/v1.0/admin/serviceAnnouncement/issues', base)
        url.searchParams.set('$filter', `service eq '${SERVICE}' and isResolved eq false`)
        const response = await (settings.fetch ?? fetch)(url, {
          headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
          redirect: 'manual',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        })
        return response.ok ? readIssues(await response.text()) : unknown(`service health: HTTP ${response.status}`)
      } catch (thrown) {
        return unknown(messageOf(thrown))
      }
    },
  }
}

/** The filter of the request may be ignored by the service, so that it is applied here once more. */
function readIssues(text: string): Answer<readonly ServiceIncident[]> {
  const parsed = Issues.safeParse(jsonOf(text))
  if (!parsed.success) return unknown('service health: the answer is not a list of issues')
  const open = parsed.data.value.filter(
    (issue) =>
      !issue.isResolved && issue.service === SERVICE && MAIL_FLOW.test(`${issue.feature ?? ''} ${issue.featureGroup ?? ''} ${issue.title}`),
  )
  const incidents = open.map(
    (issue): ServiceIncident => ({
      id: issue.id,
      title: issue.title.replace(/\s+/g, ' ').trim().slice(0, 300),
      feature: (issue.feature ?? issue.featureGroup ?? '').slice(0, 100),
      classification: issue.classification === 'incident' ? 'incident' : 'advisory',
      status: (issue.status ?? '').slice(0, 60),
      startedAt: issue.startDateTime,
      updatedAt: issue.lastModifiedDateTime ?? issue.startDateTime,
    }),
  )
  return found(incidents.toSorted((one, other) => (one.updatedAt < other.updatedAt ? 1 : -1)).slice(0, MOST))
}
