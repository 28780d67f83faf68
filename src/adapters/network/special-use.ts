import { BlockList, isIP } from 'node:net'
import { Failure } from '../../domain/failure.ts'

/**
 * Ranges that are not somewhere on the public internet: the IANA special-purpose address registries (RFC 6890 and the RFCs named),
 * multicast, and the one address by which Azure's hosts answer their own guests.
 */
const RANGES: readonly (readonly [cidr: string, source: string])[] = [
  ['0.0.0.0/8', 'RFC 791'],
  ['10.0.0.0/8', 'RFC 1918'],
  ['100.64.0.0/10', 'RFC 6598'],
  ['127.0.0.0/8', 'RFC 1122'],
  ['168.63.129.16/32', 'Azure'],
  ['169.254.0.0/16', 'RFC 3927'],
  ['172.16.0.0/12', 'RFC 1918'],
  ['192.0.0.0/24', 'RFC 6890'],
  ['192.0.2.0/24', 'RFC 5737'],
  ['192.88.99.0/24', 'RFC 7526'],
  ['192.168.0.0/16', 'RFC 1918'],
  ['198.18.0.0/15', 'RFC 2544'],
  ['198.51.100.0/24', 'RFC 5737'],
  ['203.0.113.0/24', 'RFC 5737'],
  ['224.0.0.0/4', 'RFC 5771'],
  ['240.0.0.0/4', 'RFC 1112'],
  ['::/128', 'RFC 4291'],
  ['::1/128', 'RFC 4291'],
  ['64:ff9b:1::/48', 'RFC 8215'],
  ['100::/64', 'RFC 6666'],
  ['2001::/23', 'RFC 2928'],
  ['2001:db8::/32', 'RFC 3849'],
  ['3fff::/20', 'RFC 9637'],
  ['5f00::/16', 'RFC 9602'],
  ['fc00::/7', 'RFC 4193'],
  ['fe80::/10', 'RFC 4291'],
  ['fec0::/10', 'RFC 3879'],
  ['ff00::/8', 'RFC 4291'],
]

/** All of the IPv6 space that is handed out today (RFC 4291 §2.4); what lies outside is reserved. */
const GLOBAL_UNICAST = '2000::/3'

type Family = 'ipv4' | 'ipv6'
const familyOf = (ip: string): Family => (isIP(ip) === 4 ? 'ipv4' : 'ipv6')

/** A list of CIDR ranges or single addresses. Throws a `config` failure that names `setting` when one of them is neither. */
function rangeList(cidrs: readonly string[], setting: string): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [net = '', prefix] = cidr.trim().split('/')
    const bits = isIP(net) === 4 ? 32 : 128
    const length = prefix === undefined ? bits : Number(prefix)
    if (isIP(net) === 0 || !Number.isInteger(length) || length < 0 || length > bits) throw new Failure('config', { names: setting })
    list.addSubnet(net, length, familyOf(net))
  }
  return list
}

const ranges = RANGES.map(([cidr, source]) => ({ list: rangeList([cidr], 'ranges'), text: `${cidr} (${source})` }))
const globalUnicast = rangeList([GLOBAL_UNICAST], 'ranges')

/**
 * Says which special-use range an address lies in, or null when it may be connected to. IPv4 inside IPv6 (mapped, NAT64, 6to4) is judged
 * as the IPv4 address it leads to. Text that is no address is forbidden too.
 */
export function specialUse(allow: readonly string[]): (ip: string) => string | null {
  const allowed = rangeList(allow, 'allow')
  return (raw) => {
    if (isIP(raw) === 0) return 'no address'
    const ip = raw.replace(/%.*$/, '')
    const inner = isIP(ip) === 6 ? embeddedIpv4(ip) : null
    if (allowed.check(ip, familyOf(ip)) || (inner && allowed.check(inner, 'ipv4'))) return null
    if (inner) return rangeOf(inner)
    return rangeOf(ip) ?? (isIP(ip) === 6 && !globalUnicast.check(ip, 'ipv6') ? `not in ${GLOBAL_UNICAST} (RFC 4291)` : null)
  }
}

const rangeOf = (ip: string): string | null => ranges.find((range) => range.list.check(ip, familyOf(ip)))?.text ?? null

/** The IPv4 address that an IPv6 one stands for: ::ffff:0:0/96 (RFC 4291), 64:ff9b::/96 (RFC 6052), 2002::/16 (RFC 3056); else null. */
function embeddedIpv4(ip: string): string | null {
  const words = wordsOf(ip)
  const start = words.slice(0, 6).join(':')
  if (start === '0:0:0:0:0:65535' || start === '100:65435:0:0:0:0') return dotted(words[6] ?? 0, words[7] ?? 0)
  if (words[0] === 0x2002) return dotted(words[1] ?? 0, words[2] ?? 0)
  return null
}

const dotted = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.')

/** The eight 16-bit words of a valid IPv6 address. */
function wordsOf(ip: string): readonly number[] {
  const hex = ip.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) => {
    return `${((Number(a) << 8) | Number(b)).toString(16)}:${((Number(c) << 8) | Number(d)).toString(16)}`
  })
  const [head = '', tail] = hex.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...zeros, ...right].map((word) => Number.parseInt(word, 16))
}
