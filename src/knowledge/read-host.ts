import { isIP } from 'node:net'

/** A host name or address; null for placeholders. */
export function hostOf(text: string | null | undefined): string | null {
  const host = (text ?? '').trim().replace(/\.$/, '')
  return /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,253}$/.test(host) ? host : null
}

/** An IP address without port or brackets; null for 0.0.0.0 (never resolved) and for what is no address. */
export function addressOf(text: string | null | undefined): string | null {
  const bare = (text ?? '')
    .trim()
    .replace(/^\[/, '')
    .replace(/\](?::\d{1,5})?$/, '')
  const address = isIP(bare) ? bare : bare.replace(/:\d{1,5}$/, '')
  return isIP(address) && address !== '0.0.0.0' ? address : null
}

/** Whether a server that reports an error is one of Exchange Online. */
export const isExchangeOnline = (host: string | null): boolean => host !== null && MICROSOFT.test(host)

const MICROSOFT = /\.(?:outlook\.com|exchangelabs\.com|outlook\.office365\.com|partner\.outlook\.cn|office365\.us)$/i

/** Whether a server stands inside Exchange Online; those it takes mail in with (`mail.protection.outlook.com`) are somebody's destination. */
export const isInside = (host: string | null): boolean => host !== null && INSIDE.test(host)

const INSIDE = /\.prod\.(?:(?:protection\.)?outlook\.com|exchangelabs\.com|(?:protection\.)?partner\.outlook\.cn)$/i
