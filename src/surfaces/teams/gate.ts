import { Activity, tenantOf } from './activity.ts'

export interface GateOptions {
  /** Entra tenants whose people may speak to the bot, in lower case. */
  readonly allowedTenants: readonly string[]
  readonly sandbox: boolean
}

/** `refused` carries the HTTP status; what was wrong is for the log, not for the caller. */
export type Admission =
  | { readonly is: 'admitted'; readonly activity: Activity; readonly tenant: string }
  | { readonly is: 'refused'; readonly status: 400 | 403; readonly why: string }

/**
 * What we hold against a request beside its token: shape, channel, organisation. The SDK checks none of these,
 * and a token of Teams is valid whatever tenant speaks through it.
 */
export function admit(body: unknown, options: GateOptions): Admission {
  const read = Activity.safeParse(body)
  if (!read.success) return { is: 'refused', status: 400, why: 'not an activity' }
  const activity = read.data
  if (activity.channelId !== 'msteams') return { is: 'refused', status: 403, why: 'not from Teams' }
  if (!serviceIsPlausible(activity.serviceUrl, options.sandbox)) return { is: 'refused', status: 403, why: 'service address not allowed' }
  const tenant = tenantOf(activity)
  if (!tenant) return { is: 'refused', status: 403, why: 'names no tenant, or two' }
  if (!options.allowedTenants.includes(tenant)) return { is: 'refused', status: 403, why: 'tenant not allowed' }
  return { is: 'admitted', activity, tenant }
}

/** This machine, as a URL names it. */
export const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** Where our answers go. In the sandbox nothing vouches for it, so it stays on this machine; live, the token names it and it is HTTPS. */
function serviceIsPlausible(address: string, sandbox: boolean): boolean {
  const url = new URL(address)
  return sandbox ? LOOPBACK.includes(url.hostname) : url.protocol === 'https:'
}

/** Whether a Host header names this machine: an address in a browser that resolves here from elsewhere does not. */
export const isLocalHost = (host: string | undefined): boolean => LOOPBACK.includes((host ?? '').toLowerCase().replace(/:\d+$/, ''))
