import { attemptDelivery } from '../../../src/sandbox/lab/attempt-delivery.ts'
import type { LabFault } from '../../../src/sandbox/lab/fault.ts'
import { ROUTES } from '../../../src/sandbox/scenarios.ts'
import { type SimulatedTenant, startTenant, type TenantOptions } from '../../../src/sandbox/tenant/start-tenant.ts'

export const START = '2026-11-22T09:00:00.000Z'
export const MIGRATED = 'To on-premises (Contoso)'
export const REFUSED = 'To on-premises (Fabrikam)'

/** A clock that stands still until it is moved. */
export function handClock(start = START) {
  let at = Date.parse(start)
  return {
    now: () => new Date(at).toISOString(),
    pass: (ms: number) => {
      at += ms
    },
  }
}

/** Hosts with the scenarios' faults, without their sockets. */
export function hosts() {
  const faults = new Map<string, LabFault | null>(ROUTES.map((route) => [route.host, route.fault]))
  return {
    lift: (host: string) => faults.set(host, null),
    outcome: (host: string, demand: Parameters<typeof attemptDelivery>[1], at?: Date) =>
      attemptDelivery({ host, ip: '192.0.2.99', fault: faults.get(host) ?? null }, demand, at ?? new Date()),
  }
}

export interface Client {
  readonly tenant: SimulatedTenant
  readonly clock: ReturnType<typeof handClock>
  readonly lab: ReturnType<typeof hosts>
  token(scope?: string, secret?: string): Promise<Response>
  bearer(scope?: string): Promise<string>
  /** One InvokeCommand call. */
  invoke(cmdlet: string, parameters?: object, more?: { url?: string; prefer?: string; query?: string; token?: string }): Promise<Response>
  /** The `value` of a call that must succeed. */
  read(cmdlet: string, parameters?: object): Promise<Record<string, unknown>[]>
}

export async function tenantClient(options: Partial<TenantOptions> = {}): Promise<Client> {
  const clock = handClock()
  const lab = hosts()
  const tenant = await startTenant({ lab, now: clock.now, delayMs: 60_000, lagMs: 5_000, retryMs: 10_000, ...options })
  const client: Client = {
    tenant,
    clock,
    lab,
    token: (scope = 'https://outlook.office365.com/.default', secret = tenant.clientSecret) =>
      fetch(`${tenant.url}/${tenant.tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', client_id: tenant.clientId, client_secret: secret, scope }),
      }),
    bearer: async (scope) => ((await (await client.token(scope)).json()) as { access_token: string }).access_token,
    async invoke(cmdlet, parameters = {}, more = {}) {
      const url = more.url ?? `${tenant.url}/adminapi/beta/${tenant.tenantId}/InvokeCommand${more.query ?? ''}`
      const authorization = `Bearer ${more.token ?? (await client.bearer())}`
      const headers = { authorization, 'content-type': 'application/json', ...(more.prefer ? { prefer: more.prefer } : {}) }
      return fetch(url, { method: 'POST', headers, body: JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: parameters } }) })
    },
    async read(cmdlet, parameters) {
      const response = await client.invoke(cmdlet, parameters)
      if (response.status !== 200) throw new Error(`${cmdlet}: ${response.status} ${await response.text()}`)
      return ((await response.json()) as { value: Record<string, unknown>[] }).value
    },
  }
  return client
}

/** The text of a failed call, as a client would show it: what stands after the last bar. */
export async function failureText(response: Response): Promise<string> {
  const body = (await response.json()) as { error: { details: { message: string }[] } }
  const message = body.error.details[0]!.message
  return message.slice(message.lastIndexOf('|') + 1)
}
