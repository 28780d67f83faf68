import { isIP } from 'node:net'
import { z } from 'zod'
import { jsonOf } from '../../domain/json-of.ts'
import type { MailRanges } from '../../domain/mail-ranges.ts'

const Version = z.object({ instance: z.string(), latest: z.string().regex(/^\d{10}$/) })
const Versions = z.union([Version.transform((one) => [one]), z.array(Version)])
const EndpointSets = z.array(
  z.object({
    serviceArea: z.string(),
    ips: z.array(z.string()).default([]),
    tcpPorts: z.string().default(''),
  }),
)

/** The newest version of an instance, from the answer of `/version`; null when it does not say. */
export function versionIn(text: string, instance: MailRanges['instance']): string | null {
  const parsed = Versions.safeParse(jsonOf(text))
  return parsed.data?.find((each) => each.instance.toLowerCase() === instance.toLowerCase())?.latest ?? null
}

/**
 * The ranges of Exchange Online's sets that list TCP port 25, from the answer of `/endpoints`; null when there are none. Sets are chosen by port
 * and service area, since their ids may change (learn.microsoft.com, "Office 365 IP Address and URL web service").
 */
export function rangesIn(text: string): Pick<MailRanges, 'ipv4' | 'ipv6'> | null {
  const sets = EndpointSets.safeParse(jsonOf(text)).data ?? []
  const ips = sets
    .filter((set) => set.serviceArea === 'Exchange' && set.tcpPorts.split(',').some((port) => port.trim() === '25'))
    .flatMap((set) => set.ips)
    .filter(isRange)
  const unique = [...new Set(ips)]
  const ipv4 = unique.filter((range) => !range.includes(':'))
  return ipv4.length > 0 ? { ipv4, ipv6: unique.filter((range) => range.includes(':')) } : null
}

function isRange(text: string): boolean {
  const [net = '', length = ''] = text.split('/')
  return isIP(net) !== 0 && /^\d{1,3}$/.test(length) && Number(length) <= (isIP(net) === 4 ? 32 : 128)
}
