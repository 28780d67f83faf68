import { type Reading, readLine } from './read-line.ts'

const MEMBER = /(?<=^|\{ ?|\[)(LED|MSG|FQDN|IP|LRT|Last attempted server name|Last attempted IP) {0,2}=/gi
const PROXY = /\bOutboundProxyTarget(IP|HostName): ?([^\s;\]}]{1,255})/gi
const MOST = 200
const LONGEST_VALUE = 10_000

/** Whether a text holds a last error detail of the message trace or of a queue. */
export const hasLed = (text: string): boolean => /(?<=^|\{ ?|\[)LED {0,2}=/i.test(text)

/** Reads every `{LED=…};{MSG=…};{FQDN=…};{IP=…};{LRT=…}` of a text: members in any order, missing, empty or cut. */
export function readLed(text: string): readonly Reading[] {
  return chunksOf(text).map(readChunk)
}

/** One stretch per error: it begins where its first member does, which need not be LED. */
function chunksOf(text: string): readonly string[] {
  const openings = [...text.matchAll(MEMBER)].slice(0, MOST * 8)
  const starts: number[] = []
  let seen = new Set<string>()
  for (const opening of openings) {
    const name = opening[1]!.toLowerCase()
    if (starts.length === 0 || seen.has(name)) {
      starts.push(starts.length === 0 ? 0 : opening.index)
      seen = new Set()
    }
    seen.add(name)
  }
  return starts
    .map((start, nth) => text.slice(start, starts[nth + 1]))
    .filter(hasLed)
    .slice(0, MOST)
}

function readChunk(chunk: string): Reading {
  const openings = [...chunk.matchAll(MEMBER)]
  const members: Record<string, string> = {}
  openings.forEach((opening, nth) => {
    const from = opening.index + opening[0].length
    const value = chunk.slice(from, openings[nth + 1]?.index ?? chunk.length)
    members[opening[1]!.toLowerCase()] ??= memberValue(value)
  })
  const proxy: Record<string, string> = {}
  for (const each of chunk.matchAll(PROXY)) proxy[each[1]!.toLowerCase()] ??= each[2]!.replace(/[.,]$/, '')
  return readLine(members.led ?? '', {
    message: members.msg || null,
    server: members.fqdn || members['last attempted server name'] || proxy.hostname || null,
    ip: members.ip || members['last attempted ip'] || proxy.ip || null,
  })
}

/** A member's value ends at the last brace before the next member: the peer's own words may hold braces. */
function memberValue(text: string): string {
  const tail = text.search(/\bOutboundProxyTarget/i)
  const value = (tail < 0 ? text : text.slice(0, tail)).slice(0, LONGEST_VALUE)
  const brace = value.lastIndexOf('}')
  return (brace < 0 ? value.replace(/[;{[\s]{1,20}$/, '') : value.slice(0, brace)).trim()
}
